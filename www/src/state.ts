/** What the page shows, and how each action changes it. Nothing here touches the document. */
import type {
  Attention,
  DatasetSummary,
  DeviceInfo,
  Embedding,
  EvaluationReport,
  ImageBatch,
  ModelInfo,
  Neighbor,
  PretrainProgress,
  ViewBatch,
} from 'patchwise';

import type { Figure, Plan } from './comparison';

export type Phase =
  | 'opening'
  | 'idle'
  | 'loading'
  | 'training'
  | 'paused'
  | 'evaluating'
  | 'attending'
  | 'ranking'
  | 'mapping'
  | 'comparing'
  | 'dead';

/** A chosen image of the test split with those most similar to it. */
export interface Alike {
  index: number;
  neighbors: readonly Neighbor[];
  /** Their pictures, in the same order. */
  pictures: ImageBatch;
}

/** A point of the charts. */
export interface Point {
  step: number;
  loss: number;
  accuracy: number;
}

export interface Progress {
  done: number;
  total: number;
  remainingMs: number;
}

export interface State {
  phase: Phase;
  device: DeviceInfo | null;
  dataset: DatasetSummary | null;
  preview: ImageBatch | null;
  chosen: number;
  views: ViewBatch | null;
  progress: Progress | null;
  training: PretrainProgress | null;
  history: readonly Point[];
  /** Accuracy of guessing at the task of the run that the charts show. */
  chance: number;
  reports: readonly EvaluationReport[];
  before: Attention | null;
  after: Attention | null;
  /** Test images to choose one of, once they are ranked, and the chosen one with its like. */
  queries: ImageBatch | null;
  alike: Alike | null;
  /** Features in two dimensions, with the images that stand there. */
  map: Embedding | null;
  mapImages: ImageBatch | null;
  /** The table of methods: what is run, what is found, and what is on. */
  plan: Plan | null;
  figures: readonly Figure[];
  comparing: string;
  hasNetwork: boolean;
  /** What an opened network says of itself. */
  opened: ModelInfo | null;
  canResume: boolean;
  error: string | null;
  /** Said once by screen readers. */
  status: string;
}

export type Action =
  | { kind: 'opened'; device: DeviceInfo }
  | { kind: 'began'; phase: Exclude<Phase, 'opening' | 'idle'>; status: string }
  | { kind: 'progressed'; progress: Progress }
  | { kind: 'loaded'; dataset: DatasetSummary; preview: ImageBatch }
  | { kind: 'chose'; index: number }
  | { kind: 'viewed'; views: ViewBatch }
  | { kind: 'started'; chance: number | undefined }
  | { kind: 'trained'; progress: PretrainProgress }
  | { kind: 'measured'; report: EvaluationReport }
  | { kind: 'attended'; before: Attention | null; after: Attention }
  | { kind: 'ranked'; queries: ImageBatch }
  | { kind: 'likened'; alike: Alike }
  | { kind: 'mapped'; map: Embedding }
  | { kind: 'pictured'; mapImages: ImageBatch }
  | { kind: 'planned'; plan: Plan }
  | { kind: 'compares'; comparing: string; progress: Progress }
  | { kind: 'compared'; figures: readonly Figure[] }
  | { kind: 'network-opened'; info: ModelInfo }
  | { kind: 'ended'; status: string; canResume?: boolean }
  | { kind: 'failed'; message: string; isDead: boolean; canResume: boolean; hasEnded: boolean }
  | { kind: 'dismissed' };

/** What belongs to one network. */
const WITHOUT_MEASUREMENTS = {
  reports: [],
  before: null,
  after: null,
  queries: null,
  alike: null,
  map: null,
  mapImages: null,
};

export const initialState: State = {
  ...WITHOUT_MEASUREMENTS,
  phase: 'opening',
  device: null,
  dataset: null,
  preview: null,
  chosen: 0,
  views: null,
  progress: null,
  training: null,
  history: [],
  chance: 0,
  plan: null,
  figures: [],
  comparing: '',
  hasNetwork: false,
  opened: null,
  canResume: false,
  error: null,
  status: 'Looking for a device.',
};

export function reduce(state: State, action: Action): State {
  switch (action.kind) {
    case 'opened':
      return { ...state, phase: 'idle', device: action.device, status: `Ready on ${nameOf(action.device)}.` };
    case 'began':
      return { ...state, phase: action.phase, error: null, status: action.status };
    case 'progressed':
      return { ...state, progress: action.progress };
    case 'loaded':
      return {
        ...state,
        dataset: action.dataset,
        preview: action.preview,
        chosen: 0,
        views: null,
        ...WITHOUT_MEASUREMENTS,
        plan: null,
        figures: [],
      };
    case 'chose':
      return { ...state, chosen: action.index };
    case 'viewed':
      return { ...state, views: action.views };
    case 'started':
      // Only now is the network a new one; a run that could not start leaves all that is known of the old.
      return {
        ...state,
        ...WITHOUT_MEASUREMENTS,
        opened: null,
        history: [],
        training: null,
        chance: action.chance ?? state.chance,
      };
    case 'trained':
      return learn(state, action.progress);
    case 'measured':
      return {
        ...state,
        reports: [...state.reports.filter((report) => report.protocol !== action.report.protocol), action.report],
      };
    case 'attended':
      return { ...state, before: action.before, after: action.after };
    case 'ranked':
      return { ...state, queries: action.queries };
    case 'likened':
      return { ...state, alike: action.alike, error: null };
    case 'mapped':
      return { ...state, map: action.map };
    case 'pictured':
      return { ...state, mapImages: action.mapImages };
    case 'planned':
      return { ...state, ...WITHOUT_MEASUREMENTS, plan: action.plan, figures: [] };
    case 'compares':
      return { ...state, comparing: action.comparing, progress: action.progress, hasNetwork: true };
    case 'compared':
      return { ...state, figures: [...state.figures, ...action.figures] };
    case 'network-opened':
      return {
        ...state,
        ...WITHOUT_MEASUREMENTS,
        hasNetwork: true,
        opened: action.info,
        history: [],
        training: null,
        error: null,
        status: 'Network opened.',
      };
    case 'ended':
      return {
        ...state,
        phase: 'idle',
        progress: null,
        status: action.status,
        canResume: action.canResume ?? state.canResume,
      };
    case 'failed':
      return {
        ...state,
        // What fails beside a run does not end it.
        ...(action.isDead || action.hasEnded ? { progress: null } : {}),
        phase: action.isDead ? 'dead' : action.hasEnded ? 'idle' : state.phase,
        error: action.message,
        status: action.hasEnded ? 'Ended by an error.' : state.status,
        // A checkpoint outlives what was refused.
        canResume: action.isDead ? action.canResume : state.canResume,
      };
    case 'dismissed':
      return { ...state, error: null };
  }
}

function learn(state: State, training: PretrainProgress): State {
  const point = { step: training.step, loss: training.loss, accuracy: training.pretextAccuracy };
  const progress = { done: training.step, total: training.totalSteps, remainingMs: training.remainingMs };
  return { ...state, training, progress, hasNetwork: true, canResume: false, history: [...state.history, point] };
}

export function nameOf(device: DeviceInfo): string {
  return device.kind === 'webgpu' ? 'WebGPU' : 'the CPU';
}
