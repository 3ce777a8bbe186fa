/** What the page shows, and how each action changes it. Nothing here touches the document. */
import type {
  Attention,
  DatasetSummary,
  DeviceInfo,
  EvaluationReport,
  ImageBatch,
  PretrainProgress,
  ViewBatch,
} from 'patchwise';

export type Phase = 'opening' | 'idle' | 'loading' | 'training' | 'paused' | 'evaluating' | 'attending' | 'dead';

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
  reports: readonly EvaluationReport[];
  before: Attention | null;
  after: Attention | null;
  hasNetwork: boolean;
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
  | { kind: 'trained'; progress: PretrainProgress }
  | { kind: 'measured'; report: EvaluationReport }
  | { kind: 'attended'; before: Attention; after: Attention }
  | { kind: 'network-opened' }
  | { kind: 'ended'; status: string }
  | { kind: 'failed'; message: string; isDead: boolean; canResume: boolean }
  | { kind: 'dismissed' };

export const initialState: State = {
  phase: 'opening',
  device: null,
  dataset: null,
  preview: null,
  chosen: 0,
  views: null,
  progress: null,
  training: null,
  history: [],
  reports: [],
  before: null,
  after: null,
  hasNetwork: false,
  canResume: false,
  error: null,
  status: 'Looking for a device.',
};

export function reduce(state: State, action: Action): State {
  switch (action.kind) {
    case 'opened':
      return { ...state, phase: 'idle', device: action.device, status: `Ready on ${nameOf(action.device)}.` };
    case 'began':
      return begin(state, action.phase, action.status);
    case 'progressed':
      return { ...state, progress: action.progress };
    case 'loaded':
      return {
        ...state,
        dataset: action.dataset,
        preview: action.preview,
        chosen: 0,
        views: null,
        before: null,
        after: null,
        reports: [],
      };
    case 'chose':
      return { ...state, chosen: action.index };
    case 'viewed':
      return { ...state, views: action.views };
    case 'trained':
      return learn(state, action.progress);
    case 'measured':
      return {
        ...state,
        reports: [...state.reports.filter((report) => report.protocol !== action.report.protocol), action.report],
      };
    case 'attended':
      return { ...state, before: action.before, after: action.after };
    case 'network-opened':
      return { ...state, hasNetwork: true, history: [], training: null, reports: [], status: 'Network opened.' };
    case 'ended':
      return { ...state, phase: 'idle', progress: null, status: action.status };
    case 'failed':
      return {
        ...state,
        phase: action.isDead ? 'dead' : 'idle',
        progress: null,
        error: action.message,
        canResume: action.canResume,
      };
    case 'dismissed':
      return { ...state, error: null };
  }
}

function begin(state: State, phase: Phase, status: string): State {
  const isFresh = phase === 'training' && state.phase !== 'paused';
  const fresh = isFresh ? { history: [], training: null, reports: [] } : {};
  return { ...state, ...fresh, phase, error: null, status };
}

function learn(state: State, training: PretrainProgress): State {
  const point = { step: training.step, loss: training.loss, accuracy: training.pretextAccuracy };
  const progress = { done: training.step, total: training.totalSteps, remainingMs: training.remainingMs };
  return { ...state, training, progress, hasNetwork: true, canResume: false, history: [...state.history, point] };
}

export function nameOf(device: DeviceInfo): string {
  return device.kind === 'webgpu' ? 'WebGPU' : 'the CPU';
}
