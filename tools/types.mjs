// The TypeScript of configs, events and reports, made from the Rust structs. By itself it writes them.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cargoEnv, ensureNodeModules, ensureRust, root } from './setup.mjs';

const path = join(root, 'src', 'js', 'generated.ts');

async function generate() {
  const command = ['run', '--quiet', '--locked', '--features', 'types', '--bin', 'types'];
  const text = execFileSync('cargo', command, { cwd: root, env: cargoEnv, encoding: 'utf8' });
  const { format, resolveConfig } = await import('prettier');
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

/** Ends the process where the types that are checked in are not those of the structs. */
export async function checkTypes() {
  if (readFileSync(path, 'utf8') === (await generate())) return;
  console.error('src/js/generated.ts is not what the Rust structs give: run `npm run types`.');
  process.exit(1);
}

if (process.argv[1] === import.meta.filename) {
  ensureNodeModules();
  ensureRust();
  writeFileSync(path, await generate());
}
