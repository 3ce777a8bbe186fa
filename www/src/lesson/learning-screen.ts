/** The network learns, and some pictures show how its answers change. */
import { lineChart } from '../chart';
import { drawImage } from '../draw';
import { create, scrollBox } from '../elements';
import { timeLeft } from '../format';
import { share, t } from '../language';
import type { State } from '../state';
import { drawChildren, fillHistory } from '../train-view';
import { WATCHED } from './guide';
import { Progress, button, guessName, partOf, questionPicture, sign } from './parts';
import type { Screen } from './parts';
import { guessesOf, placeOf } from './quiz';

interface Host {
  start(): void;
  pause(): void;
  stop(): void;
}

/** Steps whose mean is said: single ones jump about. */
const RECENT = 20;

export class Learning implements Screen {
  readonly root = create('div', {});
  readonly #start: HTMLButtonElement;
  readonly #pause: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #progress = new Progress(t('learning-progress'));
  readonly #words = create('p', {});
  readonly #watched = create('div', { class: 'tiles answers' });
  readonly #charts = create('div', { class: 'charts' });
  readonly #table = create('table', {});
  readonly #details = create('details', {}, create('summary', {}, t('as-a-table')));

  constructor(host: Host) {
    this.#start = button('learn', '', host.start, 'main');
    this.#pause = button('learn-pause', t('pause'), host.pause);
    this.#stop = button('learn-stop', t('learning-stop'), host.stop);
    const buttons = create('p', { class: 'row' }, this.#start, this.#pause, this.#stop);
    this.root.append(buttons, this.#progress.root, this.#words, this.#watched, this.#charts, this.#details);
    this.#details.append(scrollBox(t('learning-loss'), this.#table));
  }

  update(state: State, previous: State | null): void {
    const { lesson, phase, history } = state;
    const isOn = lesson.training === 'measuring' || lesson.training === 'running';
    this.#start.disabled = phase !== 'idle' || isOn || lesson.questions.length === 0;
    const isDone = lesson.training === 'done';
    const isTimed = lesson.settings.epochs === null;
    this.#start.textContent = isDone ? t('learning-anew') : isTimed ? t('learning-start-time') : t('learning-start');
    this.#start.classList.toggle('main', !isDone);
    this.#stop.disabled = !isOn;
    this.#pause.disabled = lesson.training !== 'running';
    this.#pause.textContent = phase === 'paused' ? t('resume') : t('pause');
    this.#showProgress(state, isOn);
    if (lesson.moments !== previous?.lesson.moments) this.#showMoment(state);
    if (previous && history === previous.history) return;
    const isOwn = lesson.training !== 'none';
    this.#words.textContent = isOwn ? describe(state) : '';
    const isDrawn = isOwn && history.length > 1;
    this.#details.hidden = !isDrawn;
    drawChildren(this.#charts, isDrawn ? chartsOf(state) : [], () => fillHistory(history, this.#table));
  }

  #showProgress({ lesson, phase, progress }: State, isOn: boolean): void {
    if (lesson.training === 'done') return this.#progress.say(t('learning-done'));
    if (!isOn) return this.#progress.hide();
    if (phase === 'paused') return this.#progress.show(partOf(progress), t('paused'));
    if (lesson.training === 'measuring') return this.#progress.show(null, t('learning-measuring'));
    this.#progress.show(partOf(progress), progress ? timeLeft(progress.remainingMs) : '');
  }

  #showMoment({ lesson }: State): void {
    const { questions, moments } = lesson;
    const moment = moments.at(-1);
    if (!moment) return this.#watched.replaceChildren();
    const { attention } = moment;
    const watched = questions.slice(0, WATCHED);
    const guesses = guessesOf(attention, watched);
    const tiles = watched.map((question, index) => {
      const guess = guesses[index];
      const caption = guess ? [sign(guess.isRight), ` ${guessName(guess.view)}`] : [];
      return create(
        'figure',
        { class: 'tile pair' },
        questionPicture(attention, question),
        drawImage(attention.overlays, attention.imageSize, placeOf(question)),
        create('figcaption', {}, ...caption),
      );
    });
    this.#watched.replaceChildren(...tiles);
  }
}

function describe({ history, chance, lesson, training }: State): string {
  const last = history.at(-1);
  if (!last) return '';
  const recent = history.slice(-RECENT).flatMap(({ accuracy }) => accuracy ?? []);
  const accuracy = recent.reduce((sum, value) => sum + value, 0) / Math.max(recent.length, 1);
  const { images } = lesson.settings;
  return t('learning-words', {
    step: last.step,
    epoch: training?.epoch ?? 1,
    images,
    accuracy: share(accuracy),
    chance: share(chance ?? 0.125, 1),
  });
}

function chartsOf({ history, chance }: State): (() => HTMLElement)[] {
  const drawLoss = () => {
    const highest = history.reduce((most, { loss }) => Math.max(most, loss), 0);
    return lineChart({
      title: t('learning-loss'),
      lines: [{ className: 'loss', points: history.map(({ step, loss }) => ({ x: step, y: loss })) }],
      range: [0, Math.ceil(highest * 2) / 2],
      format: (value) => t('number', { value }),
    });
  };
  const drawAccuracy = () => {
    const points = history.flatMap(({ step, accuracy }) => (accuracy === null ? [] : [{ x: step, y: accuracy }]));
    return lineChart({
      title: t('learning-accuracy'),
      lines: [{ className: 'accuracy', points }],
      range: [0, 1],
      ...(chance !== null && { mark: { y: chance, label: t('learning-chance') } }),
      format: (value) => t('part', { part: share(value) }),
    });
  };
  return [
    () => create('div', { class: 'chart' }, create('strong', {}, t('learning-loss')), drawLoss()),
    () => create('div', { class: 'chart' }, create('strong', {}, t('learning-accuracy')), drawAccuracy()),
  ];
}
