/** Images collected with the camera, in bursts, with or without a class. */
import type { NamedFile } from 'patchwise';

import { Camera, stopUnwatched, wait } from './camera';
import { byId, create } from './elements';
import { t, write } from './language';
import type { Action } from './state';

/** Pictures of a burst, and between two of them, in milliseconds. */
const BURST = 20;
const EVERY_MS = 200;
/** Pictures in all: they are held in memory until they are loaded. */
const MOST = 5000;
/** The quality of a picture, of 1. */
const QUALITY = 0.92;

export class Collector {
  readonly #camera: Camera;
  #pictures: NamedFile[] = [];
  #number = 0;
  /** Pictures since the last time they were loaded. */
  #taken = 0;
  /** Whether a burst is being taken. */
  #isTaking = false;

  constructor(dispatch: (action: Action) => void) {
    const change = (camera: 'off' | 'opening' | 'on', status: string, error: string | null = null) => {
      write(byId('collect-camera'), camera === 'off' ? 'camera-start' : 'camera-stop');
      byId('collect-live').hidden = camera !== 'on';
      dispatch({ kind: 'collecting', camera, status, error });
    };
    this.#camera = new Camera(byId<HTMLVideoElement>('collect-video'), {
      opening: () => change('opening', t('status-camera-opening')),
      opened: () => change('on', t('status-camera-started')),
      stopped: (end, error) => change('off', t(end), error),
      watch: async () => undefined,
    });
    stopUnwatched(this.#camera, byId('camera-fields'));
    byId('collect-camera').addEventListener('click', () => {
      if (this.#camera.isOff) void this.#camera.start();
      else this.stop();
    });
    byId('burst').addEventListener('click', () => void this.#take(BURST));
    byId('one-picture').addEventListener('click', () => void this.#take(1));
    this.#list();
  }

  /** What was collected. */
  get files(): readonly NamedFile[] {
    return [...this.#pictures];
  }

  /** Whether pictures were taken that are nowhere else. */
  get isUnsaved(): boolean {
    return this.#taken > 0;
  }

  /** They are loaded, and kept with what comes of them. */
  use(): void {
    this.#taken = 0;
  }

  /** Goes on with what was collected before. */
  restore(files: readonly NamedFile[]): void {
    this.#pictures = [...files];
    this.#taken = 0;
    this.#number = Math.max(0, ...files.map(({ path }) => Number(/(\d+)\.jpg$/.exec(path)?.[1] ?? 0)));
    this.#list();
  }

  stop(): void {
    this.#camera.stop('status-camera-stopped');
  }

  async #take(count: number): Promise<void> {
    if (this.#isTaking) return;
    this.#isTaking = true;
    try {
      await this.#takeInto(folderOf(byId<HTMLInputElement>('collect-class').value), count);
    } catch (error) {
      this.#camera.stop('status-camera-stopped', t('collect-failed', { reason: String(error) }));
    } finally {
      this.#isTaking = false;
    }
  }

  async #takeInto(folder: string, count: number): Promise<void> {
    const pictures = this.#pictures;
    for (let taken = 0; taken < count && this.#pictures.length < MOST; taken++) {
      if (taken > 0) await wait(EVERY_MS);
      const frame = await this.#camera.capture();
      // The camera was let go.
      if (!frame) break;
      const bytes = await compress(frame);
      // Others were opened meanwhile.
      if (pictures !== this.#pictures) break;
      this.#number += 1;
      this.#taken += 1;
      const path = `${folder}picture-${String(this.#number).padStart(5, '0')}.jpg`;
      this.#pictures.push({ path, file: new File([bytes], path, { type: 'image/jpeg' }) });
      this.#list();
    }
  }

  /** Shows how many pictures of each class there are. */
  #list(): void {
    const counts = new Map<string, number>();
    for (const { path } of this.#pictures) {
      const name = classOf(path);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const lines = Array.from(counts, ([name, count]) => {
      const [words, id] = name ? [{ class: name }, 'collect-remove'] : [{}, 'collect-remove-without'];
      const remove = write(create('button', { type: 'button' }), id, words);
      remove.addEventListener('click', () => {
        this.#pictures = this.#pictures.filter(({ path }) => classOf(path) !== name);
        this.#list();
      });
      const text = write(create('span'), name ? 'collect-count' : 'collect-count-without', { ...words, count });
      return create('li', { class: 'row' }, text, remove);
    });
    byId('collected').replaceChildren(...lines);
    const count = this.#pictures.length;
    write(byId('collected-text'), count < MOST ? 'collect-text' : 'collect-text-full', { count });
  }
}

/** The folder of a class, as loading expects it; none for pictures without a class. */
function folderOf(name: string): string {
  const folder = name.trim().replaceAll(/[/\\]/g, '-');
  return folder ? `${folder}/` : '';
}

const classOf = (path: string) => path.slice(0, Math.max(0, path.indexOf('/')));

async function compress(frame: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(frame.width, frame.height);
  canvas.getContext('2d')?.drawImage(frame, 0, 0);
  frame.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
