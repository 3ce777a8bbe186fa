/** The state of “Sort images with a few labels”, and how each action changes it. */
import type { ImageBatch, Labels, LabelsReport } from 'patchwise';

import { t } from './language';
import type { Action } from './state';

/** Images of a page of tiles. */
export const PAGE = 48;

/** Which images are shown: suggestions, all, those that were labelled, or those taken for a class, `class:` and its
 * name. */
export type View = 'next' | 'all' | 'labeled' | `class:${string}`;

/** Images by their index in the data, with their pictures in the same order. */
export interface Tiles {
  indices: readonly number[];
  pictures: ImageBatch;
}

export interface Sorting {
  labels: Labels;
  /** All classes, also those that no image has yet, in the order in which they were named. */
  names: readonly string[];
  /** What was learnt from labels; null until something was, and for a new network. */
  report: LabelsReport | null;
  /** Whether labels have changed since. */
  isStale: boolean;
  view: View;
  page: number;
  tiles: Tiles | null;
  mistakes: Tiles | null;
  selected: ReadonlySet<number>;
}

export const NOTHING_SORTED: Sorting = {
  labels: { classNames: [], classes: {} },
  names: [],
  report: null,
  isStale: false,
  view: 'next',
  page: 0,
  tiles: null,
  mistakes: null,
  selected: new Set(),
};

export type SortingAction =
  | { kind: 'named' | 'unnamed'; name: string }
  | { kind: 'labeled'; labels: Labels }
  /** `labels`: those that it was learnt from. */
  | { kind: 'learned'; report: LabelsReport; mistakes: Tiles | null; labels: Labels }
  | { kind: 'tiled'; view: View; page: number; tiles: Tiles }
  | { kind: 'selected'; selected: ReadonlySet<number> };

export function reduceSorting(sorting: Sorting, action: Action): Sorting {
  switch (action.kind) {
    case 'loaded':
      return NOTHING_SORTED;
    case 'started':
    case 'run-used':
    case 'model-loaded':
      // What was learnt is another network's.
      return { ...sorting, report: null, isStale: false, mistakes: null };
    case 'named':
      return { ...sorting, names: withNames(sorting.names, [action.name]) };
    case 'restored':
      // A classifier that was kept is the one to go on with.
      return { ...sorting, isStale: sorting.isStale && !action.info?.classifier };
    case 'unnamed':
      return { ...sorting, names: sorting.names.filter((name) => name !== action.name) };
    case 'labeled': {
      const { labels } = action;
      return { ...sorting, labels, names: withNames(sorting.names, labels.classNames), isStale: true };
    }
    case 'learned':
      return {
        ...sorting,
        report: action.report,
        mistakes: action.mistakes,
        isStale: sorting.labels !== action.labels,
      };
    case 'tiled': {
      const { view, page, tiles } = action;
      return { ...sorting, view, page, tiles, selected: new Set() };
    }
    case 'selected':
      return { ...sorting, selected: action.selected };
    default:
      return sorting;
  }
}

function withNames(names: readonly string[], added: readonly string[]): readonly string[] {
  const all = [...new Set([...names, ...added])];
  return all.length === names.length ? names : all;
}

/** The class that a person gave an image; undefined without one. */
export function labelOf({ labels }: Sorting, index: number): string | undefined {
  const label = labels.classes[index];
  return label === undefined ? undefined : labels.classNames[label];
}

/** Labelled images of a class. */
export function countOf({ labels }: Sorting, name: string): number {
  const label = labels.classNames.indexOf(name);
  return Object.values(labels.classes).filter((other) => other === label).length;
}

/** Views that show something, with their titles. */
export function viewsOf({ labels, report }: Sorting): { view: View; title: string }[] {
  const numLabeled = Object.keys(labels.classes).length;
  const counts = new Map<number, number>();
  for (const label of report?.predictions ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [
    { view: 'next', title: t('sort-view-next') },
    { view: 'all', title: t('sort-view-all') },
    { view: 'labeled', title: t('sort-view-labeled', { count: numLabeled }) },
    ...(report?.predictions.length ? report.classNames : []).map((name, label) => ({
      view: `class:${name}` as const,
      title: t('sort-view-class', { class: name, count: counts.get(label) ?? 0 }),
    })),
  ];
}

/** The images of a view, by their index in the data; of a class the surest first. */
export function indicesOf({ labels, report }: Sorting, view: View, numImages: number): number[] {
  switch (view) {
    case 'next':
      return report?.suggestions.map(({ index }) => index) ?? [];
    case 'all':
      return [...Array(numImages).keys()];
    case 'labeled':
      return Object.keys(labels.classes).map(Number);
    default: {
      if (!report) return [];
      const label = report.classNames.indexOf(view.slice('class:'.length));
      const indices = [...report.predictions.keys()].filter((index) => report.predictions[index] === label);
      const sureness = (index: number) => report.probabilities[index] ?? 0;
      return indices.sort((a, b) => sureness(b) - sureness(a));
    }
  }
}
