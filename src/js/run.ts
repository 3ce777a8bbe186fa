/**
 * Work that takes time: iterate it for its events, or await it for its result.
 *
 * Nothing starts before the first event is asked for. Not asking for the next event pauses the work;
 * leaving the loop stops it.
 */
export class Run<Event, Result> implements AsyncIterable<Event>, PromiseLike<Result> {
  readonly #events: AsyncGenerator<Event, Result, void>;
  #result: Promise<Result> | undefined;

  constructor(events: AsyncGenerator<Event, Result, void>) {
    this.#events = events;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Event, Result, void> {
    return this.#events;
  }

  then<A = Result, B = never>(
    onFulfilled?: ((result: Result) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#result ??= this.#drain();
    return this.#result.then(onFulfilled, onRejected);
  }

  async #drain(): Promise<Result> {
    let next = await this.#events.next();
    while (!next.done) next = await this.#events.next();
    return next.value;
  }
}
