import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: {
    // The page uses the built package, by its name, as any other page would.
    alias: [
      { find: /^patchwise$/, replacement: fileURLToPath(new URL('../dist/index.js', import.meta.url)) },
      { find: /^patchwise\/(.+)$/, replacement: fileURLToPath(new URL('../dist/', import.meta.url)) + '$1.js' },
    ],
  },
  worker: { format: 'es' },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
  server: { port: 5173, fs: { allow: ['..'] } },
});
