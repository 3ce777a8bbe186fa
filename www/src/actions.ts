/** What the page can do with the package: each function works and dispatches what happens. */
import { open, PatchwiseError } from 'patchwise';
import type {
  AttendOptions,
  DataSource,
  EmbeddingConfig,
  EvaluationConfig,
  Patchwise,
  PretrainConfig,
  PretrainOptions,
} from 'patchwise';

import { TITLES, configOf, figuresOf } from './comparison';
import type { Plan, RowName } from './comparison';
import { inPageWords } from './format';
import type { Action } from './state';

/** Pictures shown of a data set. */
const PREVIEW_COUNT = 20;
/** Images shown as most like another. */
const NEIGHBOR_COUNT = 10;

type Dispatch = (action: Action) => void;

export class Actions {
  readonly #dispatch: Dispatch;
  #patchwise: Patchwise | undefined;
  #source: DataSource | undefined;
  #controller = new AbortController();
  #checkpoint: Uint8Array | undefined;
  /** Resolves when a paused run may go on. */
  #gate: { promise: Promise<void>; open: () => void } | undefined;

  constructor(dispatch: Dispatch) {
    this.#dispatch = dispatch;
  }

  async open(choice: 'auto' | 'cpu' | 'webgpu'): Promise<void> {
    await this.#attempt(async () => {
      this.#patchwise = await open({ device: choice });
      this.#dispatch({ kind: 'opened', device: this.#patchwise.device });
    });
  }

  async load(source: DataSource): Promise<void> {
    await this.#work('loading', 'Loading images.', async (patchwise, signal) => {
      if (source.kind === 'files' && Array.from(source.files).length === 0) {
        throw new Error('No files are chosen. Choose files or a folder, or drop them.');
      }
      for await (const event of patchwise.load(source, { signal })) {
        if (event.kind === 'progress') this.#dispatch({ kind: 'progressed', progress: event });
        else await this.#show(patchwise, event);
      }
      this.#source = source;
      return 'Images loaded.';
    });
  }

  async #show(patchwise: Patchwise, dataset: Awaited<ReturnType<Patchwise['load']>> & object): Promise<void> {
    const count = Math.min(PREVIEW_COUNT, dataset.unlabeled);
    const preview = await patchwise.images({ indices: Array.from({ length: count }, (_, index) => index) });
    this.#dispatch({ kind: 'loaded', dataset, preview });
  }

  /** Shows the views of an image; also while a run is on. */
  async choose(index: number, patchRatio: number, seed: number): Promise<void> {
    await this.#attempt(async () => {
      this.#dispatch({ kind: 'chose', index });
      const views = await this.#patchwise?.views({ indices: [index], patchRatio, seed });
      if (views) this.#dispatch({ kind: 'viewed', views });
    });
  }

  /** `chance`: accuracy of guessing at the task; without it that of the run before. */
  async pretrain(config: PretrainConfig, chance?: number, options: PretrainOptions = {}): Promise<void> {
    await this.#work('training', 'Training started.', async (patchwise, signal) => {
      try {
        for await (const event of patchwise.pretrain(config, { ...options, signal })) {
          if (event.kind === 'started') this.#dispatch({ kind: 'started', chance });
          if (event.kind === 'progress') this.#dispatch({ kind: 'trained', progress: event });
          if (event.kind === 'preparing')
            this.#dispatch({ kind: 'progressed', progress: { ...event, remainingMs: NaN } });
          await this.#gate?.promise;
        }
      } finally {
        this.#gate = undefined;
        this.#checkpoint = patchwise.lastCheckpoint;
      }
      return signal.aborted ? 'Training stopped; what was learnt stays.' : 'Training finished.';
    });
  }

  /** Goes on from the last checkpoint, on a new device where the old one is gone. */
  async resume(choice: 'auto' | 'cpu' | 'webgpu', source: DataSource): Promise<void> {
    const checkpoint = this.#checkpoint;
    if (!checkpoint) return;
    this.#patchwise?.close();
    await this.open(choice);
    await this.load(this.#source ?? source);
    await this.pretrain({}, undefined, { resume: checkpoint });
  }

  pauseOrContinue(): void {
    if (this.#gate) {
      this.#gate.open();
      this.#gate = undefined;
      this.#dispatch({ kind: 'began', phase: 'training', status: 'Training goes on.' });
      return;
    }
    let openGate = () => {};
    const promise = new Promise<void>((resolve) => {
      openGate = resolve;
    });
    this.#gate = { promise, open: openGate };
    this.#dispatch({ kind: 'began', phase: 'paused', status: 'Training paused.' });
  }

  stop(): void {
    this.#controller.abort();
    this.#gate?.open();
    this.#gate = undefined;
  }

  async evaluate(config: EvaluationConfig): Promise<void> {
    await this.#work('evaluating', 'Measuring.', async (patchwise, signal) => {
      for await (const event of patchwise.evaluate(config, { signal })) {
        if (event.kind === 'progress') this.#dispatch({ kind: 'progressed', progress: event });
        if (event.kind === 'finished') this.#dispatch({ kind: 'measured', report: event.report });
      }
      return signal.aborted ? 'Measuring stopped.' : 'Measured.';
    });
  }

  async attend(options: AttendOptions, isPaused: boolean): Promise<void> {
    const attempt = async (patchwise: Patchwise) => {
      const after = await patchwise.attend(options);
      // An untrained network has no classifier for labels.
      const before = options.target === 'label' ? null : await patchwise.attend({ ...options, randomWeights: true });
      this.#dispatch({ kind: 'attended', before, after });
      return 'Attention maps drawn.';
    };
    if (isPaused) await this.#attempt(async () => void (this.#patchwise && (await attempt(this.#patchwise))));
    else await this.#work('attending', 'Drawing attention maps.', attempt);
  }

  /** Ranks the test images and shows the first ones to choose from. */
  async rank(numTest: number): Promise<void> {
    await this.#work('ranking', 'Ranking images.', async (patchwise, signal) => {
      for await (const event of patchwise.evaluate({ protocol: 'retrieval' }, { signal })) {
        if (event.kind === 'progress') this.#dispatch({ kind: 'progressed', progress: event });
        if (event.kind === 'finished') this.#dispatch({ kind: 'measured', report: event.report });
      }
      if (signal.aborted) return 'Ranking stopped.';
      const indices = Array.from({ length: Math.min(PREVIEW_COUNT, numTest) }, (_, index) => index);
      this.#dispatch({ kind: 'ranked', queries: await patchwise.images({ split: 'test', indices }) });
      return 'Images ranked: choose one.';
    });
  }

  /** Shows the images most like one of the test split. */
  async liken(index: number): Promise<void> {
    await this.#attempt(async () => {
      const patchwise = this.#patchwise;
      if (!patchwise) return;
      const neighbors = await patchwise.neighbors({ index, count: NEIGHBOR_COUNT });
      const indices = neighbors.map((neighbor) => neighbor.index);
      const pictures = await patchwise.images({ split: 'test', indices });
      this.#dispatch({ kind: 'likened', alike: { index, neighbors, pictures } });
    });
  }

  /** Draws features of test images in two dimensions. */
  async map(config: EmbeddingConfig): Promise<void> {
    await this.#work('mapping', 'Drawing the map.', async (patchwise, signal) => {
      let isPictured = false;
      for await (const event of patchwise.embed(config, { signal })) {
        if (event.kind !== 'progress') continue;
        this.#dispatch({ kind: 'progressed', progress: event });
        if (!event.picture) continue;
        this.#dispatch({ kind: 'mapped', map: event.picture });
        if (isPictured) continue;
        isPictured = true;
        const images = await patchwise.images({ split: 'test', indices: event.picture.indices });
        this.#dispatch({ kind: 'pictured', mapImages: images });
      }
      return signal.aborted ? 'Drawing stopped; the map stays as it is.' : 'Map drawn.';
    });
  }

  /** Runs each row of a plan with each seed, and fills the table as measurements end. */
  async compare(plan: Plan): Promise<void> {
    await this.#work('comparing', 'Comparing methods.', async (patchwise, signal) => {
      if (plan.rows.length === 0) throw new Error('No row is chosen. Tick a method to compare.');
      // The network at hand comes back in the end; where there is none, saving says so.
      const own = await patchwise.save().catch(() => undefined);
      const runs = Array.from({ length: plan.seeds }, (_, seed) =>
        plan.rows.map((row) => ({ row, seed: seed + 1 })),
      ).flat();
      const started = performance.now();
      // What one row cannot do does not end the others; rows by what is said of them.
      const failures = new Map<string, Set<RowName>>();
      const hasFailed = (row: RowName) => Array.from(failures.values()).some((rows) => rows.has(row));
      let isPlanned = false;
      for (const [index, run] of runs.entries()) {
        if (hasFailed(run.row)) continue;
        const tell = (what: string, part: number) => {
          // Once a run has started: what the table before was of is there no longer.
          if (!isPlanned) this.#dispatch({ kind: 'planned', plan });
          isPlanned = true;
          const done = index + part;
          const remainingMs = ((performance.now() - started) / Math.max(done, 1e-3)) * (runs.length - done);
          const comparing = `${TITLES[run.row]}, seed ${run.seed} of ${plan.seeds}: ${what}`;
          this.#dispatch({ kind: 'compares', comparing, progress: { done, total: runs.length, remainingMs } });
        };
        try {
          await this.#compareOne(patchwise, signal, plan, run, tell);
        } catch (error) {
          if (endsAll(error)) throw error;
          const message = messageOf(error);
          failures.set(message, (failures.get(message) ?? new Set()).add(run.row));
        }
        if (signal.aborted) break;
      }
      if (own && isPlanned) await patchwise.loadModel(own);
      if (failures.size > 0) {
        const texts = Array.from(failures, ([message, rows]) => {
          return `${Array.from(rows, (row) => TITLES[row]).join(', ')}: ${message}`;
        });
        throw new Error(texts.join(' '));
      }
      return signal.aborted ? 'Comparison stopped; what was found stays.' : 'Comparison finished.';
    });
  }

  async #compareOne(
    patchwise: Patchwise,
    signal: AbortSignal,
    plan: Plan,
    { row, seed }: { row: RowName; seed: number },
    tell: (what: string, part: number) => void,
  ): Promise<void> {
    // Untrained weights are what one epoch of any method begins with: they are measured beside it.
    const method = row === 'random' ? 'rotnet' : row;
    const config = { ...configOf(plan, method), seed, ...(row === 'random' ? { batchSize: 2 } : {}) };
    const training = patchwise.pretrain(config, { signal });
    for await (const event of training) {
      const part = event.kind === 'progress' ? event.step / event.totalSteps : 0;
      if (event.kind === 'started' || event.kind === 'progress')
        tell(row === 'random' ? 'drawing weights' : 'training', 0.7 * part);
      if (event.kind === 'progress' && row === 'random') break;
    }
    for (const [index, protocol] of plan.protocols.entries()) {
      const epochs = protocol === 'finetune' ? { epochs: plan.finetuneEpochs } : {};
      const measuring = { protocol, seed, compareRandom: row === 'random', ...epochs };
      for await (const event of patchwise.evaluate(measuring, { signal })) {
        const part = event.kind === 'progress' ? event.done / event.total : 1;
        tell(`measuring (${protocol})`, 0.7 + (0.3 * (index + part)) / plan.protocols.length);
        if (event.kind !== 'finished') continue;
        const { random } = event.report;
        const report = row === 'random' && random ? { ...event.report, pretrained: random } : event.report;
        this.#dispatch({ kind: 'compared', figures: figuresOf(row, seed, report) });
      }
      if (signal.aborted) return;
    }
  }

  async save(): Promise<Uint8Array | undefined> {
    let bytes: Uint8Array | undefined;
    await this.#attempt(async () => {
      bytes = await this.#patchwise?.save();
    });
    return bytes;
  }

  async openNetwork(file: File): Promise<void> {
    await this.#attempt(async () => {
      const info = await this.#patchwise?.loadModel(new Uint8Array(await file.arrayBuffer()));
      if (info) this.#dispatch({ kind: 'network-opened', info });
    });
  }

  async #work(
    phase: 'loading' | 'training' | 'evaluating' | 'attending' | 'ranking' | 'mapping' | 'comparing',
    status: string,
    work: (patchwise: Patchwise, signal: AbortSignal) => Promise<string>,
  ): Promise<void> {
    const patchwise = this.#patchwise;
    if (!patchwise) return;
    this.#controller = new AbortController();
    this.#dispatch({ kind: 'began', phase, status });
    await this.#attempt(async () => {
      const { signal } = this.#controller;
      const status = await work(patchwise, signal);
      const canResume = phase === 'training' && signal.aborted && this.#checkpoint !== undefined;
      this.#dispatch({ kind: 'ended', status, ...(phase === 'training' ? { canResume } : {}) });
    }, true);
  }

  /** `endsWork`: whether an error ends what the page is at. */
  async #attempt(work: () => Promise<void>, endsWork = false): Promise<void> {
    try {
      await work();
    } catch (error) {
      const isDead = endsAll(error) || this.#patchwise === undefined;
      const message = inPageWords(messageOf(error));
      const canResume = isDead && this.#checkpoint !== undefined;
      this.#dispatch({ kind: 'failed', message, isDead, canResume, hasEnded: endsWork });
    }
  }
}

/** Whether nothing works after an error. */
function endsAll(error: unknown): boolean {
  return error instanceof PatchwiseError && (error.code === 'device-failed' || error.code === 'internal-error');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
