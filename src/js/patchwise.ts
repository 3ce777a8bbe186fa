/** The public class: one device with its data and network. */
import { separate } from './classified.js';
import type { Connection } from './connection.js';
import { openDevice, type OpenDevice, type Server } from './device.js';
import { PatchwiseError } from './errors.js';
import { ONLY_SIGNAL, runJob, type Asked, type Job } from './job.js';
import { listOf, sizeOf, toSent, type SentPicture } from './pictures.js';
import { bytesOf, checkNames, checkSignal, plain, refused, unlessAborted } from './plain.js';
import type { Query } from './protocol.js';
import { followRepaired, type Restart } from './repair.js';
import { Run } from './run.js';
import { requestOf } from './source.js';
import type {
  Alike,
  AlikeOptions,
  Attention,
  AttendOptions,
  Catalog,
  Classification,
  Classified,
  ClassifyOptions,
  ComparisonConfig,
  ComparisonEvent,
  DataSource,
  DatasetSummary,
  DeviceChoice,
  DeviceInfo,
  Embedding,
  EmbeddingConfig,
  EmbeddingEvent,
  EvaluationConfig,
  EvaluationEvent,
  EvaluationReport,
  FeaturesOptions,
  GivenDevice,
  ImageBatch,
  ImageInput,
  Labels,
  LabelsConfig,
  LabelsEvent,
  LabelsReport,
  LoadEvent,
  Match,
  MethodInfo,
  ModelInfo,
  Neighbor,
  NeighborsOptions,
  OpenOptions,
  PretrainConfig,
  PretrainEvent,
  PretrainOptions,
  PretrainSummary,
  RunOptions,
  SaveOptions,
  SearchEvent,
  SearchOptions,
  Table,
  TableFormat,
  ViewBatch,
  ViewsOptions,
  Workload,
} from './types.js';

const CHECKPOINT_EVERY_MS = 10_000;
const RESTARTS = 3;
const DEVICES: readonly DeviceChoice[] = ['auto', 'cpu', 'webgpu', 'remote'];
/** A run that was stopped before its first step. */
const UNTRAINED: PretrainSummary = {
  completed: false,
  steps: 0,
  firstLoss: null,
  lastLoss: null,
  pretextAccuracy: null,
  imagesPerSecond: 0,
  elapsedMs: 0,
  knn: [],
  spread: null,
};

/** Images that are asked about at once, and the bytes after which no further one is taken along. */
const PIECE = 64;
const PIECE_BYTES = 64 * 2 ** 20;

/** By which devices are compared if the caller says nothing. */
const WORKLOAD: Workload = { imageSize: 32, batchSize: 4 };

const OPTIONS = ['device', 'server', 'token', 'signal', 'threads', 'workload', 'workerUrl', 'wasmUrl', 'gpuDevice'];

/** Opens a device in a worker of its own. */
export async function open(options: OpenOptions = {}): Promise<Patchwise> {
  checkNames(options, OPTIONS);
  const { device = 'auto', signal, threads, workload = WORKLOAD, workerUrl, wasmUrl, gpuDevice } = options;
  if (!DEVICES.includes(device)) throw refused('device', device, `one of ${DEVICES.join(', ')}`);
  checkSignal(signal);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw refused('threads', threads, 'a whole number, 1 or more');
  }
  const { imageSize, batchSize } = plain(workload, 'workload');
  if (!(Number.isInteger(imageSize) && imageSize >= 16 && imageSize <= 512)) {
    throw refused('workload.imageSize', imageSize, 'a whole number, 16 to 512');
  }
  if (!(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= 4096)) {
    throw refused('workload.batchSize', batchSize, 'a whole number, 1 to 4096');
  }
  if (gpuDevice !== undefined && typeof (gpuDevice as Partial<GivenDevice>)?.createBuffer !== 'function')
    throw refused('gpuDevice', gpuDevice, 'a GPUDevice');
  if (gpuDevice !== undefined && device === 'remote')
    throw refused('device', device, 'left out where `gpuDevice` is given');
  const places = { workers: folderOf(workerUrl, 'workerUrl'), wasm: folderOf(wasmUrl, 'wasmUrl') };
  const server = serverOf(options);
  const openOn = (choice: DeviceChoice, server?: Server) =>
    openDevice(choice, { signal, threads, workload, places, gpuDevice, server });
  const first = await openOn(device, server);
  const reopen = async (reason: PatchwiseError) => {
    if (!server) return openOn(device);
    if (reason.code !== 'device-failed') {
      const again = await openOn(device, server).catch(() => undefined);
      if (again) return again;
    }
    // One that was lost is not waited for: this machine goes on.
    const { connection, info } = await openOn('auto');
    return { connection, info: { ...info, reason: `${info.reason}; the connection to the server was lost` } };
  };
  return new Patchwise(first, reopen);
}

/** The server of the device `remote`; undefined for the others. A token is not repeated in a message. */
function serverOf({ device, server, token }: OpenOptions): Server | undefined {
  const ofToken = (problem: string) =>
    new PatchwiseError('invalid-config', `\`token\` ${problem}.`, { field: 'token' });
  if (device !== 'remote') {
    if (server !== undefined) throw refused('server', server, 'left out, unless the device is `remote`');
    if (token !== undefined) throw ofToken('must be left out, unless the device is `remote`');
    return undefined;
  }
  if (typeof server !== 'string' || server.trim() === '')
    throw refused('server', server, 'the address that `patchwise serve --relay` printed');
  if (typeof token !== 'string' || token.trim() === '')
    throw ofToken('must be the text of the file that `patchwise serve --token` was given');
  return { address: server.trim(), token: token.trim() };
}

/** The address of a folder, with the slash that its files' names follow. */
function folderOf(url: string | URL | undefined, name: string): URL | undefined {
  if (url === undefined) return undefined;
  try {
    const text = typeof url === 'string' && url !== '' ? url : url instanceof URL ? url.href : undefined;
    if (text !== undefined) return new URL(text.endsWith('/') ? text : `${text}/`, globalThis.location?.href);
  } catch {
    // Said below.
  }
  throw refused(name, url, 'the address of a folder');
}

/** A device with its data and network. Make one with {@link open}. One run at a time; others are refused as `busy`. */
export class Patchwise {
  #device: DeviceInfo;
  #connection: Connection;
  readonly #openAgain: (reason: PatchwiseError) => Promise<OpenDevice>;
  #isClosed = false;
  #lastCheckpoint: Uint8Array | undefined;
  /** What was loaded and labelled, as a new device needs it. */
  #loaded: Asked | undefined;
  #labels: Labels | undefined;

  /** @internal */
  constructor({ connection, info }: OpenDevice, openAgain: (reason: PatchwiseError) => Promise<OpenDevice>) {
    this.#connection = connection;
    this.#device = info;
    this.#openAgain = openAgain;
  }

  /** What computes, and why; another one after a run was restarted on it. */
  get device(): DeviceInfo {
    return this.#device;
  }

  /** The last pretraining run as it was some seconds ago, also after a lost device. Give it to `pretrain` as `resume`. */
  get lastCheckpoint(): Uint8Array | undefined {
    return this.#lastCheckpoint;
  }

  /** Methods, backbones and evaluations: names, titles, explanations and defaults. */
  catalog(): Promise<Catalog> {
    return this.#ask({ query: 'catalog' });
  }

  /** The methods of {@link catalog}. */
  async methods(): Promise<MethodInfo[]> {
    return (await this.catalog()).methods;
  }

  /** Loads data in place of what was loaded before; the network stays. The result is undefined where it was stopped. */
  load(source: DataSource, options: RunOptions = {}): Run<LoadEvent, DatasetSummary | undefined> {
    let asked: Asked | undefined;
    return runJob<LoadEvent, DatasetSummary | undefined>(this.#connection, {
      ask: () => (asked = requestOf(source)),
      options,
      isKeptWhenStopped: false,
      resultOf: (end) => {
        if (end.kind !== 'finished') return undefined;
        [this.#loaded, this.#labels] = [asked, undefined];
        return contentOf(end);
      },
    });
  }

  /** Trains a network, without labels except for the method `supervised`. Goes on by itself where the device fails. */
  pretrain(config: Partial<PretrainConfig> = {}, options: PretrainOptions = {}): Run<PretrainEvent, PretrainSummary> {
    const repair = {
      most: options.restarts ?? RESTARTS,
      jobOf: (restart?: Restart) => this.#pretraining(config, options, restart),
      checkpoint: () => this.#lastCheckpoint,
      reopen: (reason: PatchwiseError) => this.#reopen(reason),
    };
    return new Run((stopping) => followRepaired(this.#connection, repair, stopping));
  }

  #pretraining(
    config: Partial<PretrainConfig>,
    options: PretrainOptions,
    restart?: Restart,
  ): Job<PretrainEvent, PretrainSummary> {
    const { resume, init, checkpointEveryMs = CHECKPOINT_EVERY_MS, restarts = RESTARTS } = options;
    const checkpoint = restart?.checkpoint ?? resume;
    return {
      ask: () => {
        const given = plain(config);
        const isCount = Number.isInteger(restarts) && restarts >= 0;
        if (!isCount) throw refused('restarts', restarts, 'a whole number, 0 or more');
        if (resume && init) throw refused('init', init, 'left out beside `resume`');
        const { microBatch = given.microBatch } = restart ?? {};
        if (!checkpoint)
          return { request: { job: 'pretrain', config: { ...given, ...(microBatch && { microBatch }) } } };
        return { request: { job: 'resume', config: { epochs: given.epochs ?? null, microBatch: microBatch ?? null } } };
      },
      bytes: checkpoint ?? init,
      options,
      optionNames: ['signal', 'resume', 'init', 'checkpointEveryMs', 'restarts'],
      onEvent: this.#checkpointEvery(checkpointEveryMs),
      onError: () => this.#keepCheckpoint(),
      mustStart: restart?.checkpoint !== undefined,
      unstarted: { kind: 'stopped', ...UNTRAINED },
      resultOf: contentOf,
    };
  }

  /** A new device in place of one that failed, with the data and labels that there were. */
  async #reopen(reason: PatchwiseError): Promise<Connection> {
    const loaded = this.#loaded;
    if (!loaded) throw new PatchwiseError('out-of-order', 'There are no data to load again.');
    const { connection, info } = await this.#openAgain(reason);
    try {
      await runJob<LoadEvent, void>(connection, { ask: () => loaded, resultOf: () => undefined });
      const { classNames = [], classes = {} } = this.#labels ?? {};
      for (const [label, name] of classNames.entries()) {
        const indices = Object.keys(classes).filter((index) => classes[Number(index)] === label);
        await connection.call('label', Uint32Array.from(indices, Number), name);
      }
      if (this.#isClosed) throw new PatchwiseError('closed', 'This instance was closed.');
    } catch (error) {
      connection.close();
      throw error;
    }
    [this.#connection, this.#device] = [connection, info];
    return connection;
  }

  /** Evaluates the current network, by default beside random weights. The result is undefined where it was stopped. */
  evaluate(
    config: Partial<EvaluationConfig> = {},
    options: RunOptions = {},
  ): Run<EvaluationEvent, EvaluationReport | undefined> {
    return runJob<EvaluationEvent, EvaluationReport | undefined>(this.#connection, {
      ask: () => ({ request: { job: 'evaluate', config: plain(config) } }),
      options,
      isKeptWhenStopped: false,
      resultOf: (end) => (end.kind === 'finished' ? end.report : undefined),
    });
  }

  /** The test images most similar to one of them, best first; needs `evaluate` with `retrieval` before. */
  neighbors(options: NeighborsOptions): Promise<Neighbor[]> {
    return this.#ask({ query: 'neighbors', options });
  }

  /** Why images are alike to the current network: an image beside each of others, with maps of what makes them alike. */
  alike(options: AlikeOptions): Promise<Alike> {
    return this.#ask({ query: 'alike', options });
  }

  /**
   * Maps features of test images to two dimensions by t-SNE, those of the last `linear` or `finetune` evaluation where
   * there was one. The result is undefined where it was stopped.
   */
  embed(config: Partial<EmbeddingConfig> = {}, options: RunOptions = {}): Run<EmbeddingEvent, Embedding | undefined> {
    return runJob<EmbeddingEvent, Embedding | undefined>(this.#connection, {
      ask: () => ({ request: { job: 'embed', config: plain(config) } }),
      options,
      resultOf: (end) => (end.kind === 'finished' ? contentOf(end) : undefined),
    });
  }

  /**
   * Trains and evaluates several methods and gives a table. A row that fails keeps its `error`, the others continue.
   * The current network stays. The result is undefined where it was stopped before it started.
   */
  compare(config: Partial<ComparisonConfig> = {}, options: RunOptions = {}): Run<ComparisonEvent, Table | undefined> {
    return runJob<ComparisonEvent, Table | undefined>(this.#connection, {
      ask: () => ({ request: { job: 'compare', config: plain(config) } }),
      options,
      resultOf: (end) => end.table,
    });
  }

  /**
   * Seconds of an epoch of `pretrain` with this config on the loaded images, by the time of some steps, which takes about two
   * seconds. So `Math.floor((60 * minutes) / seconds)` epochs fit into some minutes.
   */
  async secondsPerEpoch(config: Partial<PretrainConfig> = {}): Promise<number> {
    return (await this.#ask<{ seconds: number }>({ query: 'timing', options: plain(config) })).seconds;
  }

  /** The table of the last comparison as text, with the settings that it was made with. */
  async exportTable(format: TableFormat): Promise<string> {
    return (await this.#ask<{ text: string }>({ query: 'table', options: { format } })).text;
  }

  /** Images of a split as bytes, with their labels. */
  images(options: Omit<ViewsOptions, 'patchRatio' | 'seed'>): Promise<ImageBatch> {
    return this.#ask({ query: 'images', options: { split: 'unlabeled', ...options } });
  }

  /** The eight views of some images. */
  views(options: ViewsOptions): Promise<ViewBatch> {
    return this.#ask({ query: 'views', options: { split: 'unlabeled', ...options } });
  }

  /** Grad-CAM over the eight views of some images, by default of the test split. Also works during a run. */
  attend(options: AttendOptions): Promise<Attention> {
    return this.#ask({ query: 'attend', options: { split: 'test', ...options } });
  }

  /**
   * The features of images by the current network: [N, D], D for each image in turn. Also works during a run, between two
   * steps.
   */
  async features(images: ImageInput | Iterable<ImageInput>, options: FeaturesOptions = {}): Promise<Float32Array> {
    checkNames(options, ONLY_SIGNAL);
    const { signal } = options;
    const pieces: Float32Array[] = [];
    for await (const { values } of this.#askInPieces<{ values: Float32Array }>({ query: 'features' }, images, signal))
      pieces.push(values);
    const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let place = 0;
    for (const piece of pieces) {
      all.set(piece, place);
      place += piece.length;
    }
    return all;
  }

  /**
   * The classes of images, one result each, by the classifier of the last `linear` or `finetune` evaluation or of the
   * loaded model; with attention maps if asked for. Stays after other data are loaded; a new network ends it.
   */
  async classify(images: ImageInput | Iterable<ImageInput>, options: ClassifyOptions = {}): Promise<Classification[]> {
    checkNames(options, ['signal', 'maps']);
    const { signal, maps = false } = options;
    if (typeof maps !== 'boolean') throw refused('maps', maps, 'true or false');
    const found: Classification[] = [];
    const query = { query: 'classify', options: { maps } } as const;
    for await (const piece of this.#askInPieces<Classified>(query, images, signal)) found.push(...separate(piece));
    return found;
  }

  /**
   * The loaded images most similar to an image, best first, by the current network. The features of the split are
   * computed at the first search. The result is undefined where it was stopped.
   */
  search(image: ImageInput, options: SearchOptions = {}): Run<SearchEvent, Match[] | undefined> {
    const { count = 5, split = 'unlabeled' } = options;
    return runJob<SearchEvent, Match[] | undefined>(this.#connection, {
      ask: () => ({ request: { job: 'search', config: plain({ count, split }) }, pictures: [image] }),
      options,
      optionNames: ['signal', 'count', 'split'],
      isKeptWhenStopped: false,
      resultOf: (end) => (end.kind === 'finished' ? end.matches[0] : undefined),
    });
  }

  /**
   * Gives images to pretrain on a class by its name, a new one if need be; `null` takes their labels away. Loading other
   * data ends all labels. Returns all labels.
   */
  async label(indices: number | readonly number[], className: string | null): Promise<Labels> {
    const list = typeof indices === 'number' ? [indices] : indices;
    const isIndex = (value: unknown) =>
      Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
    if (!Array.isArray(list) || !list.every(isIndex))
      throw refused('indices', indices, 'a list of whole numbers, 0 or more');
    if (className !== null && typeof className !== 'string') throw refused('className', className, 'a text or null');
    this.#labels = await this.#connection.call('label', Uint32Array.from(list), className ?? undefined);
    return this.#labels;
  }

  /** All labels given by {@link label}. */
  labels(): Promise<Labels> {
    return this.#connection.call('label', new Uint32Array(), undefined);
  }

  /**
   * Trains a classifier on the labels given by {@link label}, on features of the current network, which stay as they are:
   * a matter of a second once they are known. Tells how well held-out labels are predicted, the class of every image to
   * pretrain on, and which images to label next. Then {@link classify} works. The result is undefined where it was stopped.
   */
  learnLabels(
    config: Partial<LabelsConfig> = {},
    options: RunOptions = {},
  ): Run<LabelsEvent, LabelsReport | undefined> {
    return runJob<LabelsEvent, LabelsReport | undefined>(this.#connection, {
      ask: () => ({ request: { job: 'learn-labels', config: plain(config) } }),
      options,
      isKeptWhenStopped: false,
      resultOf: (end) => (end.kind === 'finished' ? contentOf(end) : undefined),
    });
  }

  /** The network as safetensors bytes; tensor names are in the README. */
  async save(options: SaveOptions = {}): Promise<Uint8Array> {
    checkNames(options, ['classifier']);
    const { classifier = false } = options;
    return this.#connection.call('save', classifier);
  }

  /**
   * The network as an ONNX file (opset 17) for other programs, with its classifier if there is one. Input `image`:
   * [N, 3, S, S], RGB from 0 to 1; the file normalises it. Outputs: `features` [N, D], and `probabilities` [N, classes].
   */
  toOnnx(): Promise<Uint8Array> {
    return this.#connection.call('toOnnx');
  }

  /**
   * The classifier as one HTML file that needs nothing else, also from a disk without a network: it takes image files and
   * the camera, and nothing leaves it.
   */
  async toHtml(): Promise<string> {
    const { offlinePage } = await import('./offline.js');
    return offlinePage(await this.save({ classifier: true }));
  }

  /** Uses random weights as the current network: that of a run before its first step. Needs data. */
  async initialize(config: Partial<PretrainConfig> = {}): Promise<ModelInfo> {
    return this.#connection.call('initialize', plain(config));
  }

  /** Reads bytes of `save`, or of a checkpoint, as the current network. */
  async loadModel(bytes: Uint8Array | ArrayBuffer | Blob): Promise<ModelInfo> {
    return this.#connection.call('loadModel', await bytesOf(bytes, 'bytes'));
  }

  /** Bytes that the engine's memory holds. */
  memory(): Promise<number> {
    return this.#connection.call('memory');
  }

  /** Ends the worker. Open calls are refused with the code `closed`; bytes already saved stay. */
  close(): void {
    this.#isClosed = true;
    this.#connection.close();
  }

  async #ask<T>(query: Query): Promise<T> {
    const asked = 'options' in query ? ({ ...query, options: plain(query.options, 'options') } as Query) : query;
    return this.#connection.call('query', asked, []) as Promise<T>;
  }

  /** Asks about some images at a time, so that a list takes little memory and can be aborted. */
  async *#askInPieces<T>(
    query: Query,
    images: ImageInput | Iterable<ImageInput>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<T, void, void> {
    checkSignal(signal);
    const all = listOf(images);
    let index = 0;
    do {
      const pictures: SentPicture[] = [];
      let bytes = 0;
      while (index < all.length && pictures.length < PIECE && bytes < PIECE_BYTES) {
        signal?.throwIfAborted();
        const sent = await toSent(all[index] as ImageInput, index);
        bytes += sizeOf(sent);
        pictures.push(sent);
        index += 1;
      }
      signal?.throwIfAborted();
      yield await unlessAborted(this.#connection.call('query', query, pictures) as Promise<T>, signal);
    } while (index < all.length);
  }

  /** Keeps a checkpoint at the start, after so much time of training, and at the end of the run. */
  #checkpointEvery(everyMs: number): (event: PretrainEvent) => Promise<void> {
    let nextMs = everyMs;
    return async (event) => {
      if (event.kind === 'progress' && event.elapsedMs < nextMs) return;
      await this.#keepCheckpoint();
      if (event.kind === 'progress') nextMs = event.elapsedMs + everyMs;
    };
  }

  async #keepCheckpoint(): Promise<void> {
    this.#lastCheckpoint = await this.#connection.call('checkpoint');
  }
}

function contentOf<Event extends { kind: string }>({ kind: _, ...content }: Event): Omit<Event, 'kind'> {
  return content;
}
