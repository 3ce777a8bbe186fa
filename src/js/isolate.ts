/**
 * Isolates a page on a host that cannot send headers, so that the threads of the CPU can share memory. One line in the
 * page, `<script src="isolate.js"></script>`, with this file beside the page: the file is also the service worker.
 *
 * The page is reloaded once, at its start only. Where that does not isolate it, it stays as it is.
 *
 * A page with a service worker of its own names it: `<script src="isolate.js" data-worker="worker.js"></script>`. That
 * one is registered in place of this file, and has in it `importScripts('isolate.js')`. Where it answers a request by
 * itself, in a listener that it adds before, `patchwiseIsolate(request, response)` adds the headers.
 */
(() => {
  const TRIED = 'patchwise-isolate';
  /** A page that took longer, or was clicked, may have been worked with: its next visit is isolated. */
  const MAX_WAIT_MS = 3000;

  interface ExtendableEvent extends Event {
    waitUntil(promise: Promise<unknown>): void;
  }
  interface FetchEvent extends ExtendableEvent {
    request: Request;
    respondWith(response: Promise<Response>): void;
  }
  interface ServiceWorkerScope extends EventTarget {
    location: Location;
    clients: { claim(): Promise<void> };
  }

  if (typeof document === 'undefined') serve(globalThis as unknown as ServiceWorkerScope);
  else Object.assign(globalThis, { patchwiseWorker: isolate(document.currentScript as HTMLScriptElement | null) });

  /** Gives the registration of the service worker, or null where there is none. */
  async function isolate(script: HTMLScriptElement | null): Promise<ServiceWorkerRegistration | null> {
    // A frame is isolated by the page that holds it.
    if (!script || !isSecureContext || !('serviceWorker' in navigator) || self !== top) return null;
    const { worker } = script.dataset;
    try {
      if (crossOriginIsolated) sessionStorage.removeItem(TRIED);
      if (crossOriginIsolated && !worker) return null;
      // At once: the page may clear its storage.
      const hasTried = sessionStorage.getItem(TRIED) !== null;
      const address = new URL(worker ?? script.src, script.src);
      // Images of other origins stay visible, where frames have this milder form.
      if ('credentialless' in globalThis) address.searchParams.set('embedder', 'credentialless');
      const registration = await navigator.serviceWorker.register(address, { updateViaCache: 'none' });
      if (crossOriginIsolated) return registration;
      await navigator.serviceWorker.ready;
      const isInUse = performance.now() > MAX_WAIT_MS || navigator.userActivation?.hasBeenActive;
      if (hasTried || isInUse) return registration;
      sessionStorage.setItem(TRIED, 'yes');
      location.reload();
      return registration;
    } catch {
      // Service workers or storage are refused here: the page goes on with one thread.
      return null;
    }
  }

  function serve(scope: ServiceWorkerScope): void {
    const embedder = new URL(scope.location.href).searchParams.get('embedder') ?? 'require-corp';
    scope.addEventListener('activate', (event) => (event as ExtendableEvent).waitUntil(scope.clients.claim()));
    // Headers count for documents and workers only.
    const counts = ({ mode, destination }: Request) =>
      mode === 'navigate' || ['worker', 'sharedworker'].includes(destination);
    const isolate = (request: Request, response: Response) =>
      counts(request) ? isolated(response, embedder) : response;
    Object.assign(scope, { patchwiseIsolate: isolate });
    scope.addEventListener('fetch', (event) => {
      const { request } = event as FetchEvent;
      const isOwn = new URL(request.url).origin === scope.location.origin;
      if (!isOwn || !counts(request)) return;
      (event as FetchEvent).respondWith(fetch(request).then((response) => isolate(request, response)));
    });
  }

  function isolated(response: Response, embedder: string): Response {
    // What has no status cannot be copied, such as a redirect that the browser follows.
    if (response.status === 0) return response;
    const headers = new Headers(response.headers);
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Embedder-Policy', embedder);
    const { status, statusText } = response;
    return new Response(response.body, { status, statusText, headers });
  }
})();
