/** The state of the lesson, and how each action changes it. */
import type { Attention, Classification, DatasetSummary, Embedding, ImageBatch, ViewBatch } from 'patchwise';

import type { Action } from '../state';
import type { Look, Question } from './quiz';

export const SCREENS = ['you', 'untrained', 'learning', 'again', 'learnt', 'fool', 'report'] as const;
export type Screen = (typeof SCREENS)[number];

/** What a link can carry, so that another machine does the same. */
export interface LessonSettings {
  seed: number;
  images: number;
  /** As many as fit into the time where it is null. */
  epochs: number | null;
}

/** The network during its training, and what it says of some pictures. */
export interface Moment {
  step: number;
  attention: Attention;
  model: Uint8Array;
}

/** How images were sorted by a few labels. */
export interface Sorted {
  right: number;
  total: number;
  /** The class that each image is taken for. */
  predictions: readonly number[];
}

export interface Sorting {
  trained: Sorted;
  random: Sorted;
  /** The classes that were named. */
  kinds: readonly number[];
  /** Images that were labelled, and those that the trained network sorts wrongly, by their index. */
  labeled: readonly number[];
  wrong: readonly number[];
  images: ImageBatch;
}

/** The map of features at a step. */
export interface MapAt {
  step: number;
  map: Embedding;
}

export interface SimilarTo {
  index: number;
  similarities: readonly number[];
  pictures: ImageBatch;
}

/** A picture that may be changed, by its index among the images to learn from. */
export interface Candidate {
  index: number;
  label: number;
  /** Whether the network names it rightly. */
  isRight: boolean;
}

/** The picture that was to fool the network, as the network sees it, and what it says. */
export interface Trick {
  /** Tells pictures apart. */
  picture: string;
  classification: Classification;
  /** What the picture shows: its class, or what the network said before it was changed. */
  truth: string | null;
  isChanged: boolean;
  /** Whether the network named it rightly before it was changed. */
  wasRight: boolean;
}

/** Whether a picture that it named rightly was changed and is now taken for something else. */
export function isFooled({ isChanged, wasRight, truth, classification }: Trick): boolean {
  return isChanged && wasRight && truth !== null && classification.label !== truth;
}

export interface Lesson {
  settings: LessonSettings;
  /** The images of the lesson: where others are loaded, it begins with its own again. */
  dataset: DatasetSummary | null;
  /** The quiz's images by their index among the test images, and their views. */
  indices: readonly number[];
  labels: readonly number[];
  views: ViewBatch | null;
  questions: readonly Question[];
  /** A person's answers, in the order of the questions, and those of a second time. */
  answers: readonly number[];
  answersAgain: readonly number[];
  before: Look | null;
  after: Look | null;
  training: 'none' | 'measuring' | 'running' | 'done';
  /** Epochs that fit into the time. */
  epochs: number | null;
  moments: readonly Moment[];
  sorting: Sorting | null;
  maps: readonly MapAt[];
  similar: SimilarTo | null;
  /** Pictures to change; empty until the network was asked about them. */
  candidates: readonly Candidate[];
  trick: Trick | null;
  /** The pictures by which it was fooled. */
  fooled: readonly string[];
  tries: number;
}

export const NEW_LESSON: Lesson = {
  settings: { seed: 1, images: 480, epochs: null },
  dataset: null,
  indices: [],
  labels: [],
  views: null,
  questions: [],
  answers: [],
  answersAgain: [],
  before: null,
  after: null,
  training: 'none',
  epochs: null,
  moments: [],
  sorting: null,
  maps: [],
  similar: null,
  candidates: [],
  trick: null,
  fooled: [],
  tries: 0,
};

export type LessonAction =
  | { kind: 'lesson-set'; settings: LessonSettings }
  | {
      kind: 'lesson-began';
      dataset: DatasetSummary;
      indices: readonly number[];
      labels: readonly number[];
      views: ViewBatch;
      questions: readonly Question[];
    }
  | ({ kind: 'lesson-restored' } & Pick<Lesson, 'answers' | 'answersAgain' | 'epochs' | 'tries' | 'fooled'>)
  | { kind: 'lesson-answered'; turn: number; again: boolean }
  | { kind: 'lesson-again' }
  | { kind: 'lesson-looked'; when: 'before' | 'after'; look: Look }
  | { kind: 'lesson-training'; training: Lesson['training']; epochs?: number }
  | { kind: 'lesson-moment'; moment: Moment }
  | { kind: 'lesson-sorted'; sorting: Sorting }
  | { kind: 'lesson-mapped'; maps: readonly MapAt[] }
  | { kind: 'lesson-similar'; similar: SimilarTo }
  | { kind: 'lesson-candidates'; candidates: readonly Candidate[] }
  | { kind: 'lesson-tricked'; trick: Trick };

export function reduceLesson(lesson: Lesson, action: Action): Lesson {
  switch (action.kind) {
    case 'lesson-set':
      return { ...NEW_LESSON, settings: action.settings };
    case 'lesson-began': {
      const { kind: _, ...begun } = action;
      return { ...NEW_LESSON, settings: lesson.settings, ...begun };
    }
    case 'lesson-restored': {
      const { kind: _, ...restored } = action;
      return { ...lesson, ...restored };
    }
    case 'lesson-answered':
      return action.again
        ? { ...lesson, answersAgain: [...lesson.answersAgain, action.turn] }
        : { ...lesson, answers: [...lesson.answers, action.turn] };
    case 'lesson-again':
      return { ...lesson, answersAgain: [] };
    case 'lesson-looked':
      return { ...lesson, [action.when]: action.look };
    case 'lesson-training': {
      const epochs = action.epochs ?? lesson.epochs;
      const isNew = action.training === 'measuring';
      const none = { after: null, moments: [], sorting: null, maps: [], similar: null, candidates: [], trick: null };
      return { ...lesson, ...(isNew && none), training: action.training, epochs };
    }
    case 'lesson-moment':
      return { ...lesson, moments: [...lesson.moments, action.moment] };
    case 'lesson-sorted':
      return { ...lesson, sorting: action.sorting };
    case 'lesson-mapped':
      return { ...lesson, maps: action.maps };
    case 'lesson-similar':
      return { ...lesson, similar: action.similar };
    case 'lesson-candidates':
      return { ...lesson, candidates: action.candidates };
    case 'lesson-tricked': {
      const { trick } = action;
      const isNew = isFooled(trick) && !lesson.fooled.includes(trick.picture);
      const tries = lesson.tries + (trick.isChanged ? 1 : 0);
      return { ...lesson, trick, tries, fooled: isNew ? [...lesson.fooled, trick.picture] : lesson.fooled };
    }
    default:
      return lesson;
  }
}
