/**
 * The page's service worker: keeps the files of the page, so that it opens without a network, and isolates the page as
 * isolate.js does. Each version of the page is kept whole in a cache of its own. A worker fetches its own version, and
 * serves the one that is noted as in use, which a click changes and no change of worker.
 */
import type { Answer, Problem, Question } from './offline';

/** What the page consists of: addresses below its folder, each with the hash of its content. */
interface Build {
  version: string;
  bytes: number;
  /** By a part of a file's path; the last one that fits holds. */
  policies: Record<string, string>;
  files: [path: string, integrity: string][];
}
interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface MessageEventOfPage extends ExtendableEvent {
  data: Question;
  ports: MessagePort[];
}
interface ServiceWorkerScope extends EventTarget {
  clients: { matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<{ url: string }[]> };
  registration: ServiceWorkerRegistration;
}

/** Written before this script by tools/offline.mjs. */
declare const BUILD: Build;
/** Of isolate.js. */
declare const patchwiseIsolate: (request: Request, response: Response) => Response;
declare function importScripts(...urls: string[]): void;

const scope = self as unknown as ServiceWorkerScope;
const folder = scope.registration.scope;
/** An origin may have several pages, and all share its caches. */
const STATE = `patchwise ${folder}`;
const PREFIX = `${STATE} `;
const IN_USE = new URL('version', folder).href;
const ofVersion = (version: string) => PREFIX + version;
const ofBuild = ofVersion(BUILD.version);

// Before those of isolate.js, which a response here leaves nothing to do.
scope.addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent;
  if (request.method === 'GET' && request.url.startsWith(folder)) (event as FetchEvent).respondWith(serve(request));
});
scope.addEventListener('message', (event) => {
  const { data, ports } = event as MessageEventOfPage;
  (event as ExtendableEvent).waitUntil(answer(data).then((text) => ports[0]?.postMessage(text)));
});
importScripts('isolate.js');

async function serve(request: Request): Promise<Response> {
  // Where the browser refuses caches, the page is as it was without them.
  const kept = await find(request).catch(() => undefined);
  if (!kept) return patchwiseIsolate(request, await fetch(request));
  const response = patchwiseIsolate(request, kept);
  // A document or a worker. The policy of a document does not hold for its workers.
  if (response !== kept && !response.headers.has('Content-Security-Policy'))
    response.headers.set('Content-Security-Policy', policyOf(request.url));
  return response;
}

function policyOf(url: string): string {
  return Object.entries(BUILD.policies).findLast(([part]) => url.includes(part))?.[1] ?? '';
}

/** A file of the version in use, else of another: a tab that was opened before an update needs the files of its own. */
async function find(request: Request): Promise<Response | undefined> {
  const version = await versionInUse();
  if (version === undefined) return undefined;
  const url = addressOf(request);
  for (const cacheName of [ofVersion(version), ...(await keptVersions())]) {
    const response = await caches.match(url, { cacheName, ignoreVary: true });
    if (response) return response;
  }
  return undefined;
}

/** Options of the page are part of its address. */
function addressOf({ mode, url }: Request): string {
  if (mode !== 'navigate') return url;
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  return address === `${folder}index.html` ? folder : address;
}

async function versionInUse(): Promise<string | undefined> {
  const response = await caches.match(IN_USE, { cacheName: STATE });
  return response?.text();
}

async function use(version: string): Promise<void> {
  await (await caches.open(STATE)).put(IN_USE, new Response(version));
}

/** The names of the caches of all versions, whole or not. */
async function keptVersions(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

async function answer(question: Question): Promise<Answer> {
  let problem: Problem | undefined;
  try {
    if (question === 'start') await removeOld();
    if (question === 'update') await update();
    else await keep();
  } catch (error) {
    problem = problemOf(error);
  }
  const version = await versionInUse().catch(() => undefined);
  const isKept = version !== undefined;
  const hasUpdate = isKept && version !== BUILD.version && (await isWhole());
  return { bytes: BUILD.bytes, isKept, hasUpdate, ...(problem && { problem }) };
}

async function update(): Promise<void> {
  if (await isWhole()) await use(BUILD.version);
}

let keeping: Promise<void> | undefined;

/** Keeps this version; the first one is used at once. */
function keep(): Promise<void> {
  return (keeping ??= fetchAll()
    .then(async () => {
      if ((await versionInUse()) === undefined) await use(BUILD.version);
    })
    .finally(() => (keeping = undefined)));
}

/** Fetches what is not there yet: one that was interrupted goes on. */
async function fetchAll(): Promise<void> {
  const cache = await caches.open(ofBuild);
  const urls = await addressesIn(cache);
  try {
    for (const [path, integrity] of BUILD.files) {
      const url = new URL(path, folder).href;
      if (!urls.has(url)) await cache.put(url, await fetchOne(path, url, integrity));
    }
  } catch (error) {
    // A part would take what other work needs.
    if (isFull(error) && (await versionInUse()) !== BUILD.version) await caches.delete(ofBuild);
    throw error;
  }
}

async function fetchOne(path: string, url: string, integrity: string): Promise<Response> {
  // These names hold a hash of the content: another version, and the browser, may have the same file.
  const isHashed = path.startsWith('assets/');
  const kept = isHashed ? await caches.match(url, { ignoreVary: true }) : undefined;
  return kept ?? fetch(url, { integrity, cache: isHashed ? 'default' : 'no-cache' });
}

async function addressesIn(cache: Cache): Promise<Set<string>> {
  return new Set((await cache.keys()).map(({ url }) => url));
}

async function isWhole(): Promise<boolean> {
  if (!(await caches.has(ofBuild))) return false;
  const urls = await addressesIn(await caches.open(ofBuild));
  return BUILD.files.every(([path]) => urls.has(new URL(path, folder).href));
}

/** Removes what neither the only tab nor the next one needs. */
async function removeOld(): Promise<void> {
  const tabs = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (tabs.filter(({ url }) => url.startsWith(folder)).length > 1) return;
  const version = await versionInUse();
  const needed = [ofBuild, ...(version === undefined ? [] : [ofVersion(version)])];
  for (const name of await keptVersions()) if (!needed.includes(name)) await caches.delete(name);
}

const isFull = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError';

function problemOf(error: unknown): Problem {
  if (isFull(error)) return 'full';
  // What fetching gives.
  return error instanceof TypeError ? 'network' : 'refused';
}
