/** Messages between the page and a worker: one request, one answer, matched by `id`. */
import type { ErrorCode } from './errors.js';
import type {
  ComparisonConfig,
  EmbeddingConfig,
  EvaluationConfig,
  FilesConfig,
  Labels,
  LabelsConfig,
  MessagePart,
  ModelInfo,
  PretrainConfig,
  ScenesConfig,
  Split,
} from './generated.js';
import type { Picture, SentPicture } from './pictures.js';
import type { AlikeOptions, AttendOptions, GpuFit, NeighborsOptions, TableFormat, ViewsOptions } from './types.js';

/** Long work that the engine can do. */
export type JobRequest =
  | { job: 'scenes'; config: Partial<ScenesConfig> }
  | { job: 'files'; config: Partial<FilesConfig> }
  | { job: 'pretrain'; config: Partial<PretrainConfig> }
  | { job: 'resume'; config: { epochs: number | null; microBatch?: number | null } }
  | { job: 'evaluate'; config: Partial<EvaluationConfig> }
  | { job: 'embed'; config: Partial<EmbeddingConfig> }
  | { job: 'compare'; config: Partial<ComparisonConfig> }
  | { job: 'learn-labels'; config: Partial<LabelsConfig> }
  | { job: 'search'; config: { split: Split; count: number } };

/** What the engine answers at once. */
export type Query =
  | { query: 'catalog' }
  | { query: 'images' | 'views'; options: ViewsOptions }
  | { query: 'attend'; options: AttendOptions }
  | { query: 'neighbors'; options: NeighborsOptions }
  | { query: 'alike'; options: AlikeOptions }
  | { query: 'timing'; options: Partial<PretrainConfig> }
  | { query: 'table'; options: { format: TableFormat } }
  | { query: 'features' }
  | { query: 'classify'; options: { maps: boolean } };

/** Any event of any job. */
export interface JobEvent {
  kind: 'started' | 'restarted' | 'progress' | 'finished' | 'stopped';
}

/**
 * What an open engine does, as the page calls it. The modules' own class has the same calls; of `start`'s files the worker
 * makes an object of the module that opens them.
 */
export interface Engine<Image = Picture> {
  selfTest(): Promise<Float32Array>;
  /** Milliseconds of a step of a run on noise. */
  timeSteps(imageSize: number, batchSize: number): Promise<number>;
  /**
   * `files` under their `names` for the job `files`, each a part of its blob by `ranges` (start and end in turn, below 0 for
   * the whole), `bytes` of a checkpoint for the job `resume`, of a network for
   * `pretrain`, `pictures` for `search`.
   */
  start(
    request: JobRequest,
    names: string[],
    files: Blob[],
    ranges: Float64Array,
    bytes: Uint8Array | undefined,
    pictures: Image[],
  ): JobEvent;
  advance(budgetMs: number): Promise<JobEvent>;
  stop(): JobEvent;
  query(request: Query, pictures: Image[]): Promise<unknown>;
  checkpoint(): Promise<Uint8Array>;
  save(withClassifier: boolean): Promise<Uint8Array>;
  toOnnx(): Promise<Uint8Array>;
  loadModel(bytes: Uint8Array): ModelInfo;
  initialize(config: Partial<PretrainConfig>): ModelInfo;
  /** Gives images to pretrain on a class, or takes their labels away; returns all labels. */
  label(indices: Uint32Array, className: string | undefined): Labels;
}

/** Every call that a worker answers: the engine's, and what concerns its module. */
export interface Calls extends Engine<SentPicture> {
  /** Says where the modules' folders are, before all other calls. */
  locate(wasm: string): void;
  /** Opens the device, with what was measured on it before; returns what was measured now, if anything. */
  open(kind: 'cpu' | 'webgpu', fit?: GpuFit): GpuFit | null;
  /** Loads the module, where that is to be told from what it does. */
  prepare(): void;
  /** Opens the device of another machine, in the module for that. */
  connect(server: string, token: string): void;
  /** Whether the self-test's losses are close enough to those of the CPU. */
  isTrusted(losses: Float32Array, ofCpu: Float32Array): boolean;
  /** An image that only the browser reads as PNG; null where it does not. */
  decode(file: Blob): Promise<Blob | null>;
  memory(): number;
  /** The module and its memory, for threads. */
  share(): unknown;
  /** Makes the pool of this worker and of those that have started with what `share` gave. */
  startThreads(count: number): void;
}

export type CallName = keyof Calls;

export interface Request {
  id: number;
  name: CallName;
  arguments: unknown[];
}

export interface WireError {
  code: ErrorCode;
  message: string;
  field?: string;
  parts?: MessagePart[];
}

export type Response =
  | { id: number; result: unknown }
  | { id: number; error: WireError }
  /** The worker cannot continue: its device or its instance is gone. */
  | { fatal: WireError };
