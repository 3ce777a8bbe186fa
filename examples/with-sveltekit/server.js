import { createServer } from 'node:http';

import { handler } from './build/handler.js';

// These headers isolate the pages, so that patchwise may use all cores. Scripts of workers need them, too.
const server = createServer((request, response) => {
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  handler(request, response, () => response.writeHead(404).end());
});
const port = process.env.PORT ?? 3000;
server.listen(port, () => console.log(`http://localhost:${port}`));
