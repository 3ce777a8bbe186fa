/** What the page shows, and how each action changes it. Nothing here touches the document. */
import type {
  Alike,
  Attention,
  Catalog,
  Classification,
  DatasetSummary,
  DeviceInfo,
  Embedding,
  EvaluationReport,
  ImageBatch,
  Match,
  ModelInfo,
  Neighbor,
  PretrainProgress,
  Table,
  Timing,
  ViewBatch,
} from 'patchwise';

import type { CameraEnd } from './camera';
import { t } from './language';
import { NEW_LESSON, reduceLesson } from './lesson/lesson';
import type { Lesson, LessonAction } from './lesson/lesson';
import { said } from './problems';
import type { Problem } from './problems';
import { NO_RUN, currentRun, withCurrent } from './runs';
import type { KeptRun, PastRun, RunInfo } from './runs';
import { NOTHING_SORTED, reduceSorting } from './sorting';
import type { Sorting, SortingAction } from './sorting';

/** What the page works at. */
export type Work =
  | 'loading'
  | 'timing'
  | 'training'
  | 'evaluating'
  | 'attending'
  | 'ranking'
  | 'sorting'
  | 'trying'
  | 'mapping'
  | 'comparing';
export type Phase = 'opening' | 'idle' | Work | 'paused' | 'dead';

/** A chosen image of the test split with those most similar to it. */
export interface Similar {
  index: number;
  neighbors: readonly Neighbor[];
  /** Their pictures, in the same order. */
  pictures: ImageBatch;
  /** Why they are alike. */
  alike: Alike;
}

/** A picture from outside the data, and what the network makes of it. */
export interface Trial {
  /** Its file, or the message that says where it is from. */
  name: { file: string } | 'try-pasted' | 'try-from-camera';
  /** Null where the browser does not read it. */
  photo: ImageBitmap | null;
  /** Null without a classifier. */
  classification: Classification | null;
  /** The most similar test images with their pictures, in the same order; null until they are found. */
  similar: { matches: readonly Match[]; pictures: ImageBatch } | null;
}

/** A frame of the camera. */
export interface Seen {
  classification: Classification;
  /** Frames per second; null at the first one. */
  perSecond: number | null;
}

/** A run that went on from its last checkpoint after a failure. */
export interface Restart {
  /** How often, in this run. */
  count: number;
  step: number;
  reason: Problem;
  /** Images whose gradients are computed at once, where these are fewer than a batch. */
  microBatch: number | null;
}

/** A point of the charts. */
export interface Point {
  step: number;
  loss: number;
  /** Null where the task is no classification. */
  accuracy: number | null;
}

export type Progress = Pick<Timing, 'done' | 'total' | 'remainingMs'> & {
  /** Of a download in bytes: which of how many files; `total` is 0 where it is not known. */
  file?: { place: number; count: number };
};

/** The fields of {@link KeptRun} are those of the current run, which the charts show. */
export interface State extends KeptRun {
  phase: Phase;
  device: DeviceInfo | null;
  catalog: Catalog | null;
  dataset: DatasetSummary | null;
  preview: ImageBatch | null;
  /** Which images the preview shows, by their index in the data. */
  previewed: readonly number[];
  chosen: number;
  views: ViewBatch | null;
  progress: Progress | null;
  /** The last restart of the current run. */
  restart: Restart | null;
  /** Runs before the current one. */
  runs: readonly PastRun[];
  /** The current network as it is saved, once its run has ended. */
  model: Blob | null;
  before: Attention | null;
  after: Attention | null;
  /** Test images to choose from, once they are ranked, and the chosen one with those similar to it. */
  queries: ImageBatch | null;
  similar: Similar | null;
  /** Names of the classes that the network has a classifier for; null without one. */
  classifierNames: readonly string[] | null;
  sorting: Sorting;
  lesson: Lesson;
  trial: Trial | null;
  camera: 'off' | 'opening' | 'on';
  /** Why the camera is off, once it was on. */
  cameraNote: CameraEnd | null;
  seen: Seen | null;
  /** The camera that images are collected with. */
  collecting: 'off' | 'opening' | 'on';
  /** Features in two dimensions, with their images. */
  map: Embedding | null;
  mapImages: ImageBatch | null;
  /** The comparison, and what it is at. */
  table: Table | null;
  comparing: string;
  hasNetwork: boolean;
  /** Whether the network was trained since it was saved. */
  isUnsaved: boolean;
  /** Whether the table of a comparison was not exported. */
  isTableUnsaved: boolean;
  /** What a loaded model is. */
  opened: ModelInfo | null;
  canResume: boolean;
  error: Problem | null;
  /** Said once by screen readers. */
  status: string;
}

export type Action =
  | { kind: 'opened'; device: DeviceInfo; catalog: Catalog }
  | { kind: 'began'; phase: Work | 'opening' | 'paused'; status: string }
  | { kind: 'progressed'; progress: Progress }
  | { kind: 'loaded'; dataset: DatasetSummary; preview: ImageBatch; previewed: readonly number[] }
  | { kind: 'chose'; index: number }
  | { kind: 'viewed'; views: ViewBatch }
  /** `info` is null where a run goes on. */
  | { kind: 'started'; done: number; chance: number | null; info: RunInfo | null }
  | { kind: 'restarted'; restart: Restart; device: DeviceInfo }
  | { kind: 'trained'; progress: PretrainProgress }
  | { kind: 'interrupted' }
  | { kind: 'evaluated'; report: EvaluationReport }
  | { kind: 'attended'; before: Attention | null; after: Attention }
  | { kind: 'ranked'; queries: ImageBatch }
  | { kind: 'found'; similar: Similar }
  | SortingAction
  | LessonAction
  | { kind: 'tried'; trial: Trial }
  | { kind: 'refused'; reason: string | Problem }
  | { kind: 'camera-opening' | 'camera-opened' }
  | { kind: 'camera-stopped'; end: CameraEnd; error: string | null }
  /** `status` is null where it is not worth saying. */
  | { kind: 'saw'; seen: Seen; status: string | null }
  | { kind: 'collecting'; camera: State['collecting']; status: string; error: string | null }
  | { kind: 'mapped'; map: Embedding }
  | { kind: 'pictured'; mapImages: ImageBatch }
  | { kind: 'compares'; comparing: string }
  | { kind: 'tabled'; table: Table }
  | { kind: 'model-loaded'; info: ModelInfo; run: RunInfo }
  | {
      kind: 'restored';
      run: KeptRun;
      runs: readonly PastRun[];
      info: ModelInfo | null;
      model: Blob | null;
      canResume: boolean;
    }
  | { kind: 'remembered'; model: Blob }
  | { kind: 'run-used'; run: PastRun; info: ModelInfo }
  | { kind: 'run-removed'; id: string; isRemoved: boolean }
  | { kind: 'saved' }
  | { kind: 'exported' }
  | { kind: 'ended'; status: string }
  | { kind: 'failed'; error: Problem; isDead: boolean; canResume: boolean; hasEnded: boolean }
  | { kind: 'dismissed' };

const MAX_POINTS = 5000;

/** What belongs to one network. */
const WITHOUT_EVALUATIONS = {
  reports: [],
  fewLabels: null,
  before: null,
  after: null,
  queries: null,
  similar: null,
  trial: null,
  map: null,
  mapImages: null,
};

export const initialState: State = {
  ...NO_RUN,
  ...WITHOUT_EVALUATIONS,
  restart: null,
  runs: [],
  model: null,
  phase: 'opening',
  device: null,
  catalog: null,
  dataset: null,
  preview: null,
  previewed: [],
  chosen: 0,
  views: null,
  progress: null,
  classifierNames: null,
  sorting: NOTHING_SORTED,
  lesson: NEW_LESSON,
  camera: 'off',
  cameraNote: null,
  seen: null,
  collecting: 'off',
  table: null,
  comparing: '',
  hasNetwork: false,
  isUnsaved: false,
  isTableUnsaved: false,
  opened: null,
  canResume: false,
  error: null,
  status: '',
};

export function reduce(state: State, action: Action): State {
  const [sorting, lesson] = [reduceSorting(state.sorting, action), reduceLesson(state.lesson, action)];
  return { ...reduceOthers(state, action), sorting, lesson };
}

function reduceOthers(state: State, action: Action): State {
  switch (action.kind) {
    case 'opened': {
      const { device, catalog } = action;
      return { ...state, phase: 'idle', device, catalog, status: t('status-ready', wordsOfDevice(device)) };
    }
    case 'began':
      return { ...state, phase: action.phase, error: null, status: action.status };
    case 'progressed':
      return { ...state, progress: action.progress };
    case 'loaded': {
      const { dataset, preview, previewed } = action;
      const chosen = previewed[0] ?? 0;
      return {
        ...state,
        // Its results on the data before stay; what follows are others.
        ...((state.reports.length > 0 || state.fewLabels) && {
          runs: withCurrent(state),
          info: renew(state.info, dataset.name),
        }),
        ...WITHOUT_EVALUATIONS,
        dataset,
        preview,
        previewed,
        chosen,
        views: null,
        table: null,
        isTableUnsaved: false,
      };
    }
    case 'chose':
      return { ...state, chosen: action.index };
    case 'viewed':
      return { ...state, views: action.views };
    case 'started': {
      // Only now is the network a new one; a run that could not start leaves all that is known of the old.
      // One that resumes keeps the steps before.
      const { info, chance } = action;
      const history = info ? [] : state.history.filter(({ step }) => step <= action.done);
      const run = { opened: null, classifierNames: null, history, training: null, chance, model: null, restart: null };
      const runs = info ? { runs: withCurrent(state), info } : {};
      return { ...state, ...WITHOUT_EVALUATIONS, ...run, ...runs };
    }
    case 'restarted': {
      const { restart, device } = action;
      const history = state.history.filter(({ step }) => step <= restart.step);
      return { ...state, restart, device, history, status: t('status-training-restarted', { step: restart.step }) };
    }
    case 'trained':
      return learn(state, action.progress);
    case 'interrupted':
      return { ...state, canResume: true };
    case 'evaluated':
      return evaluate(state, action.report);
    case 'attended':
      return { ...state, before: action.before, after: action.after };
    case 'ranked':
      return { ...state, queries: action.queries };
    case 'found':
      return { ...state, similar: action.similar, error: null };
    case 'learned': {
      const { predictions, classNames, heldOut } = action.report;
      const names = predictions.length > 0 ? classNames : state.classifierNames;
      return {
        ...state,
        classifierNames: names,
        fewLabels: heldOut && { correct: heldOut.correct, total: heldOut.total },
      };
    }
    case 'tried':
      return { ...state, trial: action.trial };
    case 'refused':
      return { ...state, error: typeof action.reason === 'string' ? said(action.reason) : action.reason };
    case 'camera-opening':
      return { ...state, camera: 'opening', cameraNote: null, error: null, status: t('status-camera-opening') };
    case 'camera-opened':
      return { ...state, camera: 'on', status: t('status-camera-started') };
    case 'camera-stopped': {
      const { end } = action;
      const error = action.error === null ? state.error : said(action.error);
      return { ...state, camera: 'off', cameraNote: end, seen: null, error, status: t(end) };
    }
    case 'saw':
      return { ...state, seen: action.seen, status: action.status ?? state.status };
    case 'collecting': {
      const { camera: collecting, status } = action;
      return { ...state, collecting, status, error: action.error === null ? state.error : said(action.error) };
    }
    case 'mapped':
      return { ...state, map: action.map };
    case 'pictured':
      return { ...state, mapImages: action.mapImages };
    case 'compares':
      return { ...state, comparing: action.comparing };
    case 'tabled':
      return { ...state, table: action.table, isTableUnsaved: true };
    case 'exported':
      return { ...state, isTableUnsaved: false };
    case 'model-loaded': {
      const { info: opened, run: info } = action;
      const classifierNames = opened.classifier?.classNames ?? null;
      const network = { hasNetwork: true, isUnsaved: false, opened, classifierNames, model: null, restart: null };
      const run = { ...NO_RUN, ...WITHOUT_EVALUATIONS, runs: withCurrent(state), info };
      return { ...state, ...run, ...network, error: null, status: t('status-model-loaded') };
    }
    case 'restored': {
      const { run, runs, info, model, canResume } = action;
      const classifierNames = info?.classifier?.classNames ?? null;
      const status = t('status-project-opened');
      const network = { classifierNames, opened: null, hasNetwork: info !== null, canResume, model, restart: null };
      return { ...state, ...run, runs, ...network, status };
    }
    case 'remembered':
      return { ...state, model: action.model };
    case 'run-used': {
      const { run, info } = action;
      const runs = withCurrent(state).filter((other) => other.info.id !== run.info.id);
      const network = {
        classifierNames: info.classifier?.classNames ?? null,
        opened: null,
        model: run.model,
        restart: null,
      };
      const rest = { hasNetwork: true, canResume: false, error: null, status: t('status-run-used') };
      return { ...state, ...WITHOUT_EVALUATIONS, ...currentRun(run), runs, ...network, ...rest };
    }
    case 'run-removed': {
      const { id, isRemoved } = action;
      return { ...state, runs: state.runs.map((run) => (run.info.id === id ? { ...run, isRemoved } : run)) };
    }
    case 'saved':
      return { ...state, isUnsaved: false };
    case 'ended':
      return { ...state, phase: 'idle', progress: null, status: action.status };
    case 'failed':
      return fail(state, action);
    case 'dismissed':
      return { ...state, error: null };
    default:
      return state;
  }
}

/** The same network, on other data. */
function renew(info: RunInfo | null, data: string): RunInfo | null {
  return info && { ...info, id: crypto.randomUUID(), data };
}

function learn(state: State, training: PretrainProgress): State {
  const { step, loss, pretextAccuracy: accuracy, preparing, measuring } = training;
  const history = loss === null ? state.history : thin([...state.history, { step, loss, accuracy }]);
  const beside = preparing ?? measuring;
  const progress = beside ? { ...beside, remainingMs: null } : training;
  return { ...state, training, progress, history, hasNetwork: true, isUnsaved: true, canResume: false };
}

/** Half of the points where there are very many: charts show fewer, and all are kept with each checkpoint. */
function thin(history: readonly Point[]): readonly Point[] {
  return history.length > MAX_POINTS ? history.filter((_, index) => index % 2 === 1) : history;
}

function evaluate(state: State, report: EvaluationReport): State {
  const classifierNames = report.classifier ? report.classNames : state.classifierNames;
  return { ...state, reports: withReport(state.reports, report), classifierNames };
}

function fail(state: State, { error, isDead, canResume, hasEnded }: Extract<Action, { kind: 'failed' }>): State {
  // What fails beside a run does not end it.
  if (!isDead && !hasEnded) return { ...state, error };
  return {
    ...state,
    progress: null,
    phase: isDead ? 'dead' : 'idle',
    error,
    status: t('status-failed'),
    // A checkpoint outlives what was refused.
    canResume: isDead ? canResume : state.canResume,
    classifierNames: isDead ? null : state.classifierNames,
  };
}

/** With a report in the place of an earlier one of the same kind, so that two classifiers can be compared. */
function withReport(reports: readonly EvaluationReport[], added: EvaluationReport): EvaluationReport[] {
  const isSame = ({ protocol, classifier }: EvaluationReport) =>
    protocol === added.protocol && classifier === added.classifier;
  return reports.some(isSame) ? reports.map((report) => (isSame(report) ? added : report)) : [...reports, added];
}

/** Whether there is a classifier for a picture, or something to compare it with. */
export function canTry({ hasNetwork, classifierNames, dataset }: State): boolean {
  return hasNetwork && (classifierNames !== null || (dataset?.test ?? 0) > 0);
}

/** A device for messages. */
export function wordsOfDevice({ kind, threads }: DeviceInfo): { device: string; threads: number } {
  return { device: kind, threads: threads ?? 1 };
}
