import { sveltekit } from '@sveltejs/kit/vite';

// These headers isolate scripts of workers, as `src/hooks.server.js` does with pages.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default { plugins: [sveltekit()], server: { headers } };
