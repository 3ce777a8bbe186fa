// Sets up what is missing, builds the package and the page, and serves the page.
import { build, buildPage } from './build.mjs';

// Not that of other tools: a browser shows the page that it keeps for an address, whoever serves there.
const PORT = 8642;

build();
buildPage();
// Only now: a fresh clone has no node modules before the build.
const { page, serveFolder } = await import('./browser.mjs');
// If the usual port is taken, any free one will do.
const server = await serveFolder(page, Number(process.env.PORT ?? PORT)).catch(() => serveFolder(page));
console.log(
  `\npatchwise is at ${server.url}\nIt opens with the lesson; the lab has every setting. Ctrl+C ends the server.`,
);
