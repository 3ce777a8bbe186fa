/** What the page can do with the package: each function works and dispatches what happens. */
import { open, PatchwiseError } from 'patchwise';
import type {
  AttendOptions,
  Classification,
  ComparisonConfig,
  DataSource,
  EmbeddingConfig,
  EvaluationConfig,
  ImageBatch,
  Labels,
  Patchwise,
  PretrainConfig,
  PretrainEvent,
  PretrainOptions,
  RestartedEvent,
  Run,
  TableFormat,
  Timing,
  Workload,
} from 'patchwise';

import { downloadAll } from './downloads';
import type { Device } from './elsewhere';
import { nameOf } from './engine';
import type { Kept } from './keeper';
import { t } from './language';
import { PageError, problemOf } from './problems';
import { NO_RUN } from './runs';
import type { PastRun, RunInfo } from './runs';
import { PAGE } from './sorting';
import type { View } from './sorting';
import type { Action, Trial, Work } from './state';

/** Pictures shown of a data set. */
const PREVIEW_COUNT = 20;
/** Images looked at to find some of each class. */
const SPREAD_COUNT = 120;
/** Images shown as most similar to another. */
const NEIGHBOR_COUNT = 10;

/** The longer side of a picture that is shown, in pixels. */
const SHOWN_SIZE = 640;
/** Images shown as most similar to a picture. */
const MATCH_COUNT = 10;
/** Images suggested to label next. */
const SUGGESTIONS = 12;

type AnyEvent = { kind: 'started' | 'restarted' | 'finished' | 'stopped' } | ({ kind: 'progress' } & Timing);

export class Actions {
  readonly #dispatch: (action: Action) => void;
  /** The size of the run that is meant, by which a device is chosen. */
  readonly #workload: () => Workload;
  /** Undefined until a device is open, and once it has failed. */
  #patchwise: Patchwise | undefined;
  #source: DataSource | undefined;
  /** What runs. */
  #run: { stop(): Promise<unknown> } | undefined;
  #checkpoint: Uint8Array | undefined;
  #isTraining = false;
  /** The name of the data that are loaded. */
  #data = '';
  /** Resolves when a paused run resumes. */
  #gate: { promise: Promise<void>; open: () => void } | undefined;

  constructor(dispatch: (action: Action) => void, workload: () => Workload) {
    this.#dispatch = dispatch;
    this.#workload = workload;
  }

  async open(device: Device): Promise<void> {
    await this.#attempt(async () => {
      const patchwise = await open({ ...device, workload: this.#workload() });
      const catalog = await patchwise.catalog();
      this.#patchwise = patchwise;
      this.#dispatch({ kind: 'opened', device: patchwise.device, catalog });
    });
  }

  /** Downloads files; undefined where that was stopped or failed. Opens a new device first where the old one is gone. */
  async download(urls: readonly string[], device: Device): Promise<File[] | undefined> {
    if (!(await this.#reopen(device))) return undefined;
    let files: File[] | undefined;
    await this.#work('loading', t('status-downloading'), async () => {
      if (urls.length === 0) throw new PageError(t('url-none'));
      const stopping = new AbortController();
      this.#run = { stop: async () => stopping.abort() };
      files = await downloadAll(urls, stopping.signal, (event, place) => {
        if (event.kind !== 'progress') return;
        const { done, total, remainingMs } = event;
        const file = { place: place + 1, count: urls.length };
        this.#dispatch({ kind: 'progressed', progress: { done, total: total ?? 0, remainingMs, file } });
      });
      return files ? t('status-downloaded') : t('status-download-stopped');
    });
    return files;
  }

  /** Opens a new device first where the old one is gone; gives whether the images are loaded. */
  async load(source: DataSource, device: Device): Promise<boolean> {
    if (!(await this.#reopen(device))) return false;
    let isLoaded = false;
    await this.#work('loading', t('status-loading'), async (patchwise) => {
      if (source.kind === 'files' && Array.from(source.files).length === 0) {
        throw new PageError(t('files-none'));
      }
      const run = patchwise.load(source);
      await this.#follow(run);
      const dataset = await run;
      if (!dataset) return t('status-loading-stopped');
      [this.#source, this.#data] = [source, dataset.name];
      this.#dispatch({ kind: 'loaded', dataset, ...(await chooseByClass(patchwise, dataset.unlabeled)) });
      isLoaded = true;
      return t('status-loaded');
    });
    return isLoaded;
  }

  /** Shows the views of an image; also during a run. */
  async choose(index: number, patchRatio: number, seed: number): Promise<void> {
    await this.#ask(async (patchwise) => {
      this.#dispatch({ kind: 'chose', index });
      this.#dispatch({ kind: 'viewed', views: await patchwise.views({ indices: [index], patchRatio, seed }) });
    });
  }

  /** Gives whether the run came to its end. `watch` sees each event between two steps. */
  async pretrain(
    config: Partial<PretrainConfig>,
    options: PretrainOptions = {},
    watch?: (event: PretrainEvent, patchwise: Patchwise) => Promise<void>,
  ): Promise<boolean> {
    let count = 0;
    let hasFinished = false;
    this.#isTraining = true;
    await this.#work('training', t('status-training-started'), async (patchwise) => {
      try {
        const isFinished = await this.#follow(patchwise.pretrain(config, options), async (event) => {
          this.#checkpoint = patchwise.lastCheckpoint ?? this.#checkpoint;
          if (event.kind === 'started') {
            const info = options.resume ? null : this.#newRun(config);
            this.#dispatch({ kind: 'started', done: event.done, chance: event.chance, info });
          }
          if (event.kind === 'restarted') this.#tellRestart(patchwise, event, (count += 1), config);
          if (event.kind === 'progress') this.#dispatch({ kind: 'trained', progress: event });
          await watch?.(event, patchwise);
        });
        hasFinished = isFinished;
        if (!isFinished) this.#dispatch({ kind: 'interrupted' });
        return t(isFinished ? 'status-training-finished' : 'status-training-stopped');
      } finally {
        this.#isTraining = false;
        this.#openGate();
        this.#checkpoint = patchwise.lastCheckpoint ?? this.#checkpoint;
        await this.#remember(patchwise).catch(() => this.#rememberCheckpoint());
      }
    });
    return hasFinished;
  }

  /** As {@link #remember}, where the device is gone. */
  #rememberCheckpoint(): void {
    const bytes = this.#checkpoint as Uint8Array<ArrayBuffer> | undefined;
    if (bytes) this.#dispatch({ kind: 'remembered', model: new Blob([bytes]) });
  }

  #tellRestart(
    patchwise: Patchwise,
    { done: step, reason, imagesAtOnce }: RestartedEvent,
    count: number,
    { batchSize }: Partial<PretrainConfig>,
  ): void {
    const microBatch = batchSize !== undefined && imagesAtOnce < batchSize ? imagesAtOnce : null;
    const restart = { count, step, reason: problemOf(reason), microBatch };
    this.#dispatch({ kind: 'restarted', restart, device: patchwise.device });
  }

  #newRun(config: Partial<PretrainConfig>): RunInfo {
    return { id: crypto.randomUUID(), started: Date.now(), config, data: this.#data };
  }

  /** Takes a copy of the network as it is now, so that another run does not end it. */
  async #remember(patchwise: Patchwise): Promise<void> {
    const bytes = await patchwise.save({ classifier: true }).catch(() => patchwise.save());
    this.#dispatch({ kind: 'remembered', model: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
  }

  /** Goes back to a run before the current one. */
  async useRun(run: PastRun): Promise<void> {
    await this.#ask(async (patchwise) => {
      if (!run.model) return;
      const bytes = new Uint8Array(await run.model.arrayBuffer());
      const info = await patchwise.loadModel(bytes);
      this.#checkpoint = undefined;
      // What is kept of it under its old name goes.
      this.#dispatch({ kind: 'run-used', run: { ...run, model: new Blob([bytes]) }, info });
    });
  }

  /** Resumes the run of the last checkpoint, on a new device if the old one is gone. */
  async resume(device: Device, source: DataSource): Promise<void> {
    const checkpoint = this.#checkpoint;
    if (!checkpoint) return;
    if (!this.#patchwise && !(await this.load(this.#source ?? source, device))) return;
    await this.pretrain({}, { resume: checkpoint });
  }

  /** Whether a device is open, if need be a new one. */
  async #reopen(device: Device): Promise<boolean> {
    if (this.#patchwise) return true;
    this.#dispatch({ kind: 'began', phase: 'opening', status: t('status-opening') });
    await this.open(device);
    return this.#patchwise !== undefined;
  }

  /** Seconds of an epoch with these settings. */
  async time(config: Partial<PretrainConfig>): Promise<number | undefined> {
    let seconds: number | undefined;
    await this.#work('timing', t('status-timing'), async (patchwise) => {
      seconds = await patchwise.secondsPerEpoch(config);
      return t('status-timed');
    });
    return seconds;
  }

  pauseOrResume(): void {
    if (this.#gate) {
      this.#openGate();
      this.#dispatch({ kind: 'began', phase: 'training', status: t('status-training-resumed') });
      return;
    }
    let openGate = () => {};
    const promise = new Promise<void>((resolve) => {
      openGate = resolve;
    });
    this.#gate = { promise, open: openGate };
    this.#dispatch({ kind: 'began', phase: 'paused', status: t('status-training-paused') });
  }

  stop(): void {
    // Errors are shown where the run is followed.
    this.#run?.stop().catch(() => undefined);
    this.#openGate();
  }

  async evaluate(config: Partial<EvaluationConfig>): Promise<void> {
    await this.#work('evaluating', t('status-evaluating'), async (patchwise) => {
      if (!(await this.#report(patchwise, config))) return t('status-evaluation-stopped');
      await this.#remember(patchwise);
      return t('status-evaluated');
    });
  }

  async attend(options: AttendOptions, isPaused: boolean): Promise<void> {
    const draw = async (patchwise: Patchwise) => {
      const after = await patchwise.attend(options);
      // An untrained network has no classifier for labels.
      const before = options.target === 'label' ? null : await patchwise.attend({ ...options, randomWeights: true });
      this.#dispatch({ kind: 'attended', before, after });
      return t('status-attended');
    };
    if (isPaused) await this.#ask(async (patchwise) => void (await draw(patchwise)));
    else await this.#work('attending', t('status-attending'), draw);
  }

  /** Ranks the test images and shows the first ones to choose from. */
  async rank(numTest: number): Promise<void> {
    await this.#work('ranking', t('status-ranking'), async (patchwise) => {
      if (!(await this.#report(patchwise, { protocol: 'retrieval' }))) return t('status-search-stopped');
      const queries = await patchwise.images({ split: 'test', indices: firstIndices(numTest) });
      this.#dispatch({ kind: 'ranked', queries });
      return t('status-ranked');
    });
  }

  /** Shows the images most similar to one of the test split. */
  async findSimilar(index: number): Promise<void> {
    await this.#ask(async (patchwise) => {
      const neighbors = await patchwise.neighbors({ index, count: NEIGHBOR_COUNT });
      const indices = neighbors.map((neighbor) => neighbor.index);
      const pictures = await patchwise.images({ split: 'test', indices });
      const alike = await patchwise.alike({ split: 'test', index, others: indices });
      this.#dispatch({ kind: 'found', similar: { index, neighbors, pictures, alike } });
    });
  }

  /** Shows images to label. */
  async showTiles(view: View, page: number, indices: number[]): Promise<void> {
    await this.#ask(async (patchwise) => {
      this.#dispatch({ kind: 'tiled', view, page, tiles: { indices, pictures: await patchwise.images({ indices }) } });
    });
  }

  /** Gives images a class, or none; also during a run. */
  async label(indices: number[], name: string | null): Promise<void> {
    await this.#ask(async (patchwise) => {
      this.#dispatch({ kind: 'labeled', labels: await patchwise.label(indices, name) });
    });
  }

  /** Learns from the labels there are; gives whether that came to its end. */
  async learnLabels(labels: Labels): Promise<boolean> {
    let hasLearned = false;
    await this.#work('sorting', t('status-learning'), async (patchwise) => {
      const run = patchwise.learnLabels({ suggestions: SUGGESTIONS });
      await this.#follow(run);
      const report = await run;
      if (!report) return t('status-learning-stopped');
      const indices = report.mistakes.slice(0, PAGE).map(({ index }) => index);
      const mistakes = indices.length > 0 ? { indices, pictures: await patchwise.images({ indices }) } : null;
      this.#dispatch({ kind: 'learned', report, mistakes, labels });
      await this.#remember(patchwise);
      hasLearned = true;
      const { heldOut } = report;
      if (!heldOut) return t('status-suggested');
      return t('status-learnt', { correct: heldOut.correct, total: heldOut.total });
    });
    return hasLearned;
  }

  /** Classifies a picture if there is a classifier, and finds the test images most similar to it if there are any. */
  async tryPicture(
    picture: Blob | ImageBitmap,
    { name, canClassify, numTest }: { name: Trial['name']; canClassify: boolean; numTest: number },
  ): Promise<void> {
    await this.#work('trying', t('status-trying'), async (patchwise) => {
      const [classification = null] = canClassify ? await patchwise.classify(picture, { maps: true }) : [];
      const trial: Trial = { name, photo: await readSmall(picture), classification, similar: null };
      this.#dispatch({ kind: 'tried', trial });
      const answer = classification && nameOf(classification.label, classification.classNames);
      const shows = answer === null ? [] : [t('status-picture-shows', { class: answer })];
      if (numTest === 0) return shows.join(' ');
      const run = patchwise.search(picture, { count: Math.min(MATCH_COUNT, numTest), split: 'test' });
      await this.#follow(run);
      const matches = await run;
      if (!matches) return [...shows, t('status-search-stopped')].join(' ');
      const pictures = await patchwise.images({ split: 'test', indices: matches.map(({ index }) => index) });
      this.#dispatch({ kind: 'tried', trial: { ...trial, similar: { matches, pictures } } });
      return [...shows, t('status-similar-found')].join(' ');
    });
  }

  /** Classifies a frame of the camera; also during a run. What fails once the camera is off is no error. */
  async classifyFrame(frame: HTMLVideoElement, off: AbortSignal): Promise<Classification | undefined> {
    return this.#ask(async (patchwise) => {
      try {
        return (await patchwise.classify(frame, { maps: true }))[0];
      } catch (error) {
        if (off.aborted && !isFatal(error)) return undefined;
        throw error;
      }
    });
  }

  /** Maps features of test images to two dimensions. */
  async map(config: Partial<EmbeddingConfig>): Promise<void> {
    await this.#work('mapping', t('status-mapping'), async (patchwise) => {
      let isPictured = false;
      const isFinished = await this.#follow(patchwise.embed(config), async (event) => {
        if (event.kind === 'finished') this.#dispatch({ kind: 'mapped', map: event });
        if (event.kind !== 'progress' || !event.picture) return;
        this.#dispatch({ kind: 'mapped', map: event.picture });
        if (isPictured) return;
        isPictured = true;
        const mapImages = await patchwise.images({ split: 'test', indices: event.picture.indices });
        this.#dispatch({ kind: 'pictured', mapImages });
      });
      return t(isFinished ? 'status-mapped' : 'status-mapping-stopped');
    });
  }

  /** Trains and evaluates the rows of a table, and fills it as results come. */
  async compare(config: Partial<ComparisonConfig>): Promise<void> {
    await this.#work('comparing', t('status-comparing'), async (patchwise) => {
      const isFinished = await this.#follow(patchwise.compare(config), (event) => {
        if (event.kind === 'progress') this.#dispatch({ kind: 'compares', comparing: event.current });
        if (event.table) this.#dispatch({ kind: 'tabled', table: event.table });
      });
      return t(isFinished ? 'status-compared' : 'status-comparison-stopped');
    });
  }

  async exportTable(format: TableFormat): Promise<string | undefined> {
    return this.#ask((patchwise) => patchwise.exportTable(format));
  }

  /** The network, with its classifier if there is one. */
  async save(classifier: boolean): Promise<Uint8Array | undefined> {
    return this.#ask((patchwise) => patchwise.save({ classifier }));
  }

  /** The network for other programs, or its classifier as a page. */
  async convert(form: 'onnx' | 'html'): Promise<Uint8Array | string | undefined> {
    return this.#ask<Uint8Array | string>((patchwise) => (form === 'onnx' ? patchwise.toOnnx() : patchwise.toHtml()));
  }

  async loadModel(file: File): Promise<void> {
    await this.#ask(async (patchwise) => {
      const info = await patchwise.loadModel(new Uint8Array(await file.arrayBuffer()));
      const { config, data } = info;
      const run = { id: crypto.randomUUID(), started: Date.now(), config, data };
      this.#dispatch({ kind: 'model-loaded', info, run });
    });
  }

  /** Evaluates and shows the report; false where it was stopped. */
  async #report(patchwise: Patchwise, config: Partial<EvaluationConfig>): Promise<boolean> {
    return this.#follow(patchwise.evaluate(config), (event) => {
      if (event.kind === 'finished') this.#dispatch({ kind: 'evaluated', report: event.report });
    });
  }

  /** Follows a run to its end, pauses included; false where it was stopped. */
  async #follow<Event extends AnyEvent>(
    run: Run<Event, unknown>,
    tell?: (event: Event) => void | Promise<void>,
  ): Promise<boolean> {
    this.#run = run;
    let last: AnyEvent | undefined;
    for await (const event of run) {
      last = event;
      if (last.kind === 'progress') this.#dispatch({ kind: 'progressed', progress: last });
      await tell?.(event);
      await this.#gate?.promise;
    }
    return last?.kind === 'finished';
  }

  /** The data that are loaded, and the last checkpoint. */
  get source(): DataSource | undefined {
    return this.#source;
  }

  get checkpoint(): Uint8Array | undefined {
    return this.#checkpoint;
  }

  /** Takes up work that was kept, on the data that are loaded; gives whether that worked. */
  async restore({ run, runs, checkpoint, model, labels }: Kept): Promise<boolean> {
    const isDone = await this.#ask(async (patchwise) => {
      await this.#restoreLabels(patchwise, labels);
      const bytes = model ? new Uint8Array(await model.arrayBuffer()) : checkpoint;
      const info = bytes ? await patchwise.loadModel(bytes) : null;
      this.#checkpoint = checkpoint;
      const { training } = run ?? { training: null };
      const canResume = checkpoint !== undefined && training !== null && training.step < training.totalSteps;
      const copy = bytes ? new Blob([bytes as Uint8Array<ArrayBuffer>]) : null;
      this.#dispatch({ kind: 'restored', run: { ...NO_RUN, ...run }, runs, info, model: copy, canResume });
      return true;
    });
    return isDone === true;
  }

  async #restoreLabels(patchwise: Patchwise, { classNames, classes }: Labels): Promise<void> {
    for (const [label, name] of classNames.entries()) {
      const indices = Object.keys(classes).map(Number);
      const given = await patchwise.label(
        indices.filter((index) => classes[index] === label),
        name,
      );
      this.#dispatch({ kind: 'labeled', labels: given });
    }
  }

  /** Work of some time that is none of the page's usual kinds; gives whether it ended without an error. */
  async work(phase: Work, status: string, work: (patchwise: Patchwise) => Promise<string>): Promise<boolean> {
    return this.#work(phase, status, work);
  }

  /** A question that is answered at once, also during a run; undefined where that failed. */
  async ask<T>(ask: (patchwise: Patchwise) => Promise<T>): Promise<T | undefined> {
    return this.#ask(ask);
  }

  #openGate(): void {
    this.#gate?.open();
    this.#gate = undefined;
  }

  /** Work of some time; gives whether it ended without an error. */
  async #work(phase: Work, status: string, work: (patchwise: Patchwise) => Promise<string>): Promise<boolean> {
    const patchwise = this.#patchwise;
    if (!patchwise) return false;
    this.#dispatch({ kind: 'began', phase, status });
    const ended = await this.#attempt(() => work(patchwise), true);
    if (ended !== undefined) this.#dispatch({ kind: 'ended', status: ended });
    return ended !== undefined;
  }

  /** A question that is answered at once, also during a run. */
  async #ask<T>(ask: (patchwise: Patchwise) => Promise<T>): Promise<T | undefined> {
    const patchwise = this.#patchwise;
    return patchwise && this.#attempt(() => ask(patchwise));
  }

  /** `hasEnded`: whether an error ends the page's work. */
  async #attempt<T>(work: () => Promise<T>, hasEnded = false): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      // A training goes on by itself; what was asked beside it is asked again.
      const isDead = !this.#patchwise || (isFatal(error) && (hasEnded || !this.#isTraining));
      if (isDead) this.#patchwise?.close();
      if (isDead) this.#patchwise = undefined;
      const canResume = this.#checkpoint !== undefined;
      this.#dispatch({ kind: 'failed', error: problemOf(error), isDead, canResume, hasEnded });
      return undefined;
    }
  }
}

/** Images to show, and which they are: classes take turns, among images from everywhere. */
async function chooseByClass(
  patchwise: Patchwise,
  count: number,
): Promise<{ preview: ImageBatch; previewed: number[] }> {
  // Steps of the golden ratio spread over folders that lie one after another, and over classes that take turns.
  const spread = Array.from({ length: SPREAD_COUNT }, (_, place) => Math.floor(((place * 0.618034) % 1) * count));
  const indices = [...new Set(count <= SPREAD_COUNT ? Array(count).keys() : spread)];
  const { imageSize, pixels, labels, paths } = await patchwise.images({ indices });
  const turn = new Map<number | null, number>();
  const placed = indices.map((_, place) => {
    const label = labels[place] ?? null;
    const round = turn.get(label) ?? 0;
    turn.set(label, round + 1);
    return { place, label: label ?? Number.MAX_VALUE, round };
  });
  placed.sort((a, b) => a.round - b.round || a.label - b.label);
  const places = placed.slice(0, PREVIEW_COUNT).map(({ place }) => place);
  const size = pixels.length / indices.length;
  const shown = new Uint8Array(places.length * size);
  places.forEach((from, to) => shown.set(pixels.subarray(from * size, (from + 1) * size), to * size));
  const ofPlaces = <T>(all: readonly (T | null)[]) => places.map((place) => all[place] ?? null);
  const preview = { imageSize, pixels: shown, labels: ofPlaces(labels), paths: ofPlaces(paths) };
  return { preview, previewed: places.map((place) => indices[place] ?? 0) };
}

/** A picture at the size that it is shown: a photo of a phone takes 50 MB or more. Null for what the browser does not
 * read, such as TIFF. */
async function readSmall(picture: Blob | ImageBitmap): Promise<ImageBitmap | null> {
  const full = picture instanceof Blob ? await createImageBitmap(picture).catch(() => null) : picture;
  if (!full) return null;
  const scale = Math.min(1, SHOWN_SIZE / Math.max(full.width, full.height));
  const [resizeWidth, resizeHeight] = [Math.ceil(full.width * scale), Math.ceil(full.height * scale)];
  const small = await createImageBitmap(full, { resizeWidth, resizeHeight, resizeQuality: 'medium' });
  if (picture instanceof Blob) full.close();
  return small;
}

function firstIndices(count: number): number[] {
  return Array.from({ length: Math.min(PREVIEW_COUNT, count) }, (_, index) => index);
}

/** Whether nothing works after an error. */
function isFatal(error: unknown): boolean {
  return error instanceof PatchwiseError && error.isFatal;
}
