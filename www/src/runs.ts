/** Runs side by side: what is known of the current one, and of those before it. */
import type { EvaluationReport, PretrainConfig, PretrainProgress } from 'patchwise';

import type { Point, State } from './state';

/** What a run was begun with. */
export interface RunInfo {
  id: string;
  /** Milliseconds since 1970. */
  started: number;
  config: Partial<PretrainConfig>;
  /** The name of the data. */
  data: string;
}

/** How well held-out labels were predicted that a person gave. */
export interface FewLabels {
  correct: number;
  total: number;
}

/** What is kept of a run and its results. */
export interface KeptRun {
  /** Null before the first run. */
  info: RunInfo | null;
  history: readonly Point[];
  /** Accuracy by chance at its task. */
  chance: number | null;
  reports: readonly EvaluationReport[];
  training: PretrainProgress | null;
  fewLabels: FewLabels | null;
}

/** A run that another one followed, with its network. */
export interface PastRun extends KeptRun {
  info: RunInfo;
  model: Blob | null;
  /** It is left out once the page is left. */
  isRemoved: boolean;
}

export const NO_RUN: KeptRun = {
  info: null,
  history: [],
  chance: null,
  reports: [],
  training: null,
  fewLabels: null,
};

/** The current run as it is kept. */
export function currentRun({ info, history, chance, reports, training, fewLabels }: KeptRun): KeptRun {
  return { info, history, chance, reports, training, fewLabels };
}

/** The past runs and, if there is one, the current run, which another one follows. */
export function withCurrent(state: State): readonly PastRun[] {
  const { info, model, runs } = state;
  const isEmpty = state.history.length === 0 && state.reports.length === 0 && !state.fewLabels;
  return info && !isEmpty ? [...runs, { ...currentRun(state), info, model, isRemoved: false }] : runs;
}

/** All runs in the order in which they were begun. */
export function allRuns(state: State): (KeptRun & { info: RunInfo })[] {
  const { info } = state;
  const all = [...state.runs, ...(info ? [{ ...currentRun(state), info }] : [])];
  return all.sort((a, b) => a.info.started - b.info.started);
}
