/**
 * What the package takes and gives, besides the types generated from the engine. Lengths are pixels, times
 * milliseconds, accuracies 0..1.
 */
import type { PatchwiseError } from './errors.js';
import type {
  DatasetSummary,
  Embedding,
  EvaluationReport,
  FilesConfig,
  LabelsReport,
  Match,
  PretrainProgress,
  PretrainSummary,
  ScenesConfig,
  Split,
  Table,
  Timing,
} from './generated.js';

export type * from './generated.js';

/**
 * `auto` uses WebGPU where a hardware adapter passes a self-test and is faster than the CPU, else the CPU. `remote` is the
 * device of another machine, where `patchwise serve --relay` runs.
 */
export type DeviceChoice = 'auto' | 'cpu' | 'webgpu' | 'remote';

export interface OpenOptions {
  /** Default: `auto`. */
  device?: DeviceChoice;
  /** With the device `remote`: the address that `patchwise serve --relay` printed, `http://HOST:PORT/#ID`. */
  server?: string;
  /** With the device `remote`: the text of the server's token file. */
  token?: string;
  /** Aborting rejects the opening, or closes the instance. */
  signal?: AbortSignal;
  /** The run that is meant, by which `auto` compares devices. Default 4 images of 32 pixels. */
  workload?: Workload;
  /** Threads of the CPU at most; default as many as there are cores. More than one needs a cross-origin isolated page. */
  threads?: number;
  /**
   * The folder with this package's workers (`worker-cpu.js` and the others of `dist`), where they are not beside its
   * scripts. On another origin its server has to allow it by CORS.
   */
  workerUrl?: string | URL;
  /** The folder with this package's modules (`dist/wasm`, with its folders), where they are not beside its scripts. */
  wasmUrl?: string | URL;
  /**
   * A device of the caller's own to compute on, in this thread: call `open` in a worker, unless the page may wait. It is not
   * destroyed. It needs the feature `timestamp-query`, and should have the limits of its adapter; images can be loaded from files in workers only.
   */
  gpuDevice?: GivenDevice;
}

/** A `GPUDevice`, by what not every version of TypeScript has a type for. */
export interface GivenDevice {
  readonly features: object;
  readonly limits: object;
  readonly lost: Promise<unknown>;
  createBuffer(descriptor: never): unknown;
}

/** The size of a run. */
export interface Workload {
  /** Side of the images in pixels, 16 to 512. */
  imageSize: number;
  /** Images of a batch, 1 to 4096. */
  batchSize: number;
}

/** How the kernels are cut for a GPU. */
export interface GpuFit {
  /** Units that keep it busy. */
  fullLoad: number;
  /** The number of the large tile that is fastest on it. */
  largeTile: number;
  /** Microseconds of a convolution with each of the large tiles. */
  micros: number[];
}

export interface DeviceInfo {
  kind: 'cpu' | 'webgpu' | 'remote';
  /** Why this device, in a sentence. */
  reason: string;
  /** The adapter's own description, on WebGPU. */
  adapter?: string;
  /** What was measured of the GPU, on WebGPU. */
  fit?: GpuFit;
  /** The address of the server, on another machine. */
  server?: string;
  /** Threads that compute, on the CPU. */
  threads?: number;
}

/** The built-in data: ten classes of small drawn scenes; nothing is downloaded. */
export type ScenesSource = { kind: 'scenes' } & Partial<ScenesConfig>;

/** A file under a path such as `cats/1.jpg`, where its folder matters. */
export interface NamedFile {
  path: string;
  file: Blob;
  /**
   * Where `file` lies, if it is a part of a larger one, as those of `project.files()` are: browsers hold each of many blobs
   * in memory, and this one is then passed on in its place.
   */
  within?: { blob: Blob; start: number; end: number };
}

/**
 * Files: STL-10 or CIFAR-10 `.bin` files, the Tiny-ImageNet zip or its folder, or JPEG, PNG, WebP, GIF, BMP and TIFF
 * images with one folder per class, also in a zip. Folders named `train` and `test` or `val` are kept as splits.
 */
export type FilesSource = {
  kind: 'files';
  files: Iterable<File | NamedFile>;
  /**
   * Lets the browser decode `.avif`, `.heic` and `.heif` files where it can; others are skipped with the reason, as
   * they are without this. The pixels may differ between browsers. Default false.
   */
  decodeByBrowser?: boolean;
} & Partial<FilesConfig>;

export type DataSource = ScenesSource | FilesSource;

export interface RunOptions {
  /** Aborting stops the run after the current piece of work, as `run.stop()` does. It is not an error. */
  signal?: AbortSignal;
}

export interface PretrainOptions extends RunOptions {
  /** Bytes of a checkpoint to resume; its config replaces the one given, but for a larger number of epochs. */
  resume?: Uint8Array | ArrayBuffer | Blob;
  /** Bytes of `save`: the network to start from instead of random weights. Not with `resume`. */
  init?: Uint8Array | ArrayBuffer | Blob;
  /**
   * How often in a row a run goes on from its last checkpoint by itself, on a new device and worker, where they failed;
   * default 3. Needs data of {@link Patchwise.load}. Where memory was short, gradients are computed for half as many images
   * at once and added up.
   */
  restarts?: number;
  /** Training time between checkpoints kept in `lastCheckpoint`; default 10,000; 0: one after every event. */
  checkpointEveryMs?: number;
}

/** Which images, and how their patches are placed. */
export interface ViewsOptions {
  /** Default `unlabeled`. */
  split?: Split;
  indices: number[];
  /** 0.1..0.9; default 0.4. */
  patchRatio?: number;
  /** Default 1. */
  seed?: number;
}

export interface AttendOptions extends ViewsOptions {
  /** What a map explains: the pretext class, or after `evaluate` the label; default `pretext`. */
  target?: 'pretext' | 'label';
  /** Show untrained weights of the same seed instead; default false. */
  randomWeights?: boolean;
  /** Score the maps by insertion and deletion of pixels, some tenths of a second for each image; default false. */
  scores?: boolean;
}

/** Pixels, row by row from the top: three bytes each (RGB) or four (RGBA). */
export interface RawImage {
  data: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
}

/**
 * An image of any size: a JPEG, PNG, WebP, GIF, BMP or TIFF file, or what a page shows. It becomes a square as the images
 * that the network was trained on did. Files are decoded by the engine, everywhere to the same pixels.
 */
export type ImageInput =
  | Blob
  | NamedFile
  /** The bytes of a file. */
  | Uint8Array
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | HTMLVideoElement
  | VideoFrame
  | RawImage;

export interface FeaturesOptions {
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface ClassifyOptions extends FeaturesOptions {
  /** Also give attention maps; default false. */
  maps?: boolean;
}

/** The class of an image. */
export interface Classification {
  /** The name of the most probable class. */
  label: string;
  /** Its number. */
  class: number;
  /** By class. */
  probabilities: Float32Array;
  /** Names by class. */
  classNames: string[];
  /** Side of map and overlay in pixels. */
  imageSize: number;
  /** Grad-CAM of the class, values from 0 to 1: [S, S]. With `maps`. */
  map?: Float32Array;
  /** The image as the network sees it with the map overlaid, interleaved RGB bytes: [S, S, 3]. With `maps`. */
  overlay?: Uint8Array;
}

export interface SearchOptions extends RunOptions {
  /** How many images to find; default 5. */
  count?: number;
  /** Where; default `unlabeled`, the images to pretrain on. */
  split?: Split;
}

export interface SaveOptions {
  /** With the classifier that `evaluate` trained; default false. */
  classifier?: boolean;
}

export interface NeighborsOptions {
  /** An image of the test split. */
  index: number;
  /** How many others to name. */
  count: number;
}

export interface AlikeOptions {
  split: Split;
  /** An image of the split. */
  index: number;
  /** The images to compare it with. */
  others: number[];
}

export type TableFormat = 'markdown' | 'csv' | 'json';

/** The first event of every run. */
export interface StartedEvent {
  kind: 'started';
  /** Units of work in all: images, steps or batches. */
  total: number;
}

/** The events of a run, in this order: `started`, `progress` any number of times, then `finished` or `stopped`. */
export type LoadEvent =
  StartedEvent | ({ kind: 'progress' } & Timing) | ({ kind: 'finished' } & DatasetSummary) | { kind: 'stopped' };

/** The device or its worker had failed; the run goes on from its last checkpoint, on a new one. */
export interface RestartedEvent {
  kind: 'restarted';
  /** The step that it goes on from. */
  done: number;
  /** Restarts since the last checkpoint that was kept: at most {@link PretrainOptions.restarts}. */
  restarts: number;
  /** Why it was restarted. */
  reason: PatchwiseError;
  /** Images whose gradients are computed at once: fewer than before where memory was short. */
  imagesAtOnce: number;
}

export type PretrainEvent =
  /**
   * `done`: steps done before a resume; `chance`: accuracy by chance, null where the task is no classification;
   * `imagesAtOnce`: images whose gradients are computed at once.
   */
  | (StartedEvent & { done: number; chance: number | null; imagesAtOnce: number })
  | RestartedEvent
  | ({ kind: 'progress' } & PretrainProgress)
  | ({ kind: 'finished' | 'stopped' } & PretrainSummary);

export type EvaluationEvent =
  StartedEvent | ({ kind: 'progress' } & Timing) | { kind: 'finished'; report: EvaluationReport } | { kind: 'stopped' };

export type SearchEvent =
  StartedEvent | ({ kind: 'progress' } & Timing) | { kind: 'finished'; matches: Match[][] } | { kind: 'stopped' };

export type LabelsEvent =
  StartedEvent | ({ kind: 'progress' } & Timing) | ({ kind: 'finished' } & LabelsReport) | { kind: 'stopped' };

export type EmbeddingEvent =
  | StartedEvent
  /** `picture` is null while features are computed. */
  | ({ kind: 'progress'; picture: Embedding | null } & Timing)
  | ({ kind: 'finished' } & Embedding)
  | { kind: 'stopped' };

export type ComparisonEvent =
  | (StartedEvent & { table: Table })
  /** `current`: which run is on and what it does; `table` is null where it has not changed. */
  | ({ kind: 'progress'; current: string; table: Table | null } & Timing)
  | { kind: 'finished'; table: Table }
  /** `table` is left out where it was stopped before it started. */
  | { kind: 'stopped'; table?: Table };
