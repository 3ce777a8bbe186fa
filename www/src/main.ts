/** Wiring: events become actions, actions become state, state becomes the page. */
import type { DataSource, Method, PretrainConfig, Protocol } from 'patchwise';

import { Actions } from './actions';
import { renderAttention } from './attend-view';
import { renderData } from './data-view';
import { byId, create } from './elements';
import { renderEvaluation } from './evaluate-view';
import { readDrop } from './files';
import { initialState, nameOf, reduce } from './state';
import type { Action } from './state';
import { renderTraining } from './train-view';
import { renderViews } from './views-view';

/** Accuracy of guessing, by task. */
const CHANCE = { rotnet: 1 / 4, 'patch-rotnet': 1 / 8, 'patch-relnet': 1 / 4 };

let state = initialState;
let chosenFiles: Extract<DataSource, { kind: 'files' }>['files'] = [];
const actions = new Actions(dispatch);

function dispatch(action: Action): void {
  const previous = state;
  state = reduce(state, action);
  render(previous);
}

function render(previous = initialState): void {
  renderFrame();
  renderData(state, previous, (index) => void actions.choose(index, patchRatio(), seed()));
  renderViews(state, previous);
  renderTraining(state, previous, CHANCE[pretrainConfig().method]);
  renderEvaluation(state, previous);
  renderAttention(state, previous);
}

function renderFrame(): void {
  if (byId('status').textContent !== state.status) byId('status').textContent = state.status;
  const { device } = state;
  const words = device ? `Runs on ${nameOf(device)}: ${device.reason}.` : 'Looking for a device…';
  byId('device').textContent = state.phase === 'dead' && !device ? 'No device.' : words;
  const error = byId('error');
  error.hidden = state.error === null;
  if (error.dataset['text'] !== (state.error ?? '')) {
    error.dataset['text'] = state.error ?? '';
    const dismiss = create('button', { type: 'button' }, 'Close');
    dismiss.addEventListener('click', () => dispatch({ kind: 'dismissed' }));
    error.replaceChildren(create('p', {}, state.error ?? ''), dismiss);
  }
  byId<HTMLButtonElement>('download').disabled = !state.hasNetwork || state.phase === 'dead';
  byId<HTMLButtonElement>('resume').disabled = !state.canResume;
}

function control<T extends HTMLInputElement | HTMLSelectElement>(form: string, name: string): T {
  return byId<HTMLFormElement>(form).elements.namedItem(name) as T;
}

function number(form: string, name: string): number {
  return Number(control(form, name).value);
}

function patchRatio(): number {
  return number('train-form', 'patchRatio');
}

function seed(): number {
  return number('train-form', 'seed');
}

function dataSource(): DataSource {
  const imageSize = number('data-form', 'imageSize');
  const images = number('data-form', 'images');
  const dataSeed = number('data-form', 'dataSeed');
  if (control('data-form', 'source').value === 'files') {
    return { kind: 'files', files: chosenFiles, imageSize, maxImages: images, seed: dataSeed };
  }
  return { kind: 'scenes', imageSize, unlabeled: images, train: Math.min(images, 1000), test: 500, seed: dataSeed };
}

function pretrainConfig(): PretrainConfig & { method: Method } {
  return {
    method: control('train-form', 'method').value as Method,
    backbone: control('train-form', 'backbone').value as 'resnet8' | 'resnet32',
    patchRatio: patchRatio(),
    epochs: number('train-form', 'epochs'),
    batchSize: number('train-form', 'batchSize'),
    optimizer: { kind: 'adam', learningRate: number('train-form', 'learningRate') },
    schedule: { kind: 'cosine' },
    // A shift draws a black edge that gives a patch away: off unless asked for.
    augmentation: { crop: control<HTMLInputElement>('train-form', 'crop').checked, flip: true },
    seed: seed(),
  };
}

/** `?device=cpu` or `?device=webgpu` chooses for the visitor. */
function deviceChoice(): 'auto' | 'cpu' | 'webgpu' {
  const asked = new URLSearchParams(location.search).get('device');
  return asked === 'cpu' || asked === 'webgpu' ? asked : 'auto';
}

function useFiles(files: typeof chosenFiles): void {
  chosenFiles = files;
  const count = Array.from(files).length;
  byId('chosen').textContent = count === 1 ? '1 file chosen.' : `${count} files chosen.`;
}

async function loadAndShow(): Promise<void> {
  await actions.load(dataSource());
  if (state.dataset) await actions.choose(0, patchRatio(), seed());
}

function listen(): void {
  on('data-form', 'submit', () => void loadAndShow());
  on('train-form', 'submit', () => void actions.pretrain(pretrainConfig()));
  on(
    'evaluate-form',
    'submit',
    () => void actions.evaluate({ protocol: control('evaluate-form', 'protocol').value as Protocol }),
  );
  on('pause', 'click', () => actions.pauseOrContinue());
  on('stop', 'click', () => actions.stop());
  on('stop-evaluation', 'click', () => actions.stop());
  on('attend', 'click', () => void attend());
  on('download', 'click', () => void download());
  on('resume', 'click', () => void actions.resume(deviceChoice(), dataSource()));
  on('data-form', 'change', () => {
    byId('files-fields').hidden = control('data-form', 'source').value !== 'files';
  });
  control('train-form', 'patchRatio').addEventListener('input', () => {
    byId('ratio-text').textContent = String(patchRatio());
    if (state.dataset) void actions.choose(state.chosen, patchRatio(), seed());
  });
  for (const id of ['files', 'folder']) {
    on(id, 'change', () => useFiles(Array.from(byId<HTMLInputElement>(id).files ?? [])));
  }
  on('model', 'change', () => {
    const file = byId<HTMLInputElement>('model').files?.[0];
    if (file) void actions.openNetwork(file);
  });
  listenToDrops();
}

function on(id: string, type: string, act: () => void): void {
  byId(id).addEventListener(type, (event) => {
    if (type === 'submit') event.preventDefault();
    act();
  });
}

function listenToDrops(): void {
  const drop = byId('drop');
  const mark = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    drop.classList.toggle('over', isOver);
  };
  drop.addEventListener('dragover', mark(true));
  drop.addEventListener('dragleave', mark(false));
  drop.addEventListener('drop', (event) => {
    mark(false)(event);
    if (event.dataTransfer) void readDrop(event.dataTransfer).then(useFiles);
  });
}

async function attend(): Promise<void> {
  const target = byId<HTMLSelectElement>('target').value as 'pretext' | 'label';
  const options = {
    split: 'unlabeled' as const,
    indices: [state.chosen],
    patchRatio: patchRatio(),
    seed: seed(),
    target,
  };
  await actions.attend(options, state.phase === 'paused');
}

async function download(): Promise<void> {
  const bytes = await actions.save();
  if (!bytes) return;
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  create('a', { href: url, download: 'patchwise.safetensors' }).click();
  URL.revokeObjectURL(url);
}

listen();
render();
void actions.open(deviceChoice()).then(() => {
  if (state.phase === 'idle') void loadAndShow();
});
