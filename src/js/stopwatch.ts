/** Time spent and left, by the work done so far. Time between a lap's end and the next start is not counted. */
export class Stopwatch {
  #elapsedMs = 0;
  #started = performance.now();

  /** Call when some work is done: `done` of `total`. */
  lap(done: number, total: number): { elapsedMs: number; remainingMs: number } {
    this.#elapsedMs += performance.now() - this.#started;
    this.#started = performance.now();
    return { elapsedMs: this.#elapsedMs, remainingMs: (this.#elapsedMs / Math.max(done, 1)) * (total - done) };
  }

  /** Call when work goes on after a pause. */
  resume(): void {
    this.#started = performance.now();
  }
}
