/** Fool it: a picture is drawn on, covered, turned or pasted on until the network errs. */
import { Camera, stopUnwatched } from '../camera';
import { drawImage } from '../draw';
import { bar, create } from '../elements';
import { className } from '../engine';
import { takeFiles } from '../files';
import { localize, t } from '../language';
import type { State } from '../state';
import { button } from './parts';
import type { Screen } from './parts';

interface Host {
  /** Asks what a picture shows; `truth` is null where nobody knows. */
  trick(picture: HTMLCanvasElement, truth: string | null, isChanged: boolean): Promise<void>;
  /** Finds out which pictures it names rightly. */
  check(): void;
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

export class Fool implements Screen {
  readonly root = create('div', { class: 'fool' });
  readonly #host: Host;
  readonly #choice = create('div', { class: 'tiles small', role: 'group' });
  readonly #canvas = create('canvas', { width: SIDE, height: SIDE, tabindex: 0, class: 'smooth', role: 'application' });
  readonly #context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
  readonly #pointer = create('div', { class: 'pointer', 'aria-hidden': true });
  readonly #answer = create('div', { class: 'answer', role: 'status' });
  readonly #controls: HTMLElement;
  readonly #video = create('video', { playsinline: true, 'data-l10n-id': 'camera-video' });
  readonly #live: HTMLElement;
  readonly #start = button('fool-camera', t('camera-start'), () => this.#toggleCamera());
  readonly #camera: Camera;
  readonly #tools: HTMLButtonElement[];
  #state: State | undefined;
  #tool: Tool = 'cover';
  #color = COLORS[0] as string;
  #history: ImageData[] = [];
  #truth: string | null = null;
  #base: HTMLCanvasElement | null = null;
  #at = { x: SIDE / 2, y: SIDE / 2 };
  #isDrawing = false;
  #isAsking = false;
  #mustAsk = false;

  constructor(host: Host) {
    this.#host = host;
    this.#choice.setAttribute('aria-label', t('fool-choose'));
    this.#canvas.setAttribute('aria-label', t('fool-canvas'));
    this.#tools = TOOLS.map((tool) => {
      const made = button(`tool-${tool}`, t(`fool-${tool}`), () => this.#use(tool));
      made.setAttribute('aria-pressed', String(tool === this.#tool));
      return made;
    });
    const colors = create('select', { id: 'pen-color' });
    colors.append(...COLORS.map((color, index) => create('option', { value: color }, t(`color-${index + 1}`))));
    colors.addEventListener('change', () => (this.#color = colors.value));
    const file = create('input', { type: 'file', accept: 'image/*', id: 'fool-photo', class: 'visually-hidden' });
    file.addEventListener('change', () => void this.#open(takeFiles('fool-photo')[0]));
    this.#controls = create(
      'div',
      { class: 'controls' },
      create('div', { class: 'row', role: 'group', 'aria-label': t('fool-tools') }, ...this.#tools),
      create('label', {}, t('fool-color'), ' ', colors),
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
      create('div', {}, this.#controls, this.#live, this.#answer),
    );
    this.root.append(create('p', {}, t('fool-choose')), this.#choice, board);
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
    const canAsk = classifierNames !== null && phase !== 'dead';
    this.root.classList.toggle('off', !canAsk);
    this.root.inert = !canAsk;
    if (canAsk && lesson.named.length === 0 && !previous) this.#host.check();
    if (lesson.views !== previous?.lesson.views || lesson.named !== previous.lesson.named) this.#fillChoice(state);
    if (lesson.trick !== previous?.lesson.trick) this.#showAnswer(state);
  }

  /** The pictures of the kinds that it was told the names of. */
  #fillChoice({ lesson, dataset, classifierNames }: State): void {
    const { views, labels, named } = lesson;
    this.#choice.replaceChildren();
    if (!views || !dataset) return;
    for (const [place, label] of labels.entries()) {
      const truth = dataset.classNames[label] ?? '';
      if (classifierNames && !classifierNames.includes(truth)) continue;
      const words = t('fool-picture', { class: className(truth), named: String(named[place] ?? false) });
      const tile = create('button', { type: 'button', class: 'tile', 'aria-label': words });
      // The first view of an image is the image itself.
      const draw = () => drawImage(views.pixels, views.imageSize, place * 8);
      tile.append(draw(), create('span', { 'aria-hidden': true }, named[place] ? '✓' : ''));
      tile.addEventListener('click', () => this.#take(draw(), truth));
      this.#choice.append(tile);
    }
    // To begin with, one that it gets right.
    if (!this.#base && named.length > 0) this.#takeFirst(this.#choice.children);
  }

  #takeFirst(tiles: HTMLCollection): void {
    const right = Array.from(tiles).find((tile) => tile.textContent === '✓') ?? tiles[0];
    if (right instanceof HTMLElement) right.click();
  }

  /** A new picture; what it shows is what the network says at first where nobody knows it. */
  #take(picture: CanvasImageSource, truth: string | null): void {
    this.#base = create('canvas', { width: SIDE, height: SIDE });
    this.#base.getContext('2d')?.drawImage(picture, 0, 0, SIDE, SIDE);
    this.#truth = truth;
    this.#reset();
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
    this.#take(square, null);
  }

  #use(tool: Tool): void {
    this.#tool = tool;
    for (const [index, made] of this.#tools.entries()) made.setAttribute('aria-pressed', String(TOOLS[index] === tool));
  }

  #reset(): void {
    if (!this.#base) return;
    this.#history = [];
    this.#context.drawImage(this.#base, 0, 0);
    void this.#ask();
  }

  #remember(): void {
    this.#history.push(this.#context.getImageData(0, 0, SIDE, SIDE));
    if (this.#history.length > 30) this.#history.shift();
  }

  #undo(): void {
    const last = this.#history.pop();
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
    if (this.#tool === 'cover') {
      context.fillStyle = '#808080';
      context.fillRect(x - COVER / 2, y - COVER / 2, COVER, COVER);
    } else if (this.#tool === 'sticker') {
      const copy = this.#base;
      if (copy) {
        context.save();
        context.translate(x, y);
        context.rotate(Math.PI / 2);
        context.drawImage(copy, -STICKER / 2, -STICKER / 2, STICKER, STICKER);
        context.restore();
      }
    } else {
      context.fillStyle = this.#color;
      context.beginPath();
      context.arc(x, y, PEN / 2, 0, 2 * Math.PI);
      context.fill();
    }
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
      place(event);
      if (this.#isDrawing && this.#tool === 'draw') this.#apply();
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
      const isChanged = this.#history.length > 0;
      await this.#host.trick(this.#canvas, this.#truth, isChanged);
      if (!isChanged) this.#truth ??= this.#state?.lesson.trick?.classification.label ?? null;
    }
    this.#isAsking = false;
  }

  #showAnswer({ lesson }: State): void {
    this.#answer.replaceChildren();
    const { trick, fooled } = lesson;
    if (!trick) return;
    const { classification, truth, isChanged } = trick;
    const { probabilities, classNames, overlay, imageSize } = classification;
    const order = [...probabilities.keys()].sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
    const bars = order
      .slice(0, SHOWN)
      .map((label) => bar(className(classNames[label] ?? ''), probabilities[label] ?? 0));
    const names = { class: className(truth ?? ''), other: className(classification.label), count: fooled };
    const isWrong = truth !== null && truth !== classification.label;
    const id = !isWrong ? 'fool-says' : isChanged ? 'fool-fooled' : 'fool-errs';
    this.#answer.append(create('p', { class: id === 'fool-fooled' ? 'right' : '' }, t(id, names)));
    if (overlay) this.#answer.append(drawImage(overlay, imageSize, 0));
    this.#answer.append(...bars);
  }
}
