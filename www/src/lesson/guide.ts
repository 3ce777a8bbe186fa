/** What the lesson has the network do. */
import type { LabelsReport, Patchwise, PretrainConfig, PretrainEvent, RawImage } from 'patchwise';

import type { Actions } from '../actions';
import { deviceChoice } from '../forms';
import { t } from '../language';
import type { Action, State } from '../state';
import { fromBase64 } from './kept-lesson';
import type { KeptLesson } from './kept-lesson';
import type { LessonSettings, MapAt, Moment, Sorted, Trick } from './lesson';
import { align, ofKinds, spread } from './maps';
import { candidatesOf, chooseImages, labelSome, rawImage } from './pictures';
import { guessesOf, makeQuestions } from './quiz';

/** In pixels: small, so that a slow device learns much in little time. */
const IMAGE_SIZE = 32;
const TEST_IMAGES = 400;
const BATCH_SIZE = 8;
const PATCH_RATIO = 0.5;
/** How long the network learns, in milliseconds, and how many epochs make sense. */
const BUDGET_MS = 120_000;
const MAX_EPOCHS = 60;
const MEASURE_MS = 2500;
/** The first steps are slower: code is compiled. */
const WARM_UP_STEPS = 2;
/** Pictures that are watched while it learns, and how often. */
export const WATCHED = 4;
const WATCH_EVERY_MS = 3000;
/** Of the time, at most this part goes into watching. */
const WATCH_SHARE = 0.15;
/** Kinds of pictures that are sorted: fewer than there are, so that one can keep them in mind. */
const KINDS = ['house', 'sailboat', 'car', 'flower', 'snowman'];
const MAPS = 6;
const MAP_IMAGES = TEST_IMAGES;
const MAP_STEPS = 300;
const SIMILAR = 5;

interface Host {
  actions: Actions;
  dispatch(action: Action): void;
  current(): State;
}

export class Guide {
  readonly #host: Host;
  /** Ends the steps by which the speed is measured. */
  #stopMeasuring: (() => void) | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  get #lesson() {
    return this.#host.current().lesson;
  }

  /** Whether the lesson's own images are loaded. */
  get isReady(): boolean {
    const { dataset, lesson } = this.#host.current();
    return lesson.dataset !== null && dataset === lesson.dataset;
  }

  /** Whether they are those of some settings. */
  isReadyFor(settings: LessonSettings): boolean {
    return this.isReady && JSON.stringify(settings) === JSON.stringify(this.#lesson.settings);
  }

  /** Draws the images and the questions. */
  async begin(settings: LessonSettings): Promise<void> {
    const { actions, dispatch } = this.#host;
    dispatch({ kind: 'lesson-set', settings });
    const { seed, images } = settings;
    const sizes = { imageSize: IMAGE_SIZE, images, labeledImages: 100, testImages: TEST_IMAGES };
    if (!(await actions.load({ kind: 'scenes', ...sizes, seed }, deviceChoice()))) return;
    await actions.ask(async (patchwise) => {
      const { dataset } = this.#host.current();
      if (!dataset) return;
      const { indices, labels } = await chooseImages(patchwise, dataset.classNames.length);
      const views = await patchwise.views({ split: 'test', indices, patchRatio: PATCH_RATIO, seed });
      dispatch({ kind: 'lesson-began', dataset, indices, labels, views, questions: makeQuestions(seed) });
    });
  }

  /** Takes up the lesson as it was before the tab was reloaded; what can be computed is computed again. */
  async restore(kept: KeptLesson): Promise<void> {
    const { actions, dispatch } = this.#host;
    const { answers, answersAgain, epochs, step, tries, fooled } = kept;
    dispatch({ kind: 'lesson-restored', answers, answersAgain, epochs, tries, fooled });
    if (kept.wasAsked) await this.look('before');
    if (kept.model === null || step === null) return;
    const model = fromBase64(kept.model);
    await actions.loadModel(new File([model], 'lesson.safetensors'));
    await actions.ask(async (patchwise) => {
      const atFirst = () => this.#momentOf(patchwise, 0);
      const first = await this.#instead(patchwise, () => patchwise.initialize(this.#config(1)), atFirst);
      dispatch({ kind: 'lesson-moment', moment: first });
      dispatch({ kind: 'lesson-moment', moment: await this.#momentOf(patchwise, step) });
      dispatch({ kind: 'lesson-training', training: 'done' });
    });
    await this.look('after');
    if (kept.wasSorted) await this.test();
  }

  /** Asks the network all questions: that with random weights, or the trained one. */
  async look(when: 'before' | 'after'): Promise<void> {
    const { actions, dispatch } = this.#host;
    await actions.work('attending', t('lesson-status-asking'), async (patchwise) => {
      const { indices, questions, settings } = this.#lesson;
      const asked = { split: 'test' as const, indices: [...indices], patchRatio: PATCH_RATIO, seed: settings.seed };
      const ask = () => patchwise.attend(asked);
      const attention =
        when === 'after'
          ? await ask()
          : await this.#instead(patchwise, () => patchwise.initialize(this.#config(1)), ask);
      dispatch({ kind: 'lesson-looked', when, look: { attention, guesses: guessesOf(attention, questions) } });
      return t('lesson-status-answered');
    });
  }

  /** Works with another network; the current one, if there is one, is there again afterwards. */
  async #instead<T>(patchwise: Patchwise, change: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
    const { hasNetwork, classifierNames } = this.#host.current();
    const kept = hasNetwork ? await patchwise.save({ classifier: classifierNames !== null }) : null;
    try {
      await change();
      return await work();
    } finally {
      if (kept) await patchwise.loadModel(kept);
    }
  }

  /** Trains for the time there is; how fast the first steps are says how many epochs fit. */
  async train(): Promise<void> {
    const { actions, dispatch } = this.#host;
    dispatch({ kind: 'lesson-training', training: 'measuring' });
    const epochs = this.#lesson.settings.epochs ?? (await this.#epochsInTime());
    if (epochs !== null) {
      dispatch({ kind: 'lesson-training', training: 'running', epochs });
      await actions.pretrain(this.#config(epochs), {}, this.#watcher());
    }
    const hasLearned = this.#lesson.moments.length > 0;
    dispatch({ kind: 'lesson-training', training: hasLearned ? 'done' : 'none' });
    if (hasLearned) await this.look('after');
  }

  /** How many epochs fit into the time; null where that was stopped or failed. */
  async #epochsInTime(): Promise<number | null> {
    let stepMs = 0;
    const isMeasured = await this.#host.actions.work('training', t('lesson-status-measuring'), async (patchwise) => {
      const run = patchwise.pretrain(this.#config(1));
      let isStopped = false;
      this.#stopMeasuring = () => {
        isStopped = true;
        void run.stop();
      };
      let first: { step: number; at: number } | undefined;
      for await (const event of run) {
        if (event.kind !== 'progress' || event.step <= WARM_UP_STEPS) continue;
        const at = performance.now();
        first ??= { step: event.step, at };
        if (event.step > first.step) stepMs = (at - first.at) / (event.step - first.step);
        if (stepMs > 0 && at - first.at > MEASURE_MS) void run.stop();
      }
      this.#stopMeasuring = undefined;
      if (isStopped) stepMs = 0;
      return t('lesson-status-measured');
    });
    if (!isMeasured || stepMs === 0) return null;
    const epochMs = (this.#lesson.settings.images / BATCH_SIZE) * stepMs * (1 + WATCH_SHARE);
    return Math.min(Math.max(Math.round(BUDGET_MS / epochMs), 1), MAX_EPOCHS);
  }

  stop(): void {
    this.#stopMeasuring?.();
    this.#host.actions.stop();
  }

  #config(epochs: number): Partial<PretrainConfig> {
    const { catalog, lesson } = this.#host.current();
    const quick = catalog?.methods.find(({ name }) => name === 'patch-rotnet')?.quick;
    return {
      method: 'patch-rotnet',
      patchRatio: PATCH_RATIO,
      epochs,
      batchSize: BATCH_SIZE,
      ...(quick && { optimizer: quick.optimizer }),
      schedule: { kind: 'cosine' },
      // Without crops, whose edges are of no use here, it learns the more in its little time.
      augmentation: { crop: false, flip: true },
      seed: lesson.settings.seed,
    };
  }

  /** Looks at some pictures now and then, which must not take much of the time. */
  #watcher(): (event: PretrainEvent, patchwise: Patchwise) => Promise<void> {
    let next = 0;
    return async (event, patchwise) => {
      const now = performance.now();
      const isEnd = event.kind === 'finished' || event.kind === 'stopped';
      if (event.kind !== 'started' && !isEnd && (event.kind !== 'progress' || now < next)) return;
      const step = event.kind === 'progress' ? event.step : event.kind === 'started' ? event.done : event.steps;
      // A run that is resumed begins where the last look was.
      if (this.#lesson.moments.at(-1)?.step === step) return;
      this.#host.dispatch({ kind: 'lesson-moment', moment: await this.#momentOf(patchwise, step) });
      next = performance.now() + Math.max(WATCH_EVERY_MS, (performance.now() - now) / WATCH_SHARE);
    };
  }

  async #momentOf(patchwise: Patchwise, step: number): Promise<Moment> {
    const { indices, settings } = this.#lesson;
    const watched = { split: 'test', indices: indices.slice(0, WATCHED), patchRatio: PATCH_RATIO } as const;
    const attention = await patchwise.attend({ ...watched, seed: settings.seed });
    return { step, attention, model: await patchwise.save() };
  }

  /** Gives the network a few labels, and random weights the same; then maps its features at some moments. */
  async test(): Promise<void> {
    const { actions, dispatch } = this.#host;
    const [first] = this.#lesson.moments;
    if (!first) return;
    await actions.work('sorting', t('lesson-status-sorting'), async (patchwise) => {
      const { dataset, moments } = this.#lesson;
      const chosen = spread(moments, MAPS);
      const tell = (done: number) =>
        dispatch({ kind: 'progressed', progress: { done, total: chosen.length + 2, remainingMs: null } });
      tell(0);
      const names = dataset?.classNames ?? [];
      const kinds = KINDS.map((name) => names.indexOf(name));
      const images = await patchwise.images({ indices: [...Array(dataset?.unlabeled ?? 0).keys()] });
      const labeled = await labelSome(patchwise, images.labels, kinds, names);
      // The moments are this run's own, so the first one has the weights that it began with.
      const learnAtFirst = await this.#instead(
        patchwise,
        () => patchwise.loadModel(first.model),
        () => learn(patchwise),
      );
      tell(1);
      const others = images.labels.flatMap((label, index) =>
        label !== null && kinds.includes(label) && !labeled.has(index) ? [index] : [],
      );
      const sortBy = ({ predictions, classNames }: LabelsReport): Sorted => {
        const found = predictions.map((label) => names.indexOf(classNames[label] ?? ''));
        const right = others.filter((index) => found[index] === images.labels[index]);
        return { right: right.length, total: others.length, predictions: found };
      };
      const random = sortBy(learnAtFirst);
      const report = await learn(patchwise);
      const trained = sortBy(report);
      tell(2);
      const wrong = others.filter((index) => trained.predictions[index] !== images.labels[index]);
      dispatch({ kind: 'lesson-sorted', sorting: { trained, random, kinds, labeled: [...labeled], wrong, images } });
      const labels = await patchwise.labels();
      dispatch({ kind: 'labeled', labels });
      dispatch({ kind: 'learned', report, mistakes: null, labels });
      dispatch({ kind: 'lesson-mapped', maps: await this.#map(patchwise, chosen, kinds, (done) => tell(2 + done)) });
      return t('lesson-status-sorted');
    });
  }

  /** Maps of the same images at some moments, each turned to lie as the next one does. */
  async #map(
    patchwise: Patchwise,
    moments: readonly Moment[],
    kinds: readonly number[],
    tell: (done: number) => void,
  ): Promise<MapAt[]> {
    const maps: MapAt[] = [];
    const { seed } = this.#lesson.settings;
    for (const { step, model } of moments) {
      const config = { maxImages: MAP_IMAGES, iterations: MAP_STEPS, seed };
      const draw = async () => patchwise.embed(config);
      const map = await this.#instead(patchwise, () => patchwise.loadModel(model), draw);
      if (map) maps.push({ step, map: ofKinds(map, kinds) });
      tell(maps.length);
    }
    for (let index = maps.length - 2; index >= 0; index--) {
      const [before, after] = [maps[index], maps[index + 1]];
      if (before && after) align(before.map.embedding2d, after.map.embedding2d);
    }
    return maps;
  }

  /** The images most similar to one of those that it learnt from. */
  async findSimilar(index: number): Promise<void> {
    const { actions, dispatch } = this.#host;
    const { sorting } = this.#lesson;
    if (!sorting) return;
    await actions.work('ranking', t('lesson-status-searching'), async (patchwise) => {
      const matches = await patchwise.search(rawImage(sorting.images, index), { count: SIMILAR + 1 });
      const others = (matches ?? []).filter((match) => match.index !== index).slice(0, SIMILAR);
      const pictures = await patchwise.images({ indices: others.map((match) => match.index) });
      const similarities = others.map(({ similarity }) => similarity);
      dispatch({ kind: 'lesson-similar', similar: { index, similarities, pictures } });
      return t('lesson-status-found');
    });
  }

  /** Asks what a picture shows. */
  async trick(picture: RawImage, about: Omit<Trick, 'classification'>): Promise<void> {
    const { actions, dispatch } = this.#host;
    const found = await actions.ask((patchwise) => patchwise.classify(picture, { maps: true }));
    const classification = found?.[0];
    if (classification) dispatch({ kind: 'lesson-tricked', trick: { ...about, classification } });
  }

  /** Chooses pictures to change: such as the network names rightly, as far as there are any. */
  async choosePictures(): Promise<void> {
    const { actions, dispatch } = this.#host;
    const { sorting, dataset } = this.#lesson;
    if (!sorting || !dataset) return;
    const chosen = candidatesOf(sorting);
    const pictures = chosen.map(({ index }) => rawImage(sorting.images, index));
    const found = await actions.ask((patchwise) => patchwise.classify(pictures));
    if (!found) return;
    const candidates = chosen.map((candidate, place) => ({
      ...candidate,
      isRight: found[place]?.label === dataset.classNames[candidate.label],
    }));
    dispatch({ kind: 'lesson-candidates', candidates });
  }
}

async function learn(patchwise: Patchwise): Promise<LabelsReport> {
  const report = await patchwise.learnLabels({ suggestions: 1 });
  if (!report) throw new Error(t('lesson-stopped'));
  return report;
}
