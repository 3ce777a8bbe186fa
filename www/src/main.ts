/** Wiring: events become actions, actions become state, state becomes the page. */
import type { DataSource, Method, PretrainConfig, Protocol } from 'patchwise';

import { Actions } from './actions';
import { renderAlike } from './alike-view';
import { renderAttention } from './attend-view';
import { renderComparison } from './compare-view';
import { COMPARED, LEARNING_RATES, clustersFor, scheduleFor, toCsv, toJson, toMarkdown } from './comparison';
import type { Plan, RowName } from './comparison';
import { renderData } from './data-view';
import { byId, create } from './elements';
import { renderEvaluation } from './evaluate-view';
import { readDrop } from './files';
import { describeModel } from './format';
import { listenToMap, renderMap } from './map-view';
import { initialState, nameOf, reduce } from './state';
import type { Action } from './state';
import { renderTraining } from './train-view';
import { renderViews } from './views-view';

/** Images that a map shows: work grows with their square. */
const MAP_IMAGES = 400;

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
  renderTraining(state, previous);
  renderEvaluation(state, previous);
  renderAttention(state, previous);
  renderAlike(state, previous, (index) => void actions.liken(index));
  renderMap(state, previous);
  renderComparison(state, previous);
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
  const { opened } = state;
  byId('network-text').textContent = opened ? `Opened: ${describeModel(opened)}.` : '';
  byId<HTMLButtonElement>('resume').disabled = !state.canResume;
  // A network opened meanwhile would take the place of the one that is at work.
  byId<HTMLInputElement>('model').disabled = state.phase !== 'idle';
}

/** Accuracy of guessing. */
function chance(method: Method): number {
  const classes = state.dataset?.classNames.length ?? 0;
  switch (method) {
    case 'rotnet':
    case 'patch-relnet':
      return 1 / 4;
    case 'patch-rotnet':
      return 1 / 8;
    case 'deep-infomax':
      return 1 / 2;
    case 'deep-cluster':
      return state.dataset ? 1 / clustersFor(state.dataset) : 1;
    case 'supervised':
      return 1 / Math.max(classes, 1);
  }
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
  const method = control('train-form', 'method').value as Method;
  return {
    method,
    ...(method === 'deep-cluster' && state.dataset ? { numTargets: clustersFor(state.dataset) } : {}),
    backbone: control('train-form', 'backbone').value as 'resnet8' | 'resnet32',
    patchRatio: patchRatio(),
    epochs: number('train-form', 'epochs'),
    batchSize: number('train-form', 'batchSize'),
    optimizer: { kind: 'adam', learningRate: number('train-form', 'learningRate') },
    schedule: { kind: scheduleFor(method) },
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
  const before = state.dataset;
  await actions.load(dataSource());
  if (state.dataset !== before) byId('data-hint').hidden = true;
  if (state.dataset) await actions.choose(0, patchRatio(), seed());
}

function listen(): void {
  on('data-form', 'submit', () => void loadAndShow());
  on('train-form', 'submit', () => {
    const config = pretrainConfig();
    void actions.pretrain(config, chance(config.method));
  });
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
    byId('data-hint').hidden = state.dataset === null;
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
  on('rank', 'click', () => void actions.rank(state.dataset?.test ?? 0));
  on('map', 'click', () => {
    const count = Math.min(state.dataset?.test ?? 0, MAP_IMAGES);
    const perplexity = Math.max(1, Math.min(30, Math.floor((count - 1) / 3)));
    void actions.map({ maxImages: MAP_IMAGES, perplexity, seed: seed() });
  });
  on('stop-map', 'click', () => actions.stop());
  control('train-form', 'method').addEventListener('change', () => {
    const { method } = pretrainConfig();
    control('train-form', 'learningRate').value = String(LEARNING_RATES[method]);
  });
  listenToMap(() => state);
  listenToComparison();
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
  if (bytes) offer('patchwise.safetensors', bytes as Uint8Array<ArrayBuffer>);
}

function offer(name: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content]));
  create('a', { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

function plan(): Plan {
  const { method: _, seed: __, optimizer: ___, numTargets: ____, schedule: _____, ...pretrain } = pretrainConfig();
  const rows = Array.from(document.querySelectorAll<HTMLInputElement>('#compare-form input[name=row]:checked'));
  const isTuned = control<HTMLInputElement>('compare-form', 'finetune').checked;
  // Retrieval looks at the first ten neighbours.
  const canRetrieve = (state.dataset?.test ?? 0) > 10;
  return {
    rows: rows.map((box) => box.value as RowName),
    seeds: number('compare-form', 'seeds'),
    protocols: COMPARED.filter(
      (protocol) => (isTuned || protocol !== 'finetune') && (canRetrieve || protocol !== 'retrieval'),
    ),
    pretrain,
    clusters: state.dataset ? clustersFor(state.dataset) : 2,
    finetuneEpochs: 5,
  };
}

function listenToComparison(): void {
  on('compare-form', 'submit', () => void actions.compare(plan()));
  on('stop-comparison', 'click', () => actions.stop());
  on('export-markdown', 'click', () => {
    const { figures, plan, dataset } = state;
    if (plan && dataset) offer('comparison.md', toMarkdown(figures, plan, dataset));
  });
  on('export-csv', 'click', () => offer('comparison.csv', toCsv(state.figures)));
  on('export-json', 'click', () => {
    const { figures, plan, dataset } = state;
    if (plan && dataset) offer('comparison.json', toJson(figures, plan, dataset));
  });
}

listen();
render();
void actions.open(deviceChoice()).then(() => {
  if (state.phase === 'idle') void loadAndShow();
});
