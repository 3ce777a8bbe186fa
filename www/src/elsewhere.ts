/** Computing on another machine: the address and token of its server, kept for this tab. */
import type { OpenOptions } from 'patchwise';

import { byId } from './elements';

/** What to compute on. */
export type Device = Pick<OpenOptions, 'device' | 'server' | 'token'>;

interface Server {
  server: string;
  token: string;
}

const KEPT_AS = 'patchwise-server';

/** The server that was given in this tab, if one was. */
export function givenServer(): Server | undefined {
  try {
    const given = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? 'null') as Partial<Server> | null;
    if (typeof given?.server === 'string' && typeof given.token === 'string')
      return { server: given.server, token: given.token };
  } catch {
    // Storage is refused, or holds something else.
  }
  return undefined;
}

/** Shows the server in use, and starts the page anew with the one that is given. */
export function listenToElsewhere({ device, server }: Device): void {
  const form = byId('elsewhere-form') as HTMLFormElement;
  const input = form.elements.namedItem('server') as HTMLInputElement;
  if (server !== undefined) input.value = server;
  byId('compute-here').hidden = device !== 'remote';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const [address, token] = ['server', 'token'].map((name) => String(data.get(name)).trim());
    try {
      sessionStorage.setItem(KEPT_AS, JSON.stringify({ server: address, token }));
    } catch {
      byId('elsewhere-not-kept').hidden = false;
      return;
    }
    openWith('remote');
  });
  byId('compute-here').addEventListener('click', () => {
    sessionStorage.removeItem(KEPT_AS);
    openWith(null);
  });
}

/** The device that the address asks for. */
export const askedDevice = () => new URLSearchParams(location.search).get('device');

/** Whether the address asks for another machine. */
export const isElsewhere = () => askedDevice() === 'remote';

/** Shows where another server can be given. */
export function offerElsewhere(): void {
  (byId('elsewhere') as HTMLDetailsElement).open = true;
}

/** Opens the page on another device, at the same place. */
function openWith(device: string | null): void {
  const url = new URL(location.href);
  if (device === null) url.searchParams.delete('device');
  else url.searchParams.set('device', device);
  // The browser does nothing for the same address.
  if (url.href === location.href) location.reload();
  else location.assign(url);
}
