// A page has a GPU device already, in a worker of its own, and patchwise computes on it.
const output = document.querySelector('output');
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.addEventListener('message', ({ data }) => (output.textContent = data));
worker.addEventListener('error', ({ message }) => (output.textContent = message));
const start = (files) => worker.postMessage(files && [...files]);

document.querySelector('input').addEventListener('change', ({ target }) => start(target.files));
start();
