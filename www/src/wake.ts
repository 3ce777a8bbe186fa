/** Keeps the screen on while the page works, so that the device does not fall asleep over it. */
import type { Phase } from './state';

/** Phases in which nothing computes. */
const QUIET: readonly Phase[] = ['opening', 'idle', 'paused', 'dead'];

export class WakeLock {
  #isWanted = false;
  #lock: WakeLockSentinel | undefined;

  constructor() {
    // The browser takes it away with the page's visibility.
    document.addEventListener('visibilitychange', () => void this.#update());
  }

  see(phase: Phase): void {
    const isWanted = !QUIET.includes(phase);
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    void this.#update();
  }

  async #update(): Promise<void> {
    const isOn = this.#lock !== undefined && !this.#lock.released;
    if (!this.#isWanted) {
      const lock = this.#lock;
      this.#lock = undefined;
      await lock?.release().catch(() => undefined);
    } else if (!isOn && !document.hidden) {
      // Where the browser has none, or refuses it to save power, work goes on all the same.
      const lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
      if (this.#isWanted) this.#lock = lock;
      else await lock?.release().catch(() => undefined);
    }
  }
}
