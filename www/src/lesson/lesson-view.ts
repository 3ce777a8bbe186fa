/** The lesson's screens, one at a time. */
import type { Place } from '../doors';
import { byId, create } from '../elements';
import { t } from '../language';
import type { Action, State } from '../state';
import { Again } from './again-screen';
import { Fool } from './fool-screen';
import type { Guide } from './guide';
import { Learning } from './learning-screen';
import { Learnt } from './learnt-screen';
import { NEW_LESSON, SCREENS } from './lesson';
import type { LessonSettings, Screen as Name } from './lesson';
import type { Screen } from './parts';
import { Quiz } from './quiz-screen';
import { Report } from './report-screen';
import { canSpeak, speak } from './speech';
import { Untrained } from './untrained-screen';

interface Host {
  guide: Guide;
  dispatch(action: Action): void;
  current(): State;
  pause(): void;
  save(name: string, content: string): void;
}

const MAX_SEED = 999_999;
const [MIN_IMAGES, MAX_IMAGES] = [80, 5000];
const MAX_EPOCHS = 1000;

export class LessonView {
  readonly #host: Host;
  #name: Name | null = null;
  /** The settings, as links carry them. */
  #query = '';
  #screen: Screen | null = null;
  #steps: HTMLElement = create('ol', {});
  readonly #missing = create('p', { class: 'missing' });

  constructor(host: Host) {
    this.#host = host;
  }

  /** Shows a screen; `isNew` where its words changed, too. */
  show(place: Place, isNew = false): void {
    const name = SCREENS[Number(place.rest || 1) - 1] ?? 'you';
    const query = queryOf(settingsOf(place));
    if (name === this.#name && query === this.#query && !isNew) return;
    const isFirst = this.#name === null;
    this.#query = query;
    this.#screen?.leave?.();
    this.#name = name;
    this.#screen = this.#make(name);
    this.#build(name);
    this.#screen.update(this.#host.current(), null);
    if (isFirst || isNew) return;
    byId('lesson-title').focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** Nothing of the lesson is shown. */
  leave(): void {
    this.#screen?.leave?.();
    [this.#screen, this.#name] = [null, null];
    byId('lesson').replaceChildren();
  }

  render(state: State, previous: State): void {
    this.#screen?.update(state, previous);
    this.#tellMissing(state);
    if (state.lesson !== previous.lesson) this.#markSteps(state);
  }

  #build(name: Name): void {
    const index = SCREENS.indexOf(name);
    const links = SCREENS.map((screen, place) => {
      const link = create('a', { href: this.#address(place) }, t(`lesson-step-${screen}`));
      if (screen === name) link.setAttribute('aria-current', 'step');
      return create('li', {}, link);
    });
    this.#steps = create('ol', {}, ...links);
    const back = index > 0 ? [create('a', { class: 'button', href: this.#address(index - 1) }, t('back'))] : [];
    const isLast = index === SCREENS.length - 1;
    const next = isLast ? '#lab' : this.#address(index + 1);
    const nextName = SCREENS[index + 1];
    const words = nextName ? t('lesson-next', { step: t(`lesson-step-${nextName}`) }) : t('to-the-lab');
    const onward = create('a', { class: 'button next', href: next, id: 'next' }, words);
    byId('lesson').replaceChildren(
      create('nav', { class: 'steps', 'aria-label': t('lesson-steps') }, this.#steps),
      create(
        'section',
        { 'aria-labelledby': 'lesson-title' },
        create('h2', { id: 'lesson-title', tabindex: -1 }, t(`lesson-title-${name}`)),
        create('p', { class: 'lead' }, t(`lesson-lead-${name}`), ' ', ...readAloud(name)),
        this.#missing,
        ...(this.#screen ? [this.#screen.root] : []),
        create('p', { class: 'row onward' }, ...back, onward),
      ),
    );
    this.#markSteps(this.#host.current());
    this.#tellMissing(this.#host.current());
  }

  /** What has to be done before this screen has something to do. */
  #tellMissing({ lesson, classifierNames, phase }: State): void {
    const needsTraining = ['again', 'learnt', 'fool'].includes(this.#name ?? '') && lesson.moments.length === 0;
    const hasNames = classifierNames !== null && lesson.sorting !== null;
    const needsNames = this.#name === 'fool' && !needsTraining && !hasNames;
    const step: Name | null = needsTraining ? 'learning' : needsNames ? 'learnt' : null;
    const isOpening = phase === 'opening' || phase === 'loading';
    this.#missing.hidden = step === null && !isOpening;
    if (isOpening) this.#missing.textContent = t('lesson-opening');
    else if (step) {
      const words = t(`lesson-first-${step}`);
      if (this.#missing.textContent === words) return;
      this.#missing.replaceChildren(create('a', { href: this.#address(SCREENS.indexOf(step)) }, words));
    }
  }

  /** What was done has a mark. */
  #markSteps({ lesson }: State): void {
    const { questions, answers, before, after, training, sorting, fooled } = lesson;
    const isDone: Record<Name, boolean> = {
      you: questions.length > 0 && answers.length === questions.length,
      untrained: before !== null,
      learning: training === 'done',
      again: after !== null,
      learnt: sorting !== null,
      fool: fooled.length > 0,
      report: false,
    };
    for (const [index, name] of SCREENS.entries()) {
      this.#steps.children[index]?.classList.toggle('done', isDone[name]);
    }
  }

  #address(index: number): string {
    return `#lesson/${index + 1}${this.#query}`;
  }

  /** A link that makes another machine do the same. */
  #link(): string {
    const { settings, epochs } = this.#host.current().lesson;
    const query = queryOf({ ...settings, epochs: settings.epochs ?? epochs }, true);
    return `${location.origin}${location.pathname}?device=cpu#lesson/1${query}`;
  }

  #make(name: Name): Screen {
    const { guide, dispatch, pause, save } = this.#host;
    switch (name) {
      case 'you':
        return new Quiz(false, (turn) => dispatch({ kind: 'lesson-answered', turn, again: false }));
      case 'untrained':
        return new Untrained(() => void guide.look('before'));
      case 'learning':
        return new Learning({ start: () => void guide.train(), pause, stop: () => guide.stop() });
      case 'again':
        return new Again({
          ask: () => void guide.look('after'),
          answer: (turn) => dispatch({ kind: 'lesson-answered', turn, again: true }),
          repeat: () => dispatch({ kind: 'lesson-again' }),
        });
      case 'learnt':
        return new Learnt({ test: () => void guide.test(), similar: (index) => void guide.findSimilar(index) });
      case 'fool':
        return new Fool({
          trick: (picture, about) => guide.trick(picture, about),
          choose: () => void guide.choosePictures(),
          fail: (reason) => dispatch({ kind: 'refused', reason }),
        });
      case 'report':
        return new Report({ link: () => this.#link(), save });
    }
  }
}

/** A button that reads a screen's text, where the browser can. */
function readAloud(name: Name): HTMLElement[] {
  if (!canSpeak()) return [];
  const made = create('button', { type: 'button', class: 'aloud' }, t('read-aloud'));
  made.addEventListener('click', () => speak(`${t(`lesson-title-${name}`)} ${t(`lesson-lead-${name}`)}`));
  return [made];
}

/** Settings of a link; what it does not say is as usual. */
export function settingsOf(place: Place): LessonSettings {
  const { seed, images } = NEW_LESSON.settings;
  const number = (name: string, least: number, most: number) => {
    const text = place.settings.get(name);
    const value = text === null ? Number.NaN : Number(text);
    return Number.isInteger(value) && value >= least && value <= most ? value : null;
  };
  return {
    seed: number('seed', 0, MAX_SEED) ?? seed,
    images: number('images', MIN_IMAGES, MAX_IMAGES) ?? images,
    epochs: number('epochs', 1, MAX_EPOCHS),
  };
}

/** The settings as a link carries them: those that are not as usual, or all. */
function queryOf(settings: LessonSettings, all = false): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(settings)) {
    const isUsual = value === NEW_LESSON.settings[name as keyof LessonSettings];
    if (value !== null && (all || !isUsual)) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}
