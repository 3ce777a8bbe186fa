/** What the page says of its use without a network: what is kept in the browser, and that a new version is there. */
import { byId } from './elements';
import { t } from './language';

/** `start`: a tab has been opened; `keep`: a new version of the worker has come; `update`: use its version. */
export type Question = 'start' | 'keep' | 'update';
export type Problem = 'full' | 'network' | 'refused' | 'insecure';
export interface Answer {
  bytes: number;
  isKept: boolean;
  hasUpdate: boolean;
  problem?: Problem;
}

declare global {
  /** Of isolate.js: null where service workers are refused. */
  var patchwiseWorker: Promise<ServiceWorkerRegistration | null> | undefined;
}

const NOTHING = { bytes: 0, isKept: false, hasUpdate: false };
const MESSAGES: Record<Problem, string> = {
  full: 'offline-full',
  network: 'offline-network',
  refused: 'offline-refused',
  insecure: 'offline-insecure',
};

let current: Answer | undefined;

/** Has the page kept in this browser, and shows it. */
export async function keepOffline(): Promise<void> {
  const registration = await globalThis.patchwiseWorker;
  if (!registration) return show({ ...NOTHING, problem: isSecureContext ? 'refused' : 'insecure' });
  byId('update-now').addEventListener('click', () => void update(registration));
  watch(registration);
  registration.addEventListener('updatefound', () => watch(registration));
  await askAndShow(registration, 'start');
}

/** Has the version of a new worker kept. */
function watch(registration: ServiceWorkerRegistration): void {
  const { installing } = registration;
  installing?.addEventListener('statechange', () => {
    if (installing.state === 'installed') void askAndShow(registration, 'keep');
  });
}

let asked = 0;

/** An answer that a later question has overtaken is of an older worker. */
async function askAndShow(registration: ServiceWorkerRegistration, question: Question): Promise<void> {
  const number = ++asked;
  const answer = await ask(registration, question);
  if (number === asked) show(answer);
}

/** Asks the newest worker; it waits while a tab has the one before. */
async function ask({ waiting, active }: ServiceWorkerRegistration, question: Question): Promise<Answer> {
  const worker = waiting ?? active ?? (await navigator.serviceWorker.ready).active;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker?.postMessage(question, [port2]);
  });
}

async function update(registration: ServiceWorkerRegistration): Promise<void> {
  await ask(registration, 'update');
  location.reload();
}

function show(answer: Answer): void {
  current = answer;
  renderOffline();
}

/** In the language of the page. */
export function renderOffline(): void {
  if (!current) return;
  const { isKept, bytes, hasUpdate, problem } = current;
  const id = MESSAGES[problem ?? 'network'];
  byId('offline-text').textContent = isKept ? t('offline-kept', { megabytes: Math.round(bytes / 1e6) }) : t(id);
  byId('update').hidden = !hasUpdate;
}
