/**
 * Work that takes time: iterate it for its events, await it for its result, or do both.
 *
 * Events come in one order: `started`, any number of `progress`, then exactly one of `finished` and `stopped`. Where
 * the work fails, the error is thrown in place of the next event, and to whoever awaits the run.
 *
 * Nothing starts before the first event is asked for or the run is awaited. Not asking for the next event pauses the
 * work. `stop()`, aborting the `signal` or leaving the loop stops it after the current piece of work; that is no error.
 * Awaiting gives the same result before, during and after a loop; during one, it no longer pauses the work, and the
 * loop still gets every event.
 */
export class Run<Event, Result> implements AsyncIterable<Event>, Promise<Result> {
  readonly [Symbol.toStringTag] = 'Run';
  readonly #events: AsyncGenerator<Event, Result, void>;
  readonly #stopping = new AbortController();
  /** Events that no loop has taken yet; undefined where there is no loop. */
  #untaken: Event[] | undefined;
  /** Gives the result or throws the error, once the work has ended. */
  #end: (() => Result) | undefined;

  /** @internal */
  constructor(start: (stopping: AbortSignal) => AsyncGenerator<Event, Result, void>) {
    this.#events = start(this.#stopping.signal);
  }

  /** Stops after the current piece of work; gives the result so far. */
  stop(): Promise<Result> {
    this.#stopping.abort();
    return this.#finish();
  }

  [Symbol.asyncIterator](): AsyncIterator<Event, Result, void> {
    const untaken = (this.#untaken ??= []);
    return {
      next: async () => {
        while (untaken.length === 0 && !this.#end) await this.#pull();
        const [value] = untaken.splice(0, 1);
        if (value !== undefined) return { done: false, value };
        return { done: true, value: await this.#finish() };
      },
      return: async () => ({ done: true, value: await this.stop() }),
    };
  }

  then<A = Result, B = never>(
    onFulfilled?: ((result: Result) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#finish().then(onFulfilled, onRejected);
  }

  catch<A = never>(onRejected?: ((reason: unknown) => A | PromiseLike<A>) | null): Promise<Result | A> {
    return this.#finish().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Result> {
    return this.#finish().finally(onFinally);
  }

  async #finish(): Promise<Result> {
    while (!this.#end) await this.#pull();
    return this.#end();
  }

  /** Waits for the next event or the end, whichever comes. */
  async #pull(): Promise<void> {
    try {
      const next = await this.#events.next();
      if (next.done) this.#end ??= () => next.value;
      else this.#untaken?.push(next.value);
    } catch (error) {
      this.#end ??= () => {
        throw error;
      };
    }
  }
}
