/** Wiring: events become actions, actions become state, state becomes the page. */
import type { FilesSource, TableFormat } from 'patchwise';

import { Actions } from './actions';
import { renderAttention } from './attend-view';
import { describeChoice, renderCatalog, useQuickRecipe } from './catalog-view';
import { renderComparison } from './compare-view';
import { renderData } from './data-view';
import { byId, create } from './elements';
import { renderEvaluation } from './evaluate-view';
import { readDrop } from './files';
import {
  comparisonConfig,
  control,
  dataSource,
  deviceChoice,
  embeddingConfig,
  patchRatio,
  pretrainConfig,
  protocol,
  seed,
  usesFiles,
} from './forms';
import { renderFrame } from './frame-view';
import { listenToMap, renderMap } from './map-view';
import { renderSimilar } from './similar-view';
import { initialState, reduce } from './state';
import type { Action } from './state';
import { renderTraining } from './train-view';
import { renderViews } from './views-view';

const EXPORTS: Record<TableFormat, string> = { markdown: 'md', csv: 'csv', json: 'json' };

let state = initialState;
let chosenFiles: FilesSource['files'] = [];
const actions = new Actions(dispatch);

function dispatch(action: Action): void {
  const previous = state;
  state = reduce(state, action);
  render(previous);
}

function render(previous = initialState): void {
  renderFrame(state, previous, () => dispatch({ kind: 'dismissed' }));
  renderCatalog(state, previous);
  renderData(state, previous, choose);
  renderViews(state, previous);
  renderTraining(state, previous);
  renderEvaluation(state, previous);
  renderAttention(state, previous);
  renderSimilar(state, previous, (index) => void actions.findSimilar(index));
  renderMap(state, previous);
  renderComparison(state, previous);
}

function choose(index: number): void {
  void actions.choose(index, patchRatio(), seed());
}

function useFiles(files: FilesSource['files']): void {
  chosenFiles = files;
  const count = Array.from(files).length;
  byId('chosen').textContent = count === 1 ? '1 file chosen.' : `${count} files chosen.`;
}

async function loadAndShow(): Promise<void> {
  if (!(await actions.load(dataSource(chosenFiles), deviceChoice()))) return;
  byId('data-hint').hidden = true;
  choose(0);
}

function attend(): void {
  const target = byId<HTMLSelectElement>('target').value as 'pretext' | 'label';
  const image = { split: 'unlabeled' as const, indices: [state.chosen], patchRatio: patchRatio(), seed: seed() };
  void actions.attend({ ...image, target }, state.phase === 'paused');
}

async function saveModel(): Promise<void> {
  const bytes = await actions.save();
  if (bytes) offer('patchwise.safetensors', bytes as Uint8Array<ArrayBuffer>);
}

async function exportTable(format: TableFormat): Promise<void> {
  const text = await actions.exportTable(format);
  if (text !== undefined) offer(`comparison.${EXPORTS[format]}`, text);
}

function offer(name: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content]));
  create('a', { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

function on(id: string, type: string, act: () => void): void {
  byId(id).addEventListener(type, (event) => {
    if (type === 'submit') event.preventDefault();
    act();
  });
}

function listen(): void {
  listenToData();
  listenToTraining();
  const numTest = () => state.dataset?.test ?? 0;
  on('evaluate-form', 'submit', () => void actions.evaluate({ protocol: protocol() }));
  on('evaluate-form', 'change', () => state.catalog && describeChoice(state.catalog));
  on('attend', 'click', attend);
  on('rank', 'click', () => void actions.rank(numTest()));
  on('map', 'click', () => void actions.map(embeddingConfig()));
  listenToMap(() => state);
  on('compare-form', 'submit', () => void actions.compare(comparisonConfig(numTest())));
  for (const format of ['markdown', 'csv', 'json'] as const) {
    on(`export-${format}`, 'click', () => void exportTable(format));
  }
  on('save', 'click', () => void saveModel());
  on('model', 'change', () => {
    const file = byId<HTMLInputElement>('model').files?.[0];
    if (file) void actions.loadModel(file);
  });
  on('resume', 'click', () => void actions.resume(deviceChoice(), dataSource(chosenFiles)));
  for (const id of ['stop', 'stop-evaluation', 'stop-ranking', 'stop-map', 'stop-comparison']) {
    on(id, 'click', () => actions.stop());
  }
}

function listenToData(): void {
  on('data-form', 'submit', () => void loadAndShow());
  on('data-form', 'change', () => {
    byId('data-hint').hidden = state.dataset === null;
    byId('files-fields').hidden = !usesFiles();
  });
  for (const id of ['files', 'folder']) {
    on(id, 'change', () => useFiles(Array.from(byId<HTMLInputElement>(id).files ?? [])));
  }
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

function listenToTraining(): void {
  on('train-form', 'submit', () => state.catalog && void actions.pretrain(pretrainConfig(state.catalog)));
  on('pause', 'click', () => actions.pauseOrResume());
  control('train-form', 'patchRatio').addEventListener('input', () => {
    byId('ratio-text').textContent = String(patchRatio());
    if (state.dataset) choose(state.chosen);
  });
  control('train-form', 'method').addEventListener('change', () => {
    if (!state.catalog) return;
    describeChoice(state.catalog);
    useQuickRecipe(state.catalog);
  });
}

listen();
render();
void actions.open(deviceChoice()).then(() => {
  if (state.phase === 'idle') void loadAndShow();
});
