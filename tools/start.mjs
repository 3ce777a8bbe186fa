// Sets up what is missing, builds the package and the page, and serves the page.
import { join } from 'node:path';

import { build } from './build.mjs';
import { root, run } from './setup.mjs';

const PORT = 5173;

build();
run('npx', ['vite', 'build', '-c', 'www/vite.config.ts', '--logLevel', 'warn']);
// Only now: a fresh clone has no node modules before the build.
const { serveFolder } = await import('./browser.mjs');
const folder = join(root, 'www', 'dist');
// If the usual port is taken, any free one will do.
const server = await serveFolder(folder, Number(process.env.PORT ?? PORT)).catch(() => serveFolder(folder));
console.log(
  `\npatchwise is at ${server.url}\nScenes are drawn on opening; press Start to train on them. Ctrl+C ends the server.`,
);
