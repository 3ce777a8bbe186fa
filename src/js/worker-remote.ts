import * as module from './wasm/remote/remote.js';
import { serve } from './worker.js';

/** A relay answers by then, or not at all. */
const RELAY_MS = 10_000;

const connect = async (server: string, token: string) => {
  // What is no address is refused by the engine.
  if (/^https?:\/\/.+#./i.test(server) && !(await isAnswering(server))) {
    const problem = 'no relay answers there, or the browser does not let this page ask';
    const remedy = 'Check the address, and that `patchwise serve --relay` runs there';
    const hint = 'a page of https reaches other machines by https only';
    const message = `The server at ${server} cannot be reached: ${problem}. ${remedy}; ${hint}.`;
    throw Object.assign(new Error(message), { code: 'server-unreachable' });
  }
  return module.Engine.connect(server, token);
};

/** Whether there is a relay: the engine would wait for one for half a minute. */
async function isAnswering(server: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(RELAY_MS);
    return (await fetch(new URL('/ping', server), { cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
}

serve({ ...module, connect }, 'remote');
