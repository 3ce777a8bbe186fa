/** The same quiz for the trained network, beside the person. */
import { create, fillTable, scrollBox } from '../elements';
import { t } from '../language';
import type { State } from '../state';
import { answerTiles, button } from './parts';
import type { Screen } from './parts';
import { TURNS, rightOf, scoreOf } from './quiz';
import { Quiz } from './quiz-screen';

interface Host {
  ask(): void;
  answer(turn: number): void;
  repeat(): void;
}

/** So many right answers more than before are hardly luck. */
const CLEAR_GAIN = 3;

export class Again implements Screen {
  readonly root = create('div', {});
  readonly #ask: HTMLButtonElement;
  readonly #repeat: HTMLButtonElement;
  readonly #scores = create('div', {});
  readonly #answers = create('div', {});
  readonly #quiz: Quiz;
  #isRepeating = false;

  constructor(host: Host) {
    this.#ask = button('ask-trained', t('again-ask'), host.ask, 'main');
    this.#repeat = button('repeat', t('again-repeat'), () => {
      this.#isRepeating = !this.#isRepeating;
      host.repeat();
      if (this.#isRepeating) this.#quiz.root.querySelector('button')?.focus();
    });
    this.#quiz = new Quiz(true, host.answer);
    this.#quiz.root.hidden = true;
    const buttons = create('p', { class: 'row' }, this.#ask, this.#repeat);
    this.root.append(buttons, this.#quiz.root, this.#scores, this.#answers);
  }

  leave(): void {
    this.#quiz.leave();
  }

  update(state: State, previous: State | null): void {
    const { lesson, phase } = state;
    this.#ask.hidden = lesson.after !== null;
    this.#ask.disabled = phase !== 'idle' || lesson.moments.length === 0;
    this.#repeat.disabled = lesson.questions.length === 0;
    if (lesson === previous?.lesson) return;
    const given = lesson.answersAgain.length;
    const isAsked = given > 0 && given < lesson.questions.length;
    if (isAsked && !previous) this.#isRepeating = true;
    if (given > 0 && !isAsked) this.#isRepeating = false;
    // What it is compared with would tell the answers.
    const isOn = this.#isRepeating;
    this.#quiz.root.hidden = !isOn && given === 0;
    this.#repeat.textContent = t(isOn ? 'again-results' : 'again-repeat');
    if (!this.#quiz.root.hidden) this.#quiz.update(state, previous?.lesson.questions.length ? previous : null);
    this.#scores.hidden = this.#answers.hidden = isOn;
    this.#scores.replaceChildren(...scoreTable(lesson), ...verdict(lesson));
    if (lesson.after === previous?.lesson.after) return;
    this.#answers.replaceChildren();
    if (lesson.after) this.#answers.append(answerTiles(lesson.after, lesson.questions));
  }
}

/** What the scores of the network mean; chance alone gives the one or the other right answer more. */
export function verdict({ questions, before, after }: State['lesson']): HTMLElement[] {
  if (!after) return [];
  const right = rightOf(after.guesses);
  const gained = right - (before ? rightOf(before.guesses) : Math.round(questions.length / (2 * TURNS)));
  const words = t(gained >= CLEAR_GAIN ? 'again-better' : 'again-little', { right, total: questions.length });
  return [create('p', { class: 'verdict' }, words), create('p', { class: 'note' }, t('again-why'))];
}

/** Who answered how many questions, as a table; nothing before anyone has. */
export function scoreTable({ questions, answers, answersAgain, before, after }: State['lesson']): HTMLElement[] {
  const total = questions.length;
  const rows = [
    ...(answers.length === total && total > 0 ? [[t('score-you'), scoreOf(questions, answers)] as const] : []),
    ...(answersAgain.length === total && total > 0
      ? [[t('score-you-again'), scoreOf(questions, answersAgain)] as const]
      : []),
    ...(before ? [[t('score-network-before'), rightOf(before.guesses)] as const] : []),
    ...(after ? [[t('score-network-after'), rightOf(after.guesses)] as const] : []),
  ];
  if (rows.length === 0) return [];
  const caption = t('again-caption', { total });
  const cells = rows.map(([who, right]) => [who, t('score-of', { right, total })]);
  return [
    scrollBox(
      caption,
      fillTable({ caption, head: [t('score-who'), t('score-right')], rows: cells, hasRowHeads: true }),
    ),
  ];
}
