/** The questions of the lesson: how were a picture, or a sticker on it, turned? */
import type { Attention } from 'patchwise';

export const PICTURES = 10;
export const STICKERS = 5;
/** Quarter turns to the left: none, one, two, three. */
export const TURNS = 4;

export interface Question {
  kind: 'picture' | 'sticker';
  /** Which of the quiz's images. */
  image: number;
  /** Quarter turns to the left. */
  turn: number;
}

/** The network's answer to a question, as the number of a view: 0..3 a picture that was turned, 4..7 a sticker. */
export interface Guess {
  view: number;
  isRight: boolean;
}

/** What a network says to all questions, and where it looked. */
export interface Look {
  attention: Attention;
  guesses: readonly Guess[];
}

/** Questions in an order of their own; the same seed gives the same. */
export function makeQuestions(seed: number): Question[] {
  const random = numbersOf(seed);
  const kinds = [...Array<'picture'>(PICTURES).fill('picture'), ...Array<'sticker'>(STICKERS).fill('sticker')];
  // Every turn comes about as often, in no order that can be learnt by heart.
  const turns = kinds.map((_, index) => index % TURNS);
  const shuffled = [...shuffle(turns.slice(0, PICTURES), random), ...shuffle(turns.slice(PICTURES), random)];
  return kinds.map((kind, image) => ({ kind, image, turn: shuffled[image] ?? 0 }));
}

/** The view that a question shows. */
export function viewOf({ kind, turn }: Question): number {
  return kind === 'picture' ? turn : TURNS + turn;
}

/** Its place among the views of all images. */
export function placeOf(question: Question): number {
  return question.image * 2 * TURNS + viewOf(question);
}

export function guessesOf(attention: Attention, questions: readonly Question[]): Guess[] {
  return questions.map((question) => {
    const view = attention.predictedClasses[placeOf(question)] ?? 0;
    return { view, isRight: view === viewOf(question) };
  });
}

/** How many of the first questions were answered as they should be. */
export function scoreOf(questions: readonly Question[], answers: readonly number[]): number {
  return answers.filter((turn, index) => questions[index]?.turn === turn).length;
}

export function rightOf(guesses: readonly Guess[]): number {
  return guesses.filter(({ isRight }) => isRight).length;
}

/** Numbers from 0 to 1 by a seed: a linear congruence, good enough to shuffle questions. */
function numbersOf(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffle<T>(values: readonly T[], random: () => number): T[] {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
