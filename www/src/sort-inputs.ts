/** What “Sort images with a few labels” listens to: tiles are selected and labelled, and the classifier learns from it by
 * itself. */
import type { Actions } from './actions';
import { byId } from './elements';
import { erase, t, write } from './language';
import { PAGE, indicesOf, labelOf } from './sorting';
import type { View } from './sorting';
import type { Action, State } from './state';

/** Without another label for so long, in milliseconds, the classifier learns from those there are. */
const LEARN_AFTER_MS = 700;

interface Page {
  actions: Actions;
  dispatch(action: Action): void;
  current(): State;
}

export class Sorter {
  readonly #page: Page;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The tile that a range of a selection begins at. */
  #anchor: number | undefined;

  constructor(page: Page) {
    this.#page = page;
    this.#listen();
  }

  /** Looks at what happened: learns from new labels, and shows what came of it. */
  see({ kind }: Action): void {
    if (kind === 'labeled' || kind === 'ended') this.#learnSoon();
    if (kind === 'learned') this.#refresh();
  }

  get #sorting() {
    return this.#page.current().sorting;
  }

  #learnSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { phase, hasNetwork, sorting } = this.#page.current();
      const { labels, report, isStale } = sorting;
      const isUsed = report !== null || labels.classNames.length >= 2;
      if (isStale && isUsed && hasNetwork && phase === 'idle') void this.#page.actions.learnLabels(labels);
    }, LEARN_AFTER_MS);
  }

  /** New tiles where they tell something else now; suggestions stay until all of them are labelled. */
  #refresh(): void {
    const sorting = this.#sorting;
    const { view, page, tiles } = sorting;
    const isDone = tiles?.indices.every((index) => labelOf(sorting, index) !== undefined) ?? true;
    if (view === 'next' ? isDone : view.startsWith('class:')) this.#show(view, page);
  }

  #show(view: View, page: number): void {
    const { sorting, dataset } = this.#page.current();
    const all = indicesOf(sorting, view, dataset?.unlabeled ?? 0);
    const last = Math.max(0, Math.ceil(all.length / PAGE) - 1);
    const at = Math.min(page, last);
    this.#anchor = undefined;
    void this.#page.actions.showTiles(view, at, all.slice(at * PAGE, (at + 1) * PAGE));
  }

  async #suggest(): Promise<void> {
    const { labels, report, isStale } = this.#sorting;
    if ((!report || isStale) && !(await this.#page.actions.learnLabels(labels))) return;
    this.#show('next', 0);
  }

  /** Gives the selected tiles a class, or the one that is given where none is selected. */
  #label(name: string | null, fallback?: number): void {
    const { selected } = this.#sorting;
    const indices = selected.size > 0 ? [...selected] : fallback === undefined ? [] : [fallback];
    if (indices.length === 0) return void write(byId('sort-hint'), 'sort-select-first');
    erase(byId('sort-hint'));
    this.#page.dispatch({ kind: 'selected', selected: new Set() });
    void this.#page.actions.label(indices, name);
  }

  #select(index: number, isRange: boolean): void {
    const { selected, tiles } = this.#sorting;
    const next = new Set(selected);
    const order = tiles?.indices ?? [];
    const [from, to] = [order.indexOf(this.#anchor ?? -1), order.indexOf(index)];
    if (isRange && from >= 0 && to >= 0) {
      for (const other of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(other);
    } else if (!next.delete(index)) next.add(index);
    this.#anchor = index;
    this.#page.dispatch({ kind: 'selected', selected: next });
  }

  #listen(): void {
    byId('suggest').addEventListener('click', () => void this.#suggest());
    const view = byId<HTMLSelectElement>('sort-view');
    view.addEventListener('change', () => this.#show(view.value as View, 0));
    byId('sort-back').addEventListener('click', () => this.#show(this.#sorting.view, this.#sorting.page - 1));
    byId('sort-forward').addEventListener('click', () => this.#show(this.#sorting.view, this.#sorting.page + 1));
    byId('class-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#name();
    });
    this.#listenToTiles(byId('sort-section'));
    this.#listenToClasses(byId('sort-classes'));
  }

  /** A new class, at once that of the selected tiles. */
  #name(): void {
    const input = byId<HTMLInputElement>('class-name');
    const name = input.value.trim();
    if (!name) return;
    input.value = '';
    this.#page.dispatch({ kind: 'named', name });
    if (this.#sorting.selected.size > 0) this.#label(name);
  }

  #listenToTiles(section: HTMLElement): void {
    section.addEventListener('click', (event) => {
      const index = indexAt(event);
      if (index !== undefined) this.#select(index, event.shiftKey);
    });
    section.addEventListener('keydown', (event) => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
      const name = event.key === '0' ? null : this.#sorting.names[Number(event.key) - 1];
      if (name !== undefined) this.#label(name, indexAt(event));
    });
    section.addEventListener('dragstart', (event) => {
      const index = indexAt(event);
      if (index === undefined) return;
      event.dataTransfer?.setData('text/plain', t('image-number', { number: index + 1 }));
      if (!this.#sorting.selected.has(index)) this.#page.dispatch({ kind: 'selected', selected: new Set([index]) });
    });
  }

  #listenToClasses(classes: HTMLElement): void {
    const nameAt = ({ target }: Event) => {
      const chip = target instanceof Element ? target.closest<HTMLElement>('.chip[data-class]') : null;
      return chip ? chip.dataset['class'] || null : undefined;
    };
    for (const kind of ['click', 'drop']) {
      classes.addEventListener(kind, (event) => {
        event.preventDefault();
        const unused = event.target instanceof HTMLElement ? event.target.dataset['unused'] : undefined;
        if (unused !== undefined) return this.#page.dispatch({ kind: 'unnamed', name: unused });
        const name = nameAt(event);
        if (name !== undefined) this.#label(name);
      });
    }
  }
}

/** The image whose tile an event is at. */
function indexAt({ target }: Event): number | undefined {
  const tile = target instanceof Element ? target.closest<HTMLElement>('.tile[data-index]') : null;
  return tile ? Number(tile.dataset['index']) : undefined;
}
