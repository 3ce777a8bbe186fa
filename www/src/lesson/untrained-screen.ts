/** The network before it has learnt: it guesses. */
import { create } from '../elements';
import { t } from '../language';
import type { State } from '../state';
import { answerTiles, button, figureOf } from './parts';
import type { Screen } from './parts';
import { TURNS, rightOf, scoreOf } from './quiz';

export class Untrained implements Screen {
  readonly root = create('div', {});
  readonly #ask: HTMLButtonElement;
  readonly #answers = create('div', { 'aria-live': 'polite' });

  constructor(ask: () => void) {
    this.#ask = button('ask-untrained', t('untrained-ask'), ask, 'main');
    this.root.append(create('p', { class: 'row' }, this.#ask), this.#answers);
  }

  update(state: State, previous: State | null): void {
    const { before, questions, answers } = state.lesson;
    this.#ask.disabled = state.phase !== 'idle' || questions.length === 0;
    if (before === previous?.lesson.before) return;
    this.#answers.replaceChildren();
    if (!before) return;
    const total = questions.length;
    const scores = create(
      'div',
      { class: 'scores' },
      figureOf(t('score-of', { right: rightOf(before.guesses), total }), t('score-network')),
      figureOf(t('score-about', { number: Math.round(total / (2 * TURNS)) }), t('score-guessing')),
      ...(answers.length === total
        ? [figureOf(t('score-of', { right: scoreOf(questions, answers), total }), t('score-you'))]
        : []),
    );
    this.#answers.append(scores, create('p', {}, t('untrained-why')), answerTiles(before, questions));
  }
}
