// What the built page consists of, for the service worker that keeps it.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { POLICIES } from './policy.mjs';

const WORKER = 'offline-worker.js';
/** The module whose device is on another machine. */
const REMOTE = 'remote_bg';
const START = 'const BUILD=';

/** The files of a folder, without those that are compressed beside others. */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.name.endsWith('.br'))
    .map((file) => relative(folder, join(file.parentPath, file.name)).split(sep).join('/'))
    .sort();
}

/** Whether the service worker keeps a file: browsers keep it by themselves, and without a network no other machine is reached. */
export const isKept = (path) => path !== WORKER && !path.includes(REMOTE);

/** Writes the list of a built page's files, with the hash of each, into its service worker. */
export function listFiles(folder) {
  let bytes = 0;
  const files = filesOf(folder)
    .filter(isKept)
    .map((path) => {
      const content = readFileSync(join(folder, path));
      bytes += content.length;
      const integrity = `sha256-${createHash('sha256').update(content).digest('base64')}`;
      // Some hosts redirect from the file to its folder.
      return [path === 'index.html' ? './' : path, integrity];
    });
  const worker = join(folder, WORKER);
  const lines = readFileSync(worker, 'utf8').split('\n');
  const code = (lines[0].startsWith(START) ? lines.slice(1) : lines).join('\n');
  const version = createHash('sha256')
    .update(JSON.stringify([files, code]))
    .digest('hex')
    .slice(0, 16);
  const build = { version, bytes, policies: POLICIES, files };
  writeFileSync(worker, `${START}${JSON.stringify(build)};\n${code}`);
  return build;
}
