/** Parts that screens of the lesson share. */
import { drawImage } from '../draw';
import { create } from '../elements';
import { t } from '../language';
import type { State } from '../state';
import { TURNS, placeOf, viewOf } from './quiz';
import type { Guess, Look, Question } from './quiz';

/** A screen of the lesson: elements of its own that follow the state. */
export interface Screen {
  readonly root: HTMLElement;
  /** `previous` is null when the screen is shown. */
  update(state: State, previous: State | null): void;
  /** The screen is left. */
  leave?(): void;
}

/** Where the top of what was turned points, by quarter turns to the left. */
export const ARROWS = ['↑', '←', '↓', '→'] as const;

export function turnName(turn: number): string {
  return t(`turn-${turn % TURNS}`);
}

/** What the network says of a view. */
export function guessName(view: number): string {
  return t(view < TURNS ? 'lesson-guess-picture' : 'lesson-guess-sticker', { turn: turnName(view) });
}

export function button(id: string, label: string, act: () => void, kind = ''): HTMLButtonElement {
  const made = create('button', { type: 'button', id, ...(kind && { class: kind }) }, label);
  made.addEventListener('click', act);
  return made;
}

/** The picture of a question, large. */
export function questionPicture(
  { pixels, imageSize, boxes }: { pixels: Uint8Array; imageSize: number; boxes: Look['attention']['boxes'] },
  question: Question,
): HTMLCanvasElement {
  const box = question.kind === 'sticker' ? boxes[question.image] : undefined;
  return drawImage(pixels, imageSize, placeOf(question), box);
}

/** All questions with the network's answers and where it looked. */
export function answerTiles(look: Look, questions: readonly Question[]): HTMLElement {
  const { attention, guesses } = look;
  const tiles = questions.map((question, index) => {
    const guess = guesses[index] as Guess;
    const place = placeOf(question);
    const caption = create('figcaption', {}, sign(guess.isRight), ` ${guessName(guess.view)}`);
    if (!guess.isRight)
      caption.append(create('span', { class: 'truth' }, t('lesson-truth', { answer: guessName(viewOf(question)) })));
    return create(
      'figure',
      { class: 'tile pair' },
      questionPicture(attention, question),
      drawImage(attention.overlays, attention.imageSize, place),
      caption,
    );
  });
  return create('div', { class: 'tiles answers' }, ...tiles);
}

/** Right or wrong, by shape and in words for screen readers. */
export function sign(isRight: boolean): HTMLElement {
  const [mark, words] = isRight ? ['✓', t('right')] : ['✗', t('wrong')];
  return create(
    'span',
    { class: isRight ? 'right' : 'wrong' },
    create('span', { 'aria-hidden': true }, mark),
    create('span', { class: 'visually-hidden' }, words),
  );
}

/** A number that stands for itself, with what it counts below it. */
export function figureOf(number: string, words: string): HTMLElement {
  return create('div', { class: 'score' }, create('strong', {}, number), create('span', {}, words));
}

export const partOf = (progress: State['progress']) => (progress ? progress.done / Math.max(progress.total, 1) : 0);

/** A bar of progress with its words. */
export class Progress {
  readonly root: HTMLElement;
  readonly #bar = create('progress', { max: 1, value: 0 });
  readonly #text = create('span', { class: 'progress-text' });

  constructor(name: string) {
    this.#bar.setAttribute('aria-label', name);
    this.root = create('p', { class: 'row progress' }, this.#bar, this.#text);
    this.root.hidden = true;
  }

  /** Only words, where the bar was. */
  say(words: string): void {
    this.show(1, words);
  }

  show(part: number | null, words: string): void {
    this.root.hidden = false;
    if (part === null) this.#bar.removeAttribute('value');
    else this.#bar.value = part;
    this.#text.textContent = words;
  }

  hide(): void {
    this.root.hidden = true;
  }
}
