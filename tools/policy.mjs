/** The page's own scripts, workers and pictures, and nothing else. The built page says so itself, for hosts that send no
 * headers; where a frame may be is for the host to say. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** That of the one worker that downloads data from where a person says; it sees nothing of the page. */
const DOWNLOAD_POLICY = POLICY.replace(
  "connect-src 'self'",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
);
const DOWNLOAD_WORKER = 'download-worker';

/** That of the worker whose device is on a machine that a person names. */
const REMOTE_POLICY = POLICY.replace("connect-src 'self'", "connect-src 'self' https: http: wss: ws:");
const REMOTE_WORKER = 'worker-remote';

/** By a part of the address; the last that fits is the one. */
export const POLICIES = { '': POLICY, [DOWNLOAD_WORKER]: DOWNLOAD_POLICY, [REMOTE_WORKER]: REMOTE_POLICY };

/** The policy of a file of the built page. */
export const policyOf = (path) => Object.entries(POLICIES).findLast(([part]) => path.includes(part))[1];
