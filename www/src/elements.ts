/** Finding and making elements. */
import { percent } from './format';
import { t } from './language';

/** The element of an id that the markup has. */
export function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The markup has no element with the id ${id}.`);
  return element as T;
}

/** All elements that have a data attribute, with its words. */
export function withData(name: string): { element: HTMLElement; words: string[] }[] {
  const elements = document.querySelectorAll<HTMLElement>(`[data-${name}]`);
  return Array.from(elements, (element) => ({ element, words: (element.dataset[name] ?? '').split(' ') }));
}

type Attributes = Record<string, string | number | boolean>;

/** A new element with attributes and children; text stays text. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

interface TableContent {
  caption?: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Whether the first cell of a row is its head. */
  hasRowHeads?: boolean;
}

/** Fills a table, an existing one or a new one. */
export function fillTable(
  { caption, head, rows, hasRowHeads = false }: TableContent,
  table: HTMLElement = create('table'),
): HTMLElement {
  const heads = head.map((text) => create('th', { scope: 'col' }, text));
  const lines = rows.map((cells) => {
    const isHead = (index: number) => hasRowHeads && index === 0;
    const nodes = cells.map((text, index) =>
      isHead(index) ? create('th', { scope: 'row' }, text) : create('td', {}, text),
    );
    return create('tr', {}, ...nodes);
  });
  const parts = [create('thead', {}, create('tr', {}, ...heads)), create('tbody', {}, ...lines)];
  table.replaceChildren(...(caption ? [create('caption', {}, caption)] : []), ...parts);
  return table;
}

/** A part of 1 as a bar between its name and its number. */
export function bar(name: string, part: number): HTMLElement {
  const label = t('bar-label', { name, share: percent(part) });
  const meter = create('meter', { min: 0, max: 1, value: part, 'aria-label': label });
  return create('div', { class: 'bar' }, create('span', {}, name), meter, create('span', {}, percent(part)));
}

/** A box that scrolls by itself, also by keyboard. */
export function scrollBox(name: string, child: HTMLElement): HTMLElement {
  return create('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': name }, child);
}

/** New children in place of all; the focus stays at the one with the same name, else at the place itself. */
export function redraw(place: HTMLElement, children: readonly Node[]): void {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.getAttribute('aria-label');
  place.replaceChildren(...children);
  if (!focused) return;
  const same = Array.from(place.querySelectorAll<HTMLElement>('[aria-label]')).find(
    (element) => element.getAttribute('aria-label') === name,
  );
  (same ?? place.querySelector<HTMLElement>('button'))?.focus();
}
