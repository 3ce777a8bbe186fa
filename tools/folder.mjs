// Builds the page and copies it to a folder that any static server can serve, such as from a USB stick.
import { copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { build, buildPage } from './build.mjs';
import { filesOf } from './offline.mjs';
import { root } from './setup.mjs';

const readme = (megabytes) => `patchwise: a small vision network learns to see without labels, in a browser.

This folder is the whole page (${megabytes} MB). It needs no internet and no installation, only a web server
on this computer, as browsers do not run such pages from files. Any static server will do. Start one in
this folder, then open the address that it prints:

  python3 -m http.server 8642 --bind 127.0.0.1     then http://localhost:8642
  npx sirv-cli . --port 8642                       then http://localhost:8642

Once the page says "Works offline", the browser has kept it and shows it at that address without the
server; the page can also be installed from the browser's menu. Files of a newer folder are used after
"Update now" at the end of the page.

The address has to begin with http://localhost or https://. At others, such as http://192.168.0.10, the
page works on one thread only, without the GPU and the camera, and nothing is kept in the browser.

Nothing that is done in the page leaves the browser.
`;

/** Copies the built page, without the files that are compressed for the web. */
export function copyPage(to) {
  const from = join(root, 'www', 'dist');
  rmSync(to, { recursive: true, force: true });
  let bytes = 0;
  for (const path of filesOf(from)) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(from, path), join(to, path));
    bytes += statSync(join(from, path)).size;
  }
  for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(join(root, name), join(to, name));
  const megabytes = Math.round(bytes / 1e6);
  writeFileSync(join(to, 'README.txt'), readme(megabytes));
  return megabytes;
}

if (process.argv[1] === import.meta.filename) {
  build();
  buildPage();
  const to = join(root, 'patchwise-offline');
  console.log(`\nThe page is in ${to}, ${copyPage(to)} MB; its README.txt says how to start it.`);
}
