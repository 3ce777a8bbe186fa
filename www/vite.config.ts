import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

import { POLICY } from '../tools/policy.mjs';

/** The built page says what it may load, so that it holds on any host. */
const policy: Plugin = {
  name: 'policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
  ],
};

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: './',
  resolve: {
    // The page uses the built package, by its name, as any other page would.
    alias: [
      { find: /^patchwise$/, replacement: here('../dist/index.js') },
      { find: /^patchwise\/(.+)$/, replacement: here('../dist/') + '$1.js' },
    ],
  },
  plugins: [policy],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      input: [here('index.html'), here('src/offline-worker.ts')],
      output: {
        // A service worker keeps its address, and serves what lies below it.
        entryFileNames: ({ name }) => (name === 'offline-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { port: 5173, fs: { allow: ['..'] } },
});
