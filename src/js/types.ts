/** What the package takes and gives. Lengths are pixels, times milliseconds, accuracies 0..1. */

/** `auto` takes WebGPU where a hardware adapter answers and passes a self-test, else the CPU. */
export type DeviceChoice = 'auto' | 'cpu' | 'webgpu';

export interface OpenOptions {
  /** Default: `auto`. */
  device?: DeviceChoice;
  signal?: AbortSignal;
}

export interface DeviceInfo {
  kind: 'cpu' | 'webgpu';
  /** Why this device, in a sentence. */
  reason: string;
  /** The adapter's own description, on WebGPU. */
  adapter?: string;
}

/** The built-in data: ten classes of small drawn scenes; nothing is downloaded. */
export interface ScenesSource {
  kind: 'scenes';
  /** 32..96; default 32. */
  imageSize?: number;
  /** Unlabelled images to pretrain on; default 1000. */
  unlabeled?: number;
  /** Labelled images to learn a classifier from; default 1000. */
  train?: number;
  /** Labelled images to measure on; default 500. */
  test?: number;
  /** Default 1. */
  seed?: number;
}

/** A file under a path such as `cats/1.jpg`, where its folder matters. */
export interface NamedFile {
  path: string;
  file: Blob;
}

/**
 * Files: STL-10 or CIFAR-10 `.bin` files, the Tiny-ImageNet zip or its folder,
 * or JPEG, PNG and WebP images with a class for each folder. The format is told by the names.
 */
export interface FilesSource {
  kind: 'files';
  files: Iterable<File | NamedFile>;
  /** 8..512; default: the data set's own size, 64 for single images. */
  imageSize?: number;
  /** At most so many images a split, drawn by the seed. */
  maxImages?: number;
  /** Default 0. */
  seed?: number;
}

export type DataSource = ScenesSource | FilesSource;

export interface SkippedFile {
  name: string;
  reason: string;
}

export interface DatasetSummary {
  name: string;
  imageSize: number;
  /** Names by label; empty where the data has no classes. */
  classNames: string[];
  mean: [number, number, number];
  std: [number, number, number];
  unlabeled: number;
  train: number;
  test: number;
  /** Files that were left out, and why. */
  skipped: SkippedFile[];
}

export type Split = 'unlabeled' | 'train' | 'test';

export interface ImageBatch {
  imageSize: number;
  /** Interleaved RGB bytes, [N, S, S, 3]. */
  pixels: Uint8Array;
  /** N; undefined where an image has no label. */
  labels: (number | undefined)[];
}

export interface PatchBox {
  top: number;
  left: number;
  side: number;
}

export interface ViewsOptions {
  split?: Split;
  indices: number[];
  /** 0.1..0.9; default 0.4. */
  patchRatio?: number;
  /** Default 1. */
  seed?: number;
}

export interface ViewBatch {
  imageSize: number;
  /** r0..r3, p0..p3 of each image: interleaved RGB bytes, [N, 8, S, S, 3]. */
  pixels: Uint8Array;
  /** Which view each is, N * 8: 0..3 are r0..r3, 4..7 are p0..p3, the classes of Patch RotNet. */
  targets: number[];
  /** N: where the four patched views of each image have their patch. */
  boxes: PatchBox[];
}

export type Method = 'rotnet' | 'patch-rotnet' | 'patch-relnet' | 'deep-infomax' | 'deep-cluster' | 'supervised';
export type Backbone = 'resnet8' | 'resnet32';

export type Optimizer =
  { kind: 'adam'; learningRate?: number } | { kind: 'sgd'; learningRate?: number; momentum?: number };

export interface Schedule {
  /** Default `constant`. */
  kind?: 'constant' | 'cosine' | 'step';
  warmupSteps?: number;
  /** For `step`: parts of the run, 0..1, after which the rate is divided by 10. */
  milestones?: number[];
}

export interface Augmentation {
  /** Shift by up to an eighth of the side; default true. */
  crop?: boolean;
  /** Mirror half of the images; default true. */
  flip?: boolean;
}

export interface PretrainConfig {
  /** Default `patch-rotnet`. */
  method?: Method;
  /** 0.1..0.9; default 0.4. */
  patchRatio?: number;
  /** Default `resnet8`. */
  backbone?: Backbone;
  /** Default 200. */
  epochs?: number;
  /** Images a step; default 64. */
  batchSize?: number;
  /** Default Adam at 1e-3; at 1e-4 for `deep-infomax`; SGD at 0.1 for `supervised`. */
  optimizer?: Optimizer;
  /** Default constant; for `supervised` divided by 10 at half and three quarters. */
  schedule?: Schedule;
  /** Default crop and flip; flip only for `deep-infomax`. */
  augmentation?: Augmentation;
  /** Clusters of `deep-cluster`; default ten for each class of the data, 100 where it has none. */
  numTargets?: number;
  /** Default 1. */
  seed?: number;
}

export interface RunOptions {
  /** Aborting ends the run after the current step; what was learnt stays. It is not an error. */
  signal?: AbortSignal;
}

export interface PretrainOptions extends RunOptions {
  /** Bytes of a checkpoint whose run goes on; its config replaces the one given. */
  resume?: Uint8Array;
  /** Time between checkpoints kept in `lastCheckpoint`; default 10,000. */
  checkpointEveryMs?: number;
}

export interface PretrainProgress {
  step: number;
  totalSteps: number;
  epoch: number;
  epochs: number;
  /** Loss of each step since the last event. */
  losses: number[];
  /** Their mean. */
  loss: number;
  /** Part of the pretext samples answered right since the last event. */
  pretextAccuracy: number;
  learningRate: number;
  /** Images drawn since the start, views not counted. */
  images: number;
  imagesPerSecond: number;
  /** Time spent in steps; pauses do not count. */
  elapsedMs: number;
  remainingMs: number;
}

export interface PretrainSummary {
  /** False where the run was aborted. */
  completed: boolean;
  steps: number;
  firstLoss: number;
  lastLoss: number;
  pretextAccuracy: number;
  imagesPerSecond: number;
  elapsedMs: number;
}

export type PretrainEvent =
  | { kind: 'started'; totalSteps: number }
  /** Before an epoch of `deep-cluster`: its clusters are being found. */
  | { kind: 'preparing'; done: number; total: number }
  | ({ kind: 'progress' } & PretrainProgress)
  | ({ kind: 'finished' } & PretrainSummary);

export type LoadEvent =
  | { kind: 'progress'; done: number; total: number; elapsedMs: number; remainingMs: number }
  | ({ kind: 'finished' } & DatasetSummary);

export type Protocol = 'linear' | 'finetune' | 'knn' | 'retrieval' | 'pretext';

export interface EvaluationConfig {
  /** Default `linear`. */
  protocol?: Protocol;
  /** Default `two-layer`. */
  classifier?: 'two-layer' | 'single-layer';
  /** Default 100 for `linear`, 20 for `finetune`. */
  epochs?: number;
  /** Default 32. */
  batchSize?: number;
  optimizer?: Optimizer;
  augmentation?: Augmentation;
  /** For `knn`; default 200, or all where there are fewer. */
  neighbors?: number;
  /** For `knn`; default 0.1. */
  temperature?: number;
  /** At most so many labelled images of each class to learn from; default all. */
  labelsPerClass?: number;
  /** This part of the labelled images of each class to learn from, up to 1; default all. */
  labelFraction?: number;
  /** Measure untrained weights of the same seed as well; default true. */
  compareRandom?: boolean;
  /** Default 1. */
  seed?: number;
}

export interface Measurement {
  accuracy: number;
  /** By class; null where the test split has no sample of it. */
  perClass: (number | null)[];
  /** Samples by true class (rows) and predicted class (columns). */
  confusion: number[][];
  /** For `retrieval`; accuracy, classes and confusion are then those of the nearest image. */
  retrieval?: Retrieval;
}

/** How well images of the same class are found, each test image a query among the others. */
export interface Retrieval {
  /** Part of the queries with an image of their class first, among the first 5, among the first 10. */
  recallAt1: number;
  recallAt5: number;
  recallAt10: number;
  /** Mean over queries of the average precision over the whole gallery. */
  meanAveragePrecision: number;
}

export interface NeighborsOptions {
  /** An image of the test split. */
  index: number;
  /** How many others to name. */
  count: number;
}

export interface Neighbor {
  /** Its place in the test split. */
  index: number;
  /** Cosine similarity of the features, -1..1. */
  similarity: number;
  /** Its class. */
  label: number;
}

export interface EmbeddingConfig {
  /** Neighbours that count as near, about; 1 up to a third of the images; default 30. */
  perplexity?: number;
  /** Default 1000. */
  iterations?: number;
  /** At most so many test images, up to 5000; work grows with their square; default 1000. */
  maxImages?: number;
  /** Default 1. */
  seed?: number;
}

/** Features of test images in two dimensions, on their way or done. */
export interface Embedding {
  /** Places around the origin, [N, 2]. */
  embedding2d: Float32Array;
  /** Which image of the test split stands at each place. */
  indices: number[];
  /** Classes; empty where the images have no labels. */
  labels: number[];
  klDivergence: number;
}

export type EmbeddingEvent =
  | {
      kind: 'progress';
      done: number;
      total: number;
      elapsedMs: number;
      remainingMs: number;
      /** Undefined while features are computed. */
      picture: Embedding | undefined;
    }
  | ({ kind: 'finished' } & Embedding)
  | { kind: 'stopped' };

export interface EvaluationReport {
  protocol: Protocol;
  /** Accuracy of guessing. */
  chance: number;
  classNames: string[];
  pretrained: Measurement;
  /** Untrained weights of the same seed; null where not asked for. */
  random: Measurement | null;
}

export type EvaluationEvent =
  | { kind: 'progress'; done: number; total: number; elapsedMs: number; remainingMs: number }
  | { kind: 'finished'; report: EvaluationReport }
  | { kind: 'stopped' };

export interface AttendOptions extends ViewsOptions {
  /** What a map explains: the pretext class, or after `evaluate` the label; default `pretext`. */
  target?: 'pretext' | 'label';
  /** Show untrained weights of the same seed instead; default false. */
  randomWeights?: boolean;
}

export interface Attention {
  imageSize: number;
  /** The eight views of each image: interleaved RGB bytes, [N, 8, S, S, 3]. */
  pixels: Uint8Array;
  /** Maps in 0..1 at image size, [N, 8, S, S]. */
  maps: Float32Array;
  /** Views with their maps laid over, [N, 8, S, S, 3]. */
  overlays: Uint8Array;
  /** The class that each map explains, N * 8. */
  targetClasses: number[];
  /** Whether these are the right answers; else they are what the network chose, as its task knows no views. */
  hasAnswers: boolean;
  /** The class that the network chose, N * 8. */
  predictedClasses: number[];
  classNames: string[];
  boxes: PatchBox[];
}

export interface ModelInfo {
  config: Required<Pick<PretrainConfig, 'method' | 'backbone' | 'patchRatio' | 'epochs' | 'batchSize' | 'seed'>>;
  step: number;
  data: string;
  imageSize: number;
  mean: [number, number, number];
  std: [number, number, number];
}
