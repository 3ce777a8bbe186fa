import { train } from './train';

const output = document.querySelector('output')!;
const tell = (text: string) => (output.textContent = text);
const start = (files?: FileList | null) => train(files ?? undefined, tell).catch((error: Error) => tell(error.message));

const input = document.querySelector('input')!;
input.addEventListener('change', () => start(input.files));
start();
