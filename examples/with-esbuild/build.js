import { cpSync } from 'node:fs';

import { build, context } from 'esbuild';

const options = { entryPoints: ['main.js'], bundle: true, format: 'esm', splitting: true, outdir: 'build' };

cpSync('index.html', 'build/index.html');
cpSync('node_modules/patchwise/dist', 'build/patchwise', { recursive: true });
if (process.argv.includes('--serve')) {
  const { port } = await (await context(options)).serve({ servedir: 'build' });
  console.log(`http://127.0.0.1:${port}/`);
} else {
  await build({ ...options, minify: true });
}
