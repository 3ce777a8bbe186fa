/** The quiz: first for the person, later once more. */
import { create } from '../elements';
import { t } from '../language';
import type { State } from '../state';
import { ARROWS, button, figureOf, questionPicture, turnName } from './parts';
import type { Screen } from './parts';
import { PICTURES, TURNS, scoreOf } from './quiz';

const KEYS: Record<string, number> = { ArrowUp: 0, ArrowLeft: 1, ArrowDown: 2, ArrowRight: 3 };
/** The order of the buttons: as on a keyboard. */
const ORDER = [1, 0, 2, 3];

export class Quiz implements Screen {
  readonly root = create('div', { class: 'quiz' });
  readonly #again: boolean;
  readonly #answer: (turn: number) => void;
  readonly #question = create('p', { class: 'question' });
  readonly #picture = create('div', { class: 'quiz-picture' });
  readonly #buttons: HTMLElement;
  /** Said when the questions are of another kind. */
  readonly #news = create('p', { class: 'news' }, t('quiz-stickers-begin'));
  readonly #feedback = create('div', { role: 'status', class: 'feedback' });
  readonly #result = create('div', {});
  readonly #board = create('div', { class: 'board' });

  constructor(again: boolean, answer: (turn: number) => void) {
    this.#again = again;
    this.#answer = answer;
    const buttons = ORDER.map((turn) => {
      const made = button(`turn-${turn}`, '', () => answer(turn));
      made.append(
        create('span', { 'aria-hidden': true, class: 'arrow' }, ARROWS[turn] ?? ''),
        create('span', {}, turnName(turn)),
      );
      return made;
    });
    this.#buttons = create('div', { class: 'turns', role: 'group', 'aria-label': t('quiz-answers') }, ...buttons);
    this.#board.append(this.#picture, create('div', {}, this.#news, this.#question, this.#buttons));
    this.root.append(this.#board, this.#feedback, this.#result);
    document.addEventListener('keydown', this.#press);
  }

  leave(): void {
    document.removeEventListener('keydown', this.#press);
  }

  /** Arrow keys answer wherever the focus is, but for controls that have a use for them. */
  readonly #press = (event: KeyboardEvent): void => {
    const turn = KEYS[event.key];
    const isElsewhere = event.target instanceof Element && event.target.closest('input, select, canvas') !== null;
    if (turn === undefined || isElsewhere || this.#board.hidden || this.root.hidden) return;
    event.preventDefault();
    // Where a button has the focus, it is the one of the answer.
    if (this.#buttons.contains(document.activeElement))
      this.#buttons.querySelector<HTMLElement>(`#turn-${turn}`)?.focus();
    this.#answer(turn);
  };

  update({ lesson }: State, previous: State | null): void {
    const { questions, views } = lesson;
    const answers = this.#again ? lesson.answersAgain : lesson.answers;
    const before = this.#again ? previous?.lesson.answersAgain : previous?.lesson.answers;
    if (answers === before && views === previous?.lesson.views) return;
    const question = questions[answers.length];
    const hadFocus = this.#board.contains(document.activeElement);
    this.#board.hidden = !question;
    this.#feedback.replaceChildren(...this.#tell(lesson, answers));
    if (question && views) {
      const { kind } = question;
      this.#news.hidden = kind !== 'sticker';
      const number = answers.length + 1;
      this.#question.textContent = t(`quiz-question-${kind}`, { number, total: questions.length });
      this.#picture.replaceChildren(questionPicture(views, question));
      this.#result.replaceChildren();
    } else if (questions.length > 0) {
      this.#result.replaceChildren(this.#summary(lesson));
      if (hadFocus) this.#result.querySelector<HTMLElement>('[tabindex]')?.focus();
    }
  }

  /** Whether the last answer was right, beside the picture that it was about: the next one is shown already. */
  #tell({ questions, views }: State['lesson'], answers: readonly number[]): Node[] {
    const last = answers.length - 1;
    const [question, answer] = [questions[last], answers[last]];
    if (!question || answer === undefined) return [];
    const isRight = question.turn === answer;
    const words = isRight
      ? t('quiz-right')
      : t(`quiz-wrong-${question.kind}`, { turn: turnName(question.turn), arrow: ARROWS[question.turn % TURNS] ?? '' });
    // The words say it, too: the mark needs none of its own.
    const mark = create('span', { 'aria-hidden': true, class: isRight ? 'right' : 'wrong' }, isRight ? '✓' : '✗');
    const told = create('p', {}, t('quiz-last', { number: last + 1 }), ' ', mark, ` ${words}`);
    return views ? [questionPicture(views, question), told] : [told];
  }

  #summary({ questions, answers, answersAgain }: State['lesson']): HTMLElement {
    const given = this.#again ? answersAgain : answers;
    const score = (from: number, to: number) => ({
      right: scoreOf(questions.slice(from, to), given.slice(from, to)),
      total: to - from,
    });
    const [pictures, stickers] = [score(0, PICTURES), score(PICTURES, questions.length)];
    return create(
      'div',
      { class: 'scores', tabindex: -1, 'aria-label': t('quiz-your-score') },
      figureOf(t('score-of', pictures), t('quiz-pictures')),
      figureOf(t('score-of', stickers), t('quiz-stickers')),
    );
  }
}
