import { train } from './train.js';

const output = document.querySelector('output');
const tell = (text) => (output.textContent = text);
const start = (files) => train(files, tell).catch((error) => tell(error.message));

document.querySelector('input').addEventListener('change', ({ target }) => start(target.files));
start();
