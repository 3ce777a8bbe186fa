/** What a person's lesson came to, as a file that a teacher can merge with others. */
import type { State } from '../state';
import { rightOf, scoreOf } from './quiz';

const FORMAT = 'patchwise/lesson';
const VERSION = 1;

/** Counts are of `questions`, parts are of 1; null where that was not done. */
export interface Result {
  format: typeof FORMAT;
  version: number;
  name: string;
  seed: number;
  questions: number;
  person: number | null;
  personAgain: number | null;
  networkBefore: number | null;
  networkAfter: number | null;
  steps: number | null;
  sorted: number | null;
  sortedByRandom: number | null;
  fooled: number;
}

const NUMBERS = [
  'person',
  'personAgain',
  'networkBefore',
  'networkAfter',
  'steps',
  'sorted',
  'sortedByRandom',
] as const;

export function resultOf({ lesson }: State, name: string): Result {
  const { questions, answers, answersAgain, before, after, sorting, settings, fooled } = lesson;
  const scoreOfAll = (given: readonly number[]) =>
    given.length === questions.length && given.length > 0 ? scoreOf(questions, given) : null;
  return {
    format: FORMAT,
    version: VERSION,
    name,
    seed: settings.seed,
    questions: questions.length,
    person: scoreOfAll(answers),
    personAgain: scoreOfAll(answersAgain),
    networkBefore: before && rightOf(before.guesses),
    networkAfter: after && rightOf(after.guesses),
    steps: lesson.moments.at(-1)?.step ?? null,
    sorted: sorting && sorting.trained.right / sorting.trained.total,
    sortedByRandom: sorting && sorting.random.right / sorting.random.total,
    fooled: fooled.length,
  };
}

/** Reads a file of {@link resultOf}; null where it is none. */
export function readResult(text: string): Result | null {
  try {
    const value = JSON.parse(text) as Partial<Result> | null;
    if (value?.format !== FORMAT || value.version !== VERSION) return null;
    const isCount = (number: unknown) => typeof number === 'number' && Number.isFinite(number);
    const isFine =
      typeof value.name === 'string' &&
      isCount(value.questions) &&
      isCount(value.fooled) &&
      isCount(value.seed) &&
      NUMBERS.every((name) => value[name] === null || isCount(value[name]));
    return isFine ? (value as Result) : null;
  } catch {
    return null;
  }
}
