// The budgets of the modules, as a browser downloads them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

import { root } from './setup.mjs';

/** Megabytes after brotli at quality 9. */
const BUDGETS = { cpu: 0.72, 'cpu-threads': 0.75, webgpu: 2.5, remote: 1.5, images: 0.45, parquet: 0.25 };

/** Modules that have names of their own. */
const NAMED = ['images', 'parquet', 'remote'];

/** Ends the process if a module is over its budget; a module that is not built is skipped. */
export function checkSizes() {
  let isOver = false;
  for (const [module, budget] of Object.entries(BUDGETS)) {
    const path = join(root, 'dist', 'wasm', module, `${NAMED.includes(module) ? module : 'patchwise'}_bg.wasm`);
    if (!existsSync(path)) {
      console.log(`Skipped: the size of the ${module} module, which is not built.`);
      continue;
    }
    const bytes = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const megabytes = brotliCompressSync(bytes, { params }).length / 1e6;
    const text = `${module}: ${(bytes.length / 1e6).toFixed(1)} MB, ${megabytes.toFixed(2)} MB by brotli, budget ${budget} MB`;
    console.log(text);
    if (megabytes > budget) {
      isOver = true;
      console.error(`The ${module} module is over its budget. Look for what a new dependency or feature added.`);
    }
  }
  if (isOver) process.exit(1);
}
