/** Wiring: events become actions, actions become state, state becomes the page. */
import type { FilesSource, TableFormat } from 'patchwise';

import { Actions } from './actions';
import { renderAttention } from './attend-view';
import { describeChoice, renderCatalog, useQuickRecipe, watchTyping } from './catalog-view';
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
  evaluationConfig,
  patchRatio,
  pretrainConfig,
  seed,
  usesFiles,
  workload,
} from './forms';
import { guardDisabled, renderFrame } from './frame-view';
import { listenToMap, renderMap } from './map-view';
import { renderSimilar } from './similar-view';
import { initialState, reduce } from './state';
import type { Action } from './state';
import { renderTraining } from './train-view';
import { renderViews } from './views-view';

/** In pixels: photos show little at 32. */
const OWN_IMAGE_SIZE = '64';
const EXPORTS: Record<TableFormat, string> = { markdown: 'md', csv: 'csv', json: 'json' };

let state = initialState;
let chosenFiles: FilesSource['files'] = [];
let hasOwnImages = false;
const actions = new Actions(dispatch, workload);

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
  hasOwnImages = usesFiles();
  suitTraining();
  choose(state.previewed[0] ?? 0);
}

/** Sets what suits the method and the images that are loaded. */
function suitTraining(): void {
  const { catalog, dataset } = state;
  if (catalog) useQuickRecipe(catalog, hasOwnImages && dataset ? dataset.unlabeled : null);
}

function attend(): void {
  const target = byId<HTMLSelectElement>('target').value as 'pretext' | 'label';
  const image = { split: 'unlabeled' as const, indices: [state.chosen], patchRatio: patchRatio(), seed: seed() };
  void actions.attend({ ...image, target }, state.phase === 'paused');
}

async function saveModel(): Promise<void> {
  const bytes = await actions.save();
  if (!bytes) return;
  offer('patchwise.safetensors', bytes as Uint8Array<ArrayBuffer>);
  dispatch({ kind: 'saved' });
}

async function exportTable(format: TableFormat): Promise<void> {
  const text = await actions.exportTable(format);
  if (text === undefined) return;
  offer(`comparison.${EXPORTS[format]}`, text);
  dispatch({ kind: 'exported' });
}

/** The files of an input, which can then be given the same ones again. */
function takeFiles(id: string): File[] {
  const input = byId<HTMLInputElement>(id);
  const files = Array.from(input.files ?? []);
  input.value = '';
  return files;
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
  on('evaluate-form', 'submit', () => void actions.evaluate(evaluationConfig()));
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
    const [file] = takeFiles('model');
    if (file) void actions.loadModel(file);
  });
  on('resume', 'click', () => void actions.resume(deviceChoice(), dataSource(chosenFiles)));
  for (const id of ['stop', 'stop-loading', 'stop-evaluation', 'stop-ranking', 'stop-map', 'stop-comparison']) {
    on(id, 'click', () => actions.stop());
  }
}

function listenToData(): void {
  on('data-form', 'submit', () => void loadAndShow());
  on('data-form', 'change', () => {
    byId('data-hint').hidden = state.dataset === null;
    if (usesFiles() && byId('files-fields').hidden) control('data-form', 'imageSize').value = OWN_IMAGE_SIZE;
    byId('files-fields').hidden = !usesFiles();
  });
  for (const id of ['files', 'folder']) {
    on(id, 'change', () => useFiles(takeFiles(id)));
  }
  // A file that is dropped beside the zone must not replace the page.
  for (const kind of ['dragover', 'drop']) window.addEventListener(kind, (event) => event.preventDefault());
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
    suitTraining();
  });
}

/** A network that was trained and not saved is lost with the page, and so is a table. */
window.addEventListener('beforeunload', (event) => {
  if (state.isUnsaved || state.isTableUnsaved) event.preventDefault();
});
guardDisabled();
watchTyping();
listen();
render();
void actions.open(deviceChoice()).then(() => {
  if (state.phase === 'idle') void loadAndShow();
});
