/** Wiring: events become actions, actions become state, state becomes the page. */
import type { FilesSource, NamedFile, TableFormat } from 'patchwise';

import { Actions } from './actions';
import { renderAttention } from './attend-view';
import { describeChoice, forgetTyping, renderCatalog, useQuickRecipe, watchTyping } from './catalog-view';
import { Collector } from './collect';
import { renderComparison } from './compare-view';
import { fillPreview, renderData } from './data-view';
import { currentPlace, showDoor } from './doors';
import type { Place } from './doors';
import { showDownloads } from './downloads';
import { byId, create } from './elements';
import { listenToElsewhere } from './elsewhere';
import { titleOf } from './engine';
import { renderEvaluation } from './evaluate-view';
import { listenToDrop, takeFiles } from './files';
import {
  addresses,
  comparisonConfig,
  control,
  dataSource,
  deviceChoice,
  deviceProblem,
  embeddingConfig,
  evaluationConfig,
  formValues,
  minutes,
  patchRatio,
  pretrainConfig,
  seed,
  setBest,
  setEpochs,
  setFormValues,
  source,
  square,
  usesFiles,
  workload,
} from './forms';
import { guardDisabled, renderFrame } from './frame-view';
import { Keeper } from './keeper';
import type { Kept } from './keeper';
import { listenToLab, showGroup } from './lab';
import { labLink, valuesOf } from './lab-link';
import { keepLanguage, language, LANGUAGES, nameOfLanguage, number, preferredLanguage } from './language';
import { erase, t, useLanguage, write } from './language';
import { Guide } from './lesson/guide';
import { keepLesson, keptLesson } from './lesson/kept-lesson';
import { LessonView, settingsOf } from './lesson/lesson-view';
import { listenToMap, renderMap } from './map-view';
import { keepOffline, renderOffline } from './offline';
import { problemOf, said, wordsOf } from './problems';
import { renderRuns } from './runs-view';
import { renderSimilar } from './similar-view';
import { Sorter } from './sort-inputs';
import { renderSorting } from './sort-view';
import { showSquare } from './square-preview';
import { initialState, reduce } from './state';
import type { Action } from './state';
import { showTeachers } from './teachers-view';
import { renderTraining } from './train-view';
import { listenToTrial } from './try-inputs';
import { renderTrial } from './try-view';
import { renderViews } from './views-view';
import { WakeLock } from './wake';

/** What the field takes. */
const MAX_EPOCHS = 1000;
/** In pixels: photos show little at 32. */
const OWN_IMAGE_SIZE = '64';
const EXPORTS: Record<TableFormat, string> = { markdown: 'md', csv: 'csv', json: 'json' };

let state = initialState;
let chosenFiles: FilesSource['files'] = [];
let hasOwnImages = false;
const actions = new Actions(dispatch, workload);
const keeper = new Keeper({
  state: () => state,
  source: () => actions.source,
  checkpoint: () => actions.checkpoint,
  forms: formValues,
});
const camera = listenToTrial({ actions, dispatch, current: () => state });
const collector = new Collector(dispatch);
const wakeLock = new WakeLock();
const sorter = new Sorter({ actions, dispatch, current: () => state });
const guide = new Guide({ actions, dispatch, current: () => state });
const lesson = new LessonView({
  guide,
  dispatch,
  current: () => state,
  pause: () => actions.pauseOrResume(),
  save: offer,
});

function dispatch(action: Action): void {
  const previous = state;
  state = reduce(state, action);
  render(previous);
  keeper.see(action, previous);
  sorter.see(action);
  wakeLock.see(state.phase);
  if (state.lesson !== previous.lesson && guide.isReady) keepLesson(state.lesson);
  // Training makes a new network, which has no classifier.
  if (state.phase === 'training' || !state.classifierNames) camera.stop('status-camera-network');
}

function render(previous = initialState): void {
  renderCatalog(state, previous);
  renderData(state, previous, choose);
  renderViews(state, previous);
  renderTraining(state, previous);
  renderEvaluation(state, previous);
  renderAttention(state, previous);
  renderSimilar(state, previous, (index) => void actions.findSimilar(index));
  renderSorting(state, previous);
  renderTrial(state, previous);
  renderMap(state, previous);
  renderComparison(state, previous);
  renderRuns(state, previous, {
    use: (run) => void actions.useRun(run),
    remove: (id, isRemoved) => dispatch({ kind: 'run-removed', id, isRemoved }),
  });
  lesson.render(state, previous);
  // What computes is of interest in the lab only, once it does.
  byId('device').hidden = state.device !== null && currentPlace().door !== 'lab';
  // Last: it decides about every control that the others made.
  renderFrame(state, previous, () => dispatch({ kind: 'dismissed' }));
}

function choose(index: number): void {
  void actions.choose(index, patchRatio(), seed());
}

function useFiles(files: FilesSource['files']): void {
  chosenFiles = files;
  write(byId('chosen'), 'files-chosen', { count: Array.from(files).length });
  void showSquare(files, square());
}

const currentFiles = () => (source() === 'camera' ? collector.files : chosenFiles);

/** Shows what belongs to the source of images. */
function showSource(): void {
  byId('files-fields').hidden = !usesFiles();
  byId('file-settings').hidden = !usesFiles();
  byId('drop').hidden = source() !== 'files';
  byId('url-fields').hidden = source() !== 'url';
  if (source() === 'url') void listDownloads();
  byId('camera-fields').hidden = source() !== 'camera';
  void showSquare(source() === 'url' ? [] : currentFiles(), square());
  byId('browser-formats').hidden = source() === 'camera';
  if (source() !== 'camera') collector.stop();
}

const listDownloads = () =>
  showDownloads((error) => dispatch({ kind: 'refused', reason: wordsOf(problemOf(error)).text }));

/** Gets the files that the addresses name; undefined where there is nothing to load then. */
async function download(): Promise<File[] | undefined> {
  const files = await actions.download(addresses(), deviceChoice());
  await listDownloads();
  return files;
}

async function loadAndShow(): Promise<void> {
  const files = source() === 'url' ? await download() : currentFiles();
  if (!files || !(await actions.load(dataSource(files), deviceChoice()))) return;
  if (source() === 'camera') collector.use();
  byId('data-hint').hidden = true;
  hasOwnImages = usesFiles();
  suitTraining();
  choose(state.previewed[0] ?? 0);
}

/** Takes up a project where it was left. */
async function continueWork(id: string): Promise<void> {
  if (state.phase !== 'idle' && state.phase !== 'dead') return;
  byId('continue-box').hidden = true;
  const isDead = state.phase === 'dead';
  dispatch({ kind: 'began', phase: 'loading', status: t('status-project-opening') });
  let isBack = false;
  try {
    const kept = await keeper.read(id);
    if (kept) isBack = await takeUp(kept);
  } finally {
    if (!isBack) {
      byId('continue-box').hidden = state.hasNetwork;
      await keeper.drop();
      const { error, canResume } = state;
      // Without a device there is still none.
      if (isLoading() && isDead)
        dispatch({ kind: 'failed', error: error ?? said(''), isDead, canResume, hasEnded: true });
      else if (isLoading()) dispatch({ kind: 'ended', status: t('status-project-not-opened') });
    }
  }
}

const isLoading = () => state.phase === 'loading';

async function takeUp(kept: Kept): Promise<boolean> {
  setFormValues(kept.forms);
  showSource();
  if (!(await actions.load(kept.source, deviceChoice())) || !(await actions.restore(kept))) return false;
  if (kept.source.kind === 'files') {
    const files = Array.from(kept.source.files) as NamedFile[];
    if (source() === 'camera') collector.restore(files);
    else useFiles(files);
  }
  await keeper.adopt(kept);
  hasOwnImages = usesFiles();
  byId('data-hint').hidden = true;
  choose(state.previewed[0] ?? 0);
  return true;
}

/** Offers the work of the last visit. */
async function offerToContinue(): Promise<void> {
  keeper.onOpen = (id) => void continueWork(id);
  keeper.onSave = offer;
  keeper.onProblem = (reason) => dispatch({ kind: 'refused', reason });
  keeper.onList = () => render(state);
  const last = await keeper.open();
  if (!last || state.hasNetwork) return;
  write(byId('continue-text'), 'continue-text', { date: last.changed, name: last.name });
  byId('continue-box').hidden = false;
  // Browsers go back to where the page was left.
  byId('continue-box').scrollIntoView({ block: 'nearest' });
  on('continue', 'click', () => void continueWork(last.id));
  on('start-anew', 'click', () => (byId('continue-box').hidden = true));
}

/** Sets what suits the method and the images that are loaded. */
function suitTraining(): void {
  erase(byId('best-text'));
  const { catalog, dataset } = state;
  if (catalog) useQuickRecipe(catalog, hasOwnImages && dataset ? dataset.unlabeled : null);
}

/** Sets the method and the settings that learn most in the minutes that are typed. */
async function useBest(): Promise<void> {
  const { catalog, dataset } = state;
  if (!catalog || !dataset || !control('train-form', 'minutes').reportValidity()) return;
  setBest(catalog, dataset.unlabeled);
  const seconds = await actions.time(pretrainConfig(catalog));
  if (!seconds) return;
  const epochs = Math.min(MAX_EPOCHS, Math.max(1, Math.floor((60 * minutes()) / seconds)));
  setEpochs(epochs);
  forgetTyping();
  const method = titleOf('method', catalog.bestMethod, catalog);
  // Even one epoch may take longer than there is.
  const taken = (epochs * seconds) / 60;
  const shown = taken < 1.5 ? Math.max(1, Math.round(10 * taken)) / 10 : Math.round(taken);
  write(byId('best-text'), 'train-best-text', { method, epochs, minutes: shown });
}

function attend(): void {
  const target = byId<HTMLSelectElement>('target').value as 'pretext' | 'label';
  const image = { split: 'unlabeled' as const, indices: [state.chosen], patchRatio: patchRatio(), seed: seed() };
  void actions.attend({ ...image, target }, state.phase === 'paused');
}

async function saveModel(): Promise<void> {
  const bytes = await actions.save(state.classifierNames !== null);
  if (!bytes) return;
  offer('patchwise.safetensors', bytes as Uint8Array<ArrayBuffer>);
  dispatch({ kind: 'saved' });
}

async function saveConverted(form: 'onnx' | 'html'): Promise<void> {
  const content = await actions.convert(form);
  if (content !== undefined) offer(`patchwise.${form}`, content as Uint8Array<ArrayBuffer> | string);
}

async function exportTable(format: TableFormat): Promise<void> {
  const text = await actions.exportTable(format);
  if (text === undefined) return;
  offer(`comparison.${EXPORTS[format]}`, text);
  dispatch({ kind: 'exported' });
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
  listenToElsewhere(deviceChoice());
  listenToLab(currentPlace);
  listenToData();
  listenToTraining();
  const numTest = () => state.dataset?.test ?? 0;
  on('evaluate-form', 'submit', () => void actions.evaluate(evaluationConfig()));
  on('evaluate-form', 'change', () => state.catalog && describeChoice(state.catalog));
  on('use-best', 'click', () => void useBest());
  on('attend', 'click', attend);
  on('rank', 'click', () => void actions.rank(numTest()));
  on('map', 'click', () => void actions.map(embeddingConfig()));
  listenToMap(() => state);
  on('compare-form', 'submit', () => void actions.compare(comparisonConfig(numTest())));
  for (const format of ['markdown', 'csv', 'json'] as const) {
    on(`export-${format}`, 'click', () => void exportTable(format));
  }
  on('save', 'click', () => void saveModel());
  on('save-onnx', 'click', () => void saveConverted('onnx'));
  on('save-html', 'click', () => void saveConverted('html'));
  on('model', 'change', () => {
    const [file] = takeFiles('model');
    if (file) void actions.loadModel(file);
  });
  on('project-file', 'change', () => {
    const [file] = takeFiles('project-file');
    if (file) void keeper.import(file);
  });
  on('resume', 'click', () => void actions.resume(deviceChoice(), dataSource(currentFiles())));
  for (const id of [
    'stop',
    'stop-loading',
    'stop-evaluation',
    'stop-ranking',
    'stop-sorting',
    'stop-trying',
    'stop-map',
    'stop-comparison',
  ]) {
    on(id, 'click', () => actions.stop());
  }
}

function listenToLanguage(): void {
  const select = byId<HTMLSelectElement>('language');
  select.append(...LANGUAGES.map((code) => create('option', { value: code, lang: code }, nameOfLanguage(code))));
  select.value = language();
  select.addEventListener('change', () => void changeLanguage(select.value));
}

async function changeLanguage(code: string): Promise<void> {
  await useLanguage(code);
  byId<HTMLSelectElement>('language').value = language();
  keepLanguage();
  const place = currentPlace();
  if (place.door === 'lesson') lesson.show(place, true);
  else go();
  render();
  renderOffline();
  void keeper.show();
}

/** Shows what the address asks for. */
function go(): void {
  const place = currentPlace();
  showDoor(place.door);
  if (place.door === 'lesson') lesson.show(place);
  else lesson.leave();
  byId('device').hidden = state.device !== null && place.door !== 'lab';
  if (place.door === 'teachers') showTeachers((reason) => dispatch({ kind: 'refused', reason }));
  showGroup(place);
  void enter();
}

/** Makes what a door needs, once there is a device. */
async function enter(): Promise<void> {
  if (state.phase !== 'idle') return;
  const place = currentPlace();
  if (place.door === 'lab') await enterLab(place);
  if (place.door === 'lesson' && !guide.isReadyFor(settingsOf(place))) await beginLesson(place);
}

let taken = '';

/** Takes up the settings of a link, once, and draws the images. */
async function enterLab({ settings }: Place): Promise<void> {
  const isNew = settings.size > 0 && settings.toString() !== taken;
  taken = settings.toString();
  if (isNew) setFormValues(valuesOf(settings));
  if (isNew) showSource();
  // What a link of someone else names is downloaded on demand only.
  if ((isNew || !state.dataset) && source() !== 'url') await loadAndShow();
}

async function copyLink(): Promise<void> {
  const link = `${location.origin}${location.pathname}?device=cpu#${labLink(formValues())}`;
  await navigator.clipboard.writeText(link).catch(() => undefined);
  byId('train-link').textContent = link;
}

/** Begins the lesson, or goes on with that of this tab. */
async function beginLesson(place: Place): Promise<void> {
  const settings = settingsOf(place);
  // What it has begun with replaces what was kept.
  const kept = keptLesson(settings);
  await guide.begin(settings);
  if (kept && guide.isReady) await guide.restore(kept);
}

function listenToData(): void {
  on('data-form', 'submit', () => void loadAndShow());
  on('data-form', 'change', () => {
    byId('data-hint').hidden = state.dataset === null;
    if (usesFiles() && byId('files-fields').hidden) control('data-form', 'imageSize').value = OWN_IMAGE_SIZE;
    showSource();
  });
  on('show-names', 'change', () => fillPreview(state, choose));
  for (const id of ['files', 'folder']) {
    on(id, 'change', () => useFiles(takeFiles(id)));
  }
  // A file that is dropped beside the zone must not replace the page.
  for (const kind of ['dragover', 'drop']) window.addEventListener(kind, (event) => event.preventDefault());
  listenToDrop(byId('drop'), useFiles);
}

function listenToTraining(): void {
  on('train-form', 'submit', () => state.catalog && void actions.pretrain(pretrainConfig(state.catalog)));
  on('pause', 'click', () => actions.pauseOrResume());
  on('copy-settings', 'click', () => void copyLink());
  control('train-form', 'patchRatio').addEventListener('input', () => {
    byId('ratio-text').textContent = number(patchRatio());
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
  if (state.isUnsaved || state.isTableUnsaved || collector.isUnsaved) event.preventDefault();
});
await useLanguage(preferredLanguage());
guardDisabled();
watchTyping();
listen();
listenToLanguage();
go();
render();
document.addEventListener('visibilitychange', () => document.hidden && keeper.keepNow());
window.addEventListener('hashchange', go);
void offerToContinue();
void actions.open(deviceChoice()).then(async () => {
  await enter();
  const reason = deviceProblem();
  if (reason !== null && state.phase !== 'dead') dispatch({ kind: 'refused', reason });
  // Last: what the page needs first does not wait for it.
  void keepOffline();
});
