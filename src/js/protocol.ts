/** Messages between the page and a worker: one request, one answer, matched by `id`. */
import type { ErrorCode } from './errors.js';
import type {
  Attention,
  AttendOptions,
  DatasetSummary,
  Embedding,
  EmbeddingConfig,
  EvaluationConfig,
  EvaluationReport,
  ImageBatch,
  ModelInfo,
  NamedFile,
  Neighbor,
  NeighborsOptions,
  PretrainConfig,
  PretrainProgress,
  ViewBatch,
  ViewsOptions,
} from './types.js';

/** What a training request brings back; times are added on the page. */
export type TrainChunk = Omit<PretrainProgress, 'imagesPerSecond' | 'elapsedMs' | 'remainingMs'> & {
  chunkMs: number;
};

/** What comes instead while the next epoch is prepared. */
export interface PreparingChunk {
  preparing: { done: number; total: number };
  chunkMs: number;
}

/** Every call that a worker answers. */
export interface Calls {
  open: { arguments: ['cpu' | 'webgpu']; result: void };
  selfTest: { arguments: []; result: number[] };
  startScenes: { arguments: [Record<string, unknown>]; result: number };
  startFiles: { arguments: [NamedFile[], Record<string, unknown>]; result: number };
  loadStep: { arguments: []; result: number };
  finishLoading: { arguments: []; result: DatasetSummary };
  stopLoading: { arguments: []; result: void };
  images: { arguments: [ViewsOptions]; result: ImageBatch };
  views: { arguments: [ViewsOptions]; result: ViewBatch };
  startPretraining: { arguments: [PretrainConfig]; result: number };
  resumePretraining: { arguments: [Uint8Array]; result: number };
  train: { arguments: []; result: TrainChunk | PreparingChunk };
  stopPretraining: { arguments: []; result: void };
  checkpoint: { arguments: []; result: Uint8Array };
  save: { arguments: []; result: Uint8Array };
  loadModel: { arguments: [Uint8Array]; result: ModelInfo };
  startEvaluation: { arguments: [EvaluationConfig]; result: void };
  evaluate: { arguments: []; result: { done: number; total: number } | { report: EvaluationReport } };
  stopEvaluation: { arguments: []; result: void };
  neighbors: { arguments: [NeighborsOptions]; result: Neighbor[] };
  startEmbedding: { arguments: [EmbeddingConfig]; result: void };
  embed: { arguments: []; result: { done: number; total: number; picture?: Embedding } };
  stopEmbedding: { arguments: []; result: void };
  attend: { arguments: [AttendOptions]; result: Attention };
  memory: { arguments: []; result: number };
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
}

export type Response =
  | { id: number; result: unknown }
  | { id: number; error: WireError }
  /** The worker cannot go on: its device or its instance is gone. */
  | { fatal: WireError };
