/** Finding and making elements. */

/** The element of an id that the markup has. */
export function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The markup has no element with the id ${id}.`);
  return element as T;
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

/** A progress bar with its text, both below one parent. */
export function showProgress(
  parent: HTMLElement,
  progress: { done: number; total: number } | null,
  text: string,
): void {
  parent.hidden = !progress;
  if (!progress) return;
  const bar = parent.querySelector('progress');
  const words = parent.querySelector('.progress-text');
  if (!bar || !words) return;
  bar.max = Math.max(progress.total, 1);
  bar.value = progress.done;
  words.textContent = text;
}
