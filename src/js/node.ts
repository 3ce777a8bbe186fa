/**
 * The package in Node: the same calls, on the CPU with all cores, and on WebGPU where the package `webgpu` is installed.
 * Images are files or bytes, as there are no canvases.
 *
 * @module patchwise/node
 */
import { openAsBlob, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { PatchwiseError } from './errors.js';
import { nodePlatform } from './node-platform.js';
import { refused } from './plain.js';
import { usePlatform } from './platform.js';
import type { NamedFile } from './types.js';

export * from './index.js';

usePlatform(nodePlatform);

/** The files below a path, which may be a file itself, for `load`. They are read when they are needed. */
export async function filesBelow(path: string): Promise<NamedFile[]> {
  const found: NamedFile[] = [];
  const add = async (place: string, name: string) => {
    const about = statSync(place);
    if (about.isDirectory()) {
      // A link that leads nowhere, or back, is none of the files.
      for (const entry of readdirSync(place)) await add(join(place, entry), `${name}/${entry}`).catch(() => undefined);
    } else if (about.isFile()) found.push({ path: name, file: await openAsBlob(place) });
  };
  if (typeof path !== 'string' || path === '') throw refused('path', path, 'a path');
  try {
    await add(resolve(path), basename(resolve(path)));
  } catch (error) {
    const problem = `${path} cannot be read (${(error as Error).message}). Check the path.`;
    throw new PatchwiseError('invalid-data', problem);
  }
  return found;
}
