/** Fool it: a picture is drawn on, covered, turned or pasted on until the network errs. */
import type { RawImage } from 'patchwise';

import { Camera, stopUnwatched } from '../camera';
import { drawImage } from '../draw';
import { bar, create } from '../elements';
import { className } from '../engine';
import { takeFiles } from '../files';
import { localize, t } from '../language';
import type { State } from '../state';
import { isFooled } from './lesson';
import type { Trick } from './lesson';
import { button } from './parts';
import type { Screen } from './parts';

interface Host {
  /** Asks what a picture shows. */
  trick(picture: RawImage, about: Omit<Trick, 'classification'>): Promise<void>;
  /** Chooses pictures that it names rightly. */
  choose(): void;
  fail(reason: string): void;
}

type Tool = 'draw' | 'cover' | 'sticker';
const TOOLS: readonly Tool[] = ['cover', 'draw', 'sticker'];

/** In canvas pixels: large enough to draw on; the network sees it small. */
const SIDE = 256;
const COVER = SIDE / 4;
const STICKER = SIDE * 0.4;
const PEN = 14;
const COLORS = ['#d62728', '#1f77b4', '#2ca02c', '#ffd92f', '#ffffff', '#000000'];
/** How far an arrow key moves the pointer. */
const STEP = SIDE / 16;
const MOVES: Record<string, [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};
/** Classes that are shown of an answer. */
const SHOWN = 3;
const MAX_UNDO = 30;

/** A picture with what a person made of it. */
interface Work {
  picture: string;
  base: HTMLCanvasElement;
  now: ImageData | null;
  history: ImageData[];
  truth: string | null;
  wasRight: boolean;
}

/** All of it stays when the screen is left, or its words change. */
const kept = {
  candidates: [] as State['lesson']['candidates'],
  photos: [] as HTMLCanvasElement[],
  works: new Map<string, Work>(),
  picture: '',
  tool: 'cover' as Tool,
  color: COLORS[0] as string,
  /** The pictures by which it was fooled, and what it said. */
  fooling: new Map<string, { picture: HTMLCanvasElement; said: string }>(),
};

const current = () => kept.works.get(kept.picture);

/** Copies of the pictures by which it was fooled, as far as they are this lesson's, each with what it said. */
export function foolingPictures({ fooled }: State['lesson']): { picture: HTMLCanvasElement; said: string }[] {
  const own = fooled.flatMap((picture) => kept.fooling.get(picture) ?? []);
  return own.map(({ picture, said }) => ({ picture: copyOf(picture), said }));
}

function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = create('canvas', { width: canvas.width, height: canvas.height });
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  return copy;
}

/** As small as the network sees it: each pixel is the mean of a block, so that what was not changed stays as it was. */
function shrink(context: CanvasRenderingContext2D, side: number): RawImage {
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  const block = SIDE / side;
  const small = new Uint8Array(side * side * 3);
  for (let place = 0; place < side * side; place++) {
    const [left, top] = [(place % side) * block, Math.floor(place / side) * block];
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let pixel = 0; pixel < block * block; pixel++) {
        const [x, y] = [left + (pixel % block), top + Math.floor(pixel / block)];
        sum += data[(y * SIDE + x) * 4 + channel] ?? 0;
      }
      small[place * 3 + channel] = Math.round(sum / (block * block));
    }
  }
  return { data: small, width: side, height: side };
}

export class Fool implements Screen {
  readonly root = create('div', { class: 'fool' });
  readonly #host: Host;
  readonly #lead = create('p', {});
  readonly #choice = create('div', { class: 'tiles small', role: 'group' });
  readonly #canvas = create('canvas', { width: SIDE, height: SIDE, tabindex: 0, role: 'application' });
  readonly #context = this.#canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  readonly #pointer = create('div', { class: 'pointer', 'aria-hidden': true });
  readonly #answer = create('div', { class: 'answer', role: 'status' });
  readonly #controls: HTMLElement;
  readonly #colors: HTMLElement;
  readonly #video = create('video', { playsinline: true, 'data-l10n-id': 'camera-video' });
  readonly #live: HTMLElement;
  readonly #start = button('fool-camera', t('camera-start'), () => this.#toggleCamera());
  readonly #camera: Camera;
  readonly #tools: HTMLButtonElement[];
  #state: State | undefined;
  #at = { x: SIDE / 2, y: SIDE / 2 };
  #isDrawing = false;
  #isAsking = false;
  #mustAsk = false;

  constructor(host: Host) {
    this.#host = host;
    this.#choice.setAttribute('aria-label', t('fool-pictures'));
    this.#canvas.setAttribute('aria-label', t('fool-canvas'));
    this.#tools = TOOLS.map((tool) => {
      const made = button(`tool-${tool}`, t(`fool-${tool}`), () => this.#use(tool));
      made.setAttribute('aria-pressed', String(tool === kept.tool));
      return made;
    });
    const colors = create('select', { id: 'pen-color' });
    colors.append(...COLORS.map((color, index) => create('option', { value: color }, t(`color-${index + 1}`))));
    colors.value = kept.color;
    colors.addEventListener('change', () => (kept.color = colors.value));
    this.#colors = create('label', {}, t('fool-color'), ' ', colors);
    this.#colors.hidden = kept.tool !== 'draw';
    const file = create('input', { type: 'file', accept: 'image/*', id: 'fool-photo', class: 'visually-hidden' });
    file.addEventListener('change', () => void this.#open(takeFiles('fool-photo')[0]));
    this.#controls = create(
      'div',
      { class: 'controls' },
      create('div', { class: 'row', role: 'group', 'aria-label': t('fool-tools') }, ...this.#tools),
      this.#colors,
      create(
        'div',
        { class: 'row' },
        button('fool-turn', t('fool-turn'), () => this.#turn()),
        button('fool-undo', t('undo'), () => this.#undo()),
        button('fool-reset', t('fool-reset'), () => this.#reset()),
        create('label', { class: 'button' }, t('fool-photo'), file),
        this.#start,
      ),
      create('p', { class: 'note' }, t('fool-keys')),
    );
    this.#video.muted = true;
    localize(this.#video);
    const keep = button('fool-keep', t('camera-keep'), () => void this.#keepFrame());
    this.#live = create('figure', { class: 'live' }, this.#video, create('figcaption', {}, t('camera-caption')), keep);
    this.#live.hidden = true;
    this.#camera = new Camera(this.#video, {
      opening: () => undefined,
      opened: () => this.#showCamera(true),
      stopped: (_, error) => {
        this.#showCamera(false);
        if (error !== null) host.fail(error);
      },
      watch: async () => undefined,
    });
    stopUnwatched(this.#camera, this.#live);
    const picture = create('div', { class: 'drawing' }, this.#canvas, this.#pointer);
    const board = create(
      'div',
      { class: 'board' },
      picture,
      create('div', {}, this.#answer, this.#live, this.#controls),
    );
    this.root.append(this.#lead, this.#choice, board);
    this.#listen();
  }

  leave(): void {
    this.#camera.stop('status-camera-left');
  }

  #toggleCamera(): void {
    if (this.#camera.isOff) void this.#camera.start();
    else this.#camera.stop('status-camera-stopped');
  }

  #showCamera(isOn: boolean): void {
    this.#live.hidden = !isOn;
    this.#start.textContent = t(isOn ? 'camera-stop' : 'camera-start');
  }

  async #keepFrame(): Promise<void> {
    const frame = await this.#camera.capture();
    if (!frame) return;
    this.#camera.stop('status-camera-stopped');
    this.#takeSquare(frame);
  }

  update(state: State, previous: State | null): void {
    this.#state = state;
    const { lesson, classifierNames, phase } = state;
    const canAsk = classifierNames !== null && lesson.sorting !== null && phase !== 'dead';
    this.root.classList.toggle('off', !canAsk);
    this.root.inert = !canAsk;
    const isNew = lesson.sorting !== previous?.lesson.sorting;
    if (canAsk && lesson.candidates.length === 0 && isNew) this.#host.choose();
    if (lesson.candidates !== previous?.lesson.candidates) this.#fillChoice(state);
    if (lesson.trick !== previous?.lesson.trick) this.#showAnswer(state);
  }

  /** The pictures that may be changed; work on one of them goes on. */
  #fillChoice({ lesson, dataset }: State): void {
    const { sorting, candidates } = lesson;
    this.#choice.replaceChildren();
    if (!sorting || !dataset || candidates.length === 0) return;
    this.#lead.textContent = t(candidates.some(({ isRight }) => isRight) ? 'fool-choose' : 'fool-none-right');
    if (kept.candidates !== candidates) {
      kept.works.clear();
      kept.picture = '';
      kept.candidates = candidates;
    }
    const { pixels, imageSize } = sorting.images;
    for (const { index, label, isRight } of candidates) {
      const truth = dataset.classNames[label] ?? '';
      const words = t('fool-picture', { class: className(truth), named: String(isRight) });
      const draw = () => drawImage(pixels, imageSize, index);
      this.#offer(String(index), words, isRight, draw, truth);
    }
    for (const [number, photo] of kept.photos.entries()) this.#offerPhoto(number, photo);
    // To begin with, one that it gets right.
    const right = candidates.find(({ isRight }) => isRight) ?? candidates[0];
    const first = kept.picture || String(right?.index);
    this.#choice.querySelector<HTMLElement>(`[data-picture="${first}"]`)?.click();
  }

  #offerPhoto(number: number, photo: HTMLCanvasElement): void {
    this.#offer(`photo-${number}`, t('fool-photo'), false, () => copyOf(photo), null);
  }

  /** A picture that can be chosen; work on it goes on where it was. */
  #offer(picture: string, words: string, isRight: boolean, draw: () => HTMLCanvasElement, truth: string | null): void {
    const tile = create('button', { type: 'button', class: 'tile', 'aria-label': words, 'aria-pressed': false });
    tile.dataset['picture'] = picture;
    tile.append(draw(), create('span', { 'aria-hidden': true }, isRight ? '✓' : '\u00a0'));
    tile.addEventListener('click', () => {
      kept.picture = picture;
      for (const other of this.#choice.children) other.setAttribute('aria-pressed', String(other === tile));
      if (!current()) {
        const base = create('canvas', { width: SIDE, height: SIDE });
        const context = base.getContext('2d');
        if (!context) return;
        // Small pictures in sharp squares, as the network sees them.
        context.imageSmoothingEnabled = truth === null;
        context.drawImage(draw(), 0, 0, SIDE, SIDE);
        // Nobody knows what a photo shows: what the network says at first counts.
        kept.works.set(picture, { picture, base, now: null, history: [], truth, wasRight: isRight || truth === null });
      }
      const now = current()?.now;
      if (!now) return this.#reset();
      this.#context.putImageData(now, 0, 0);
      void this.#ask();
    });
    this.#choice.append(tile);
  }

  async #open(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      this.#takeSquare(await createImageBitmap(file));
    } catch {
      this.#host.fail(t('fool-unreadable', { name: file.name }));
    }
  }

  /** The middle of a picture. */
  #takeSquare(bitmap: ImageBitmap): void {
    const side = Math.min(bitmap.width, bitmap.height);
    const square = create('canvas', { width: SIDE, height: SIDE });
    const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
    square.getContext('2d')?.drawImage(bitmap, left, top, side, side, 0, 0, SIDE, SIDE);
    bitmap.close();
    const number = kept.photos.push(square) - 1;
    this.#offerPhoto(number, square);
    (this.#choice.lastElementChild as HTMLElement | null)?.click();
  }

  #use(tool: Tool): void {
    kept.tool = tool;
    this.#colors.hidden = tool !== 'draw';
    for (const [index, made] of this.#tools.entries()) made.setAttribute('aria-pressed', String(TOOLS[index] === tool));
  }

  #reset(): void {
    const work = current();
    if (!work) return;
    work.history = [];
    this.#context.drawImage(work.base, 0, 0);
    void this.#ask();
  }

  #remember(): void {
    const work = current();
    work?.history.push(this.#context.getImageData(0, 0, SIDE, SIDE));
    if (work && work.history.length > MAX_UNDO) work.history.splice(1, 1);
  }

  #undo(): void {
    const last = current()?.history.pop();
    if (!last) return;
    this.#context.putImageData(last, 0, 0);
    void this.#ask();
  }

  #turn(): void {
    this.#remember();
    const copy = create('canvas', { width: SIDE, height: SIDE });
    copy.getContext('2d')?.drawImage(this.#canvas, 0, 0);
    this.#context.save();
    this.#context.translate(0, SIDE);
    this.#context.rotate(-Math.PI / 2);
    this.#context.drawImage(copy, 0, 0);
    this.#context.restore();
    void this.#ask();
  }

  /** Applies the tool where the pointer is. */
  #apply(): void {
    const { x, y } = this.#at;
    const context = this.#context;
    if (kept.tool === 'cover') {
      context.fillStyle = '#808080';
      context.fillRect(x - COVER / 2, y - COVER / 2, COVER, COVER);
    } else if (kept.tool === 'sticker') {
      const copy = current()?.base;
      if (copy) {
        context.save();
        context.translate(x, y);
        context.rotate(Math.PI / 2);
        context.drawImage(copy, -STICKER / 2, -STICKER / 2, STICKER, STICKER);
        context.restore();
      }
    } else {
      context.fillStyle = kept.color;
      context.beginPath();
      context.arc(x, y, PEN / 2, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** A line from where the pointer was: quick movements skip pixels. */
  #stroke({ x, y }: { x: number; y: number }): void {
    const context = this.#context;
    [context.strokeStyle, context.lineWidth, context.lineCap] = [kept.color, PEN, 'round'];
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(this.#at.x, this.#at.y);
    context.stroke();
  }

  #listen(): void {
    const place = ({ clientX, clientY }: PointerEvent) => {
      const { left, top, width, height } = this.#canvas.getBoundingClientRect();
      this.#move(((clientX - left) * SIDE) / width, ((clientY - top) * SIDE) / height);
    };
    this.#canvas.addEventListener('pointerdown', (event) => {
      this.#canvas.setPointerCapture(event.pointerId);
      place(event);
      this.#remember();
      this.#isDrawing = true;
      this.#apply();
    });
    this.#canvas.addEventListener('pointermove', (event) => {
      const from = { ...this.#at };
      place(event);
      if (this.#isDrawing && kept.tool === 'draw') this.#stroke(from);
    });
    for (const kind of ['pointerup', 'pointercancel']) {
      this.#canvas.addEventListener(kind, () => {
        if (this.#isDrawing) void this.#ask();
        this.#isDrawing = false;
      });
    }
    this.#canvas.addEventListener('keydown', (event) => {
      const [x, y] = MOVES[event.key] ?? [0, 0];
      if (x !== 0 || y !== 0) this.#move(this.#at.x + x, this.#at.y + y);
      else if (event.key === ' ' || event.key === 'Enter') {
        this.#remember();
        this.#apply();
        void this.#ask();
      } else return;
      event.preventDefault();
    });
  }

  #move(x: number, y: number): void {
    const within = (value: number) => Math.min(Math.max(value, 0), SIDE);
    this.#at = { x: within(x), y: within(y) };
    this.#pointer.style.left = `${(this.#at.x / SIDE) * 100}%`;
    this.#pointer.style.top = `${(this.#at.y / SIDE) * 100}%`;
  }

  /** One question at a time; the last picture is always asked about. */
  async #ask(): Promise<void> {
    this.#mustAsk = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#mustAsk) {
      this.#mustAsk = false;
      const work = current();
      if (!work) break;
      const { picture, truth, wasRight } = work;
      work.now = this.#context.getImageData(0, 0, SIDE, SIDE);
      const isChanged = work.history.length > 0;
      const side = this.#state?.dataset?.imageSize ?? SIDE;
      await this.#host.trick(shrink(this.#context, side), { picture, truth, isChanged, wasRight });
      if (!isChanged) work.truth ??= this.#state?.lesson.trick?.classification.label ?? null;
    }
    this.#isAsking = false;
  }

  #showAnswer({ lesson }: State): void {
    this.#answer.replaceChildren();
    const { trick, fooled } = lesson;
    if (!trick) return;
    const { classification, truth } = trick;
    const { probabilities, classNames, overlay, imageSize } = classification;
    const order = [...probabilities.keys()].sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
    const bars = order
      .slice(0, SHOWN)
      .map((label) => bar(className(classNames[label] ?? ''), probabilities[label] ?? 0));
    const names = { class: className(truth ?? ''), other: className(classification.label), count: fooled.length };
    const id = answerId(trick);
    const isFooling = id === 'fool-fooled';
    const said = className(classification.label);
    if (isFooling) kept.fooling.set(trick.picture, { picture: copyOf(this.#canvas), said });
    this.#answer.append(create('p', { class: isFooling ? 'right' : '' }, t(id, names)));
    if (isFooling) this.#answer.append(create('p', {}, t('fool-why')));
    if (overlay) {
      const map = create('figure', {}, drawImage(overlay, imageSize, 0), create('figcaption', {}, t('fool-map')));
      this.#answer.append(create('div', { class: 'map-and-bars' }, map, create('div', {}, ...bars)));
    } else this.#answer.append(...bars);
  }
}

/** What to say of an answer. */
function answerId(trick: Trick): string {
  const { isChanged, wasRight, truth, classification } = trick;
  if (isFooled(trick)) return 'fool-fooled';
  const isRight = truth === null || truth === classification.label;
  if (!isChanged) return isRight ? 'fool-says' : 'fool-errs';
  if (isRight) return wasRight ? 'fool-still' : 'fool-helped';
  return 'fool-errs-still';
}
