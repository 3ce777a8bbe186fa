/** One page to print, with a person's own figures, and a file of them for the class. */
import { drawImage } from '../draw';
import { create } from '../elements';
import { language, share, t } from '../language';
import type { State } from '../state';
import { scoreTable, verdict } from './again-screen';
import { foolingPictures } from './fool-screen';
import { button, figureOf, questionPicture } from './parts';
import type { Screen } from './parts';
import { LABELS_PER_CLASS } from './pictures';
import { placeOf } from './quiz';
import { resultOf } from './result';

interface Host {
  link(): string;
  save(name: string, content: string): void;
}

/** Pictures of the report. */
const SHOWN = 4;

const QUESTIONS = [1, 2, 3];

/** What was typed stays when the screen is left. */
let pupil = '';
const thoughts = new Map<number, string>();

export class Report implements Screen {
  readonly root = create('div', { class: 'report' });
  readonly #host: Host;
  readonly #name = create('input', { type: 'text', id: 'pupil', maxlength: 60, autocomplete: 'off' });
  readonly #page = create('div', { class: 'paper' });
  readonly #shared = create('p', { role: 'status', class: 'note' });
  #state: State | undefined;

  constructor(host: Host) {
    this.#host = host;
    const label = create('label', {}, t('report-name'), ' ', this.#name);
    this.#name.value = pupil;
    this.#name.addEventListener('input', () => {
      pupil = this.#name.value;
      this.#draw();
    });
    const buttons = create(
      'p',
      { class: 'row' },
      button('print', t('report-print'), () => print(), 'main'),
      button('save-result', t('report-save'), () => this.#save()),
      button('copy-link', t('report-link'), () => void this.#copyLink()),
    );
    const note = create('p', { class: 'note' }, t('report-note'));
    this.root.append(create('div', { class: 'no-print' }, label, buttons, this.#shared, note), this.#page);
  }

  update(state: State, previous: State | null): void {
    this.#state = state;
    if (state.lesson !== previous?.lesson) this.#draw();
  }

  #save(): void {
    if (!this.#state) return;
    const name = this.#name.value.trim();
    const file = `patchwise-${name.replace(/[^\p{L}\p{N}]+/gu, '-') || 'lesson'}.json`;
    this.#shared.textContent = t('report-saved', { file });
    this.#host.save(file, `${JSON.stringify(resultOf(this.#state, name), null, 2)}\n`);
  }

  async #copyLink(): Promise<void> {
    const link = this.#host.link();
    try {
      await navigator.clipboard.writeText(link);
      this.#shared.textContent = t('report-copied', { link });
    } catch {
      this.#shared.textContent = link;
    }
  }

  #draw(): void {
    if (!this.#state) return;
    const { lesson, device } = this.#state;
    const date = new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(new Date());
    const parts: Node[] = [
      create('h3', {}, t('report-title')),
      create('p', {}, [this.#name.value.trim(), date].filter(Boolean).join(', ')),
      ...scoreTable(lesson),
      ...verdict(lesson).slice(0, 1),
    ];
    const step = lesson.moments.at(-1)?.step;
    if (lesson.training === 'done' && step !== undefined) {
      const { images, seed } = lesson.settings;
      parts.push(create('p', {}, t('report-training', { step, images, seed, device: whatTrained(device) })));
    }
    const { sorting } = lesson;
    if (sorting) {
      const { trained, random } = sorting;
      parts.push(
        create('p', {}, t('report-sorting', { count: LABELS_PER_CLASS })),
        create(
          'div',
          { class: 'scores' },
          figureOf(t('part', { part: share(trained.right / trained.total) }), t('learnt-trained')),
          figureOf(t('part', { part: share(random.right / random.total) }), t('learnt-random')),
          figureOf(t('part', { part: share(1 / Math.max(sorting.kinds.length, 1)) }), t('score-guessing')),
        ),
      );
    }
    if (lesson.after) parts.push(this.#pictures(lesson));
    const count = lesson.fooled.length;
    if (count > 0) {
      const shown = foolingPictures(lesson).slice(0, SHOWN);
      const figures = shown.map(({ picture, said }) =>
        create('figure', { class: 'tile' }, picture, create('figcaption', {}, t('fool-says', { other: said }))),
      );
      parts.push(create('p', {}, t('report-fooled', { count })), create('div', { class: 'fooled' }, ...figures));
    }
    parts.push(create('h4', {}, t('report-think')), create('ol', {}, ...QUESTIONS.map(question)));
    this.#page.replaceChildren(...parts);
  }

  #pictures({ after, questions }: State['lesson']): HTMLElement {
    if (!after) return create('div', {});
    const { attention } = after;
    const tiles = questions
      .slice(0, SHOWN)
      .map((asked) =>
        create(
          'figure',
          { class: 'tile pair' },
          questionPicture(attention, asked),
          drawImage(attention.overlays, attention.imageSize, placeOf(asked)),
        ),
      );
    return create(
      'div',
      {},
      create('p', {}, t('report-pictures')),
      create('div', { class: 'tiles answers' }, ...tiles),
    );
  }
}

/** Where the network learnt, for a sentence. */
function whatTrained(device: State['device']): string {
  if (device?.kind === 'webgpu') return t('report-gpu');
  if (device?.kind === 'remote') return t('report-remote');
  return t('report-cpu', { threads: device?.threads ?? 1 });
}

/** A question with a place to answer it; what is written is printed, too. */
function question(number: number): HTMLElement {
  const answer = create('textarea', { id: `thought-${number}`, rows: 2, maxlength: 600 });
  answer.value = thoughts.get(number) ?? '';
  const copy = create('p', { class: 'thought' }, answer.value);
  answer.addEventListener('input', () => {
    thoughts.set(number, answer.value);
    copy.textContent = answer.value;
  });
  return create('li', {}, create('label', { for: answer.id }, t(`report-question-${number}`)), answer, copy);
}
