import { cpSync } from 'node:fs';

import resolve from '@rollup/plugin-node-resolve';

const copy = {
  name: 'copy',
  writeBundle() {
    cpSync('index.html', 'build/index.html');
    cpSync('node_modules/patchwise/dist', 'build/patchwise', { recursive: true });
  },
};

export default {
  input: 'main.js',
  output: { dir: 'build', format: 'es' },
  plugins: [resolve({ browser: true }), copy],
};
