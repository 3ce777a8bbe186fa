/** The camera: opened on request, and let go whenever nobody watches. */
import type { Classification } from 'patchwise';

import { nameOf } from './engine';
import { t } from './language';
import { PageError } from './problems';
import type { Seen } from './state';

/** Frames per second at most. */
const FRAME_RATE = 10;
/** Frames over which their rate is averaged. */
const AVERAGED = 20;
/** How often screen readers are told another class at most. */
const ANNOUNCE_EVERY_MS = 3000;

/** The message that says what to do, by the name of the error. */
const FAILURES: Record<string, string> = {
  NotAllowedError: 'camera-refused',
  NotFoundError: 'camera-missing',
  NotReadableError: 'camera-in-use',
};

/** The messages of how a camera ends. */
export type CameraEnd =
  'status-camera-stopped' | 'status-camera-scrolled' | 'status-camera-left' | 'status-camera-network';

/** What a camera is for. */
export interface CameraTasks {
  opening(): void;
  opened(): void;
  /** `end` is the message that says so; `error` is null where nothing failed. */
  stopped(end: CameraEnd, error: string | null): void;
  /** Looks at the picture until the signal is aborted; what it throws stops the camera. */
  watch(video: HTMLVideoElement, signal: AbortSignal): Promise<void>;
}

export class Camera {
  readonly #video: HTMLVideoElement;
  readonly #tasks: CameraTasks;
  /** Aborted when the camera is let go; undefined while it is off. */
  #use: AbortController | undefined;

  constructor(video: HTMLVideoElement, tasks: CameraTasks) {
    this.#video = video;
    this.#tasks = tasks;
  }

  get isOff(): boolean {
    return this.#use === undefined;
  }

  async start(): Promise<void> {
    if (this.#use) return;
    const use = new AbortController();
    this.#use = use;
    this.#tasks.opening();
    try {
      await this.#show(use.signal);
      await this.#tasks.watch(this.#video, use.signal);
    } catch (error) {
      // What fails because the camera was let go is no error.
      if (!use.signal.aborted) this.stop('status-camera-stopped', describe(error));
    }
  }

  /** Lets the camera go, so that its light goes out; also while the browser still asks for permission. */
  stop(end: CameraEnd, error: string | null = null): void {
    if (!this.#use) return;
    this.#use.abort();
    this.#use = undefined;
    this.#video.srcObject = null;
    this.#tasks.stopped(end, error);
  }

  /** The current frame. */
  async capture(): Promise<ImageBitmap | undefined> {
    return this.isOff || !hasFrame(this.#video) ? undefined : createImageBitmap(this.#video);
  }

  async #show(signal: AbortSignal): Promise<void> {
    const stream = await openStream();
    const release = () => stream.getTracks().forEach((track) => track.stop());
    signal.addEventListener('abort', release);
    if (signal.aborted) release();
    signal.throwIfAborted();
    // Not sent for tracks that the page stops itself.
    const lose = () => this.stop('status-camera-stopped', t('camera-disconnected'));
    for (const track of stream.getTracks()) track.addEventListener('ended', lose, { signal });
    this.#video.srcObject = stream;
    // Shown first: some browsers do not play what is hidden.
    this.#tasks.opened();
    await this.#video.play();
    signal.throwIfAborted();
  }
}

/** A classified frame, and what is worth saying of it to screen readers. */
interface Look {
  seen: Seen;
  status: string | null;
}

/** Classifies frame after frame, each only after the one before, until the signal is aborted or one fails. */
export async function classifyFrames(
  video: HTMLVideoElement,
  signal: AbortSignal,
  /** Undefined where it failed, which is then shown already unless the signal is aborted. */
  classify: (frame: HTMLVideoElement, signal: AbortSignal) => Promise<Classification | undefined>,
  tell: (look: Look) => void,
): Promise<void> {
  const times: number[] = [];
  const announce = createAnnouncer();
  while (!signal.aborted) {
    const began = performance.now();
    if (hasFrame(video)) {
      const classification = await classify(video, signal);
      if (signal.aborted || !classification) return;
      times.push(performance.now());
      const seen = { classification, perSecond: rateOf(times.slice(-AVERAGED)) };
      tell({ seen, status: announce(nameOf(classification.label, classification.classNames)) });
    }
    await wait(Math.max(0, began + 1000 / FRAME_RATE - performance.now()));
  }
}

/** Lets the camera go when its place on the page is scrolled out of view, and when the page is hidden or left. */
export function stopUnwatched(camera: Camera, place: HTMLElement): void {
  const observer = new IntersectionObserver((entries) => {
    if (entries.at(-1)?.isIntersecting === false) camera.stop('status-camera-scrolled');
  });
  observer.observe(place);
  const leave = ({ type }: Event) => {
    if (document.hidden || type === 'pagehide') camera.stop('status-camera-left');
  };
  for (const kind of ['visibilitychange', 'pagehide']) window.addEventListener(kind, leave);
}

async function openStream(): Promise<MediaStream> {
  // The browser leaves it out where the page may never ask.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new PageError(t('camera-no-access'));
  const video = { facingMode: 'environment', width: { ideal: 640 }, height: { ideal: 480 } };
  return devices.getUserMedia({ video, audio: false });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const id = FAILURES[error.name];
  return id ? t(id) : error.message;
}

function hasFrame({ readyState, videoWidth }: HTMLVideoElement): boolean {
  return readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && videoWidth > 0;
}

function rateOf(times: readonly number[]): number | null {
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined || last === first
    ? null
    : (1000 * (times.length - 1)) / (last - first);
}

/** Gives a sentence where the class has changed and the last one is long enough ago, else null. */
function createAnnouncer(): (label: string) => string | null {
  let [last, nextMs] = ['', 0];
  return (label) => {
    if (label === last || performance.now() < nextMs) return null;
    [last, nextMs] = [label, performance.now() + ANNOUNCE_EVERY_MS];
    return t('status-camera-shows', { class: label });
  };
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
