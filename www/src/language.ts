/** The page's words in the language that is chosen. A language is one file in `locales/`. */
import { FluentBundle, FluentNumber, FluentResource } from '@fluent/bundle';
import type { FluentVariable } from '@fluent/bundle';

import english from './locales/en.ftl?raw';

const DEFAULT = 'en';
const KEPT_AS = 'patchwise-language';
const FILES = import.meta.glob<string>(['./locales/*.ftl', '!./locales/en.ftl'], { query: '?raw', import: 'default' });
/** Attributes that a message may set besides the text. */
const ATTRIBUTES = ['aria-label', 'placeholder', 'title', 'content', 'alt'];

export type Words = Record<string, FluentVariable>;

/** What there is a file for, English first. */
export const LANGUAGES = [DEFAULT, ...Object.keys(FILES).map(codeOf).sort()];

const fallback = bundleOf(DEFAULT, english);
let chosen = fallback;
let code = DEFAULT;

function codeOf(path: string): string {
  return path.replace(/^.*\/|\.ftl$/g, '');
}

function bundleOf(language: string, text: string): FluentBundle {
  const resource = new FluentResource(text);
  // Marks that keep numbers and names in their place are needed where the text runs the other way.
  const bundle = new FluentBundle(language, { useIsolating: /^direction *= *rtl/m.test(text) });
  bundle.addResource(resource);
  return bundle;
}

/** The language of the page. */
export function language(): string {
  return code;
}

/** Whether the page is in the language of the engine, which says everything in English. */
export const isEnglish = () => code === DEFAULT;

/** Marks what is in English where the page is not. */
export function inEnglish<E extends HTMLElement>(element: E): E {
  if (!isEnglish()) element.lang = DEFAULT;
  return element;
}

/** A language's own name for itself. */
export function nameOfLanguage(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

/** A message in the page's language; numbers and plurals are written as it writes them. */
export function t(id: string, words: Words = {}): string {
  // A test finds messages that are not there.
  return find(id, words) ?? id;
}

/** A message whose id is made of a name that may be unknown here. */
export function find(id: string, words: Words = {}): string | undefined {
  const bundle = bundleWith(id);
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern, words) : undefined;
}

const bundleWith = (id: string) => (chosen.hasMessage(id) ? chosen : fallback);

/** How many digits stand behind the point. */
const digitsOf = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A part of 1 for a message, written as a percentage. */
export function share(part: number, digits = 0): FluentNumber {
  return new FluentNumber(part, { style: 'percent', ...digitsOf(digits) });
}

/** A number for a message, with so many digits behind the point. */
export function decimal(value: number, digits: number): FluentNumber {
  return new FluentNumber(value, digitsOf(digits));
}

/** Made once: making them takes longer than using them. */
const numberFormats = new Map<string, Intl.NumberFormat>();

/** A number by itself as the language writes it; one of {@link share} and {@link decimal}, too. */
export function number(value: number | FluentNumber, options: Intl.NumberFormatOptions = {}): string {
  const given = value instanceof FluentNumber ? value.opts : options;
  const key = `${code} ${JSON.stringify(given)}`;
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(code, given);
  numberFormats.set(key, format);
  return format.format(value.valueOf());
}

/** Things one after another: beside each other, or to choose from. */
export function list(items: readonly string[], type: 'unit' | 'disjunction' = 'unit'): string {
  return new Intl.ListFormat(code, { type, style: 'short' }).format(items);
}

/** Writes a message into an element, also when the language changes. */
export function write<E extends HTMLElement>(element: E, id: string, words: Record<string, string | number> = {}): E {
  element.dataset['l10nId'] = id;
  element.dataset['l10nArgs'] = JSON.stringify(words);
  localizeOne(element);
  return element;
}

/** Takes a message out of an element. */
export function erase(element: HTMLElement): void {
  delete element.dataset['l10nId'];
  element.textContent = '';
}

/** Writes the messages that elements name in `data-l10n-id`, below an element and at itself; `data-l10n-args` has what
 * they are about. */
export function localize(root: HTMLElement): void {
  for (const element of [root, ...root.querySelectorAll<HTMLElement>('[data-l10n-id]')]) localizeOne(element);
}

function localizeOne(element: HTMLElement): void {
  const { l10nId: id, l10nArgs } = element.dataset;
  if (!id) return;
  const words = JSON.parse(l10nArgs ?? '{}') as Words;
  const bundle = bundleWith(id);
  const message = bundle.getMessage(id);
  if (message?.value) element.textContent = bundle.formatPattern(message.value, words);
  for (const name of ATTRIBUTES) {
    const pattern = message?.attributes[name];
    if (pattern) element.setAttribute(name, bundle.formatPattern(pattern, words));
  }
}

/** The language asked for by the address, chosen before, or of the browser; the first there is a file for. */
export function preferredLanguage(): string {
  const asked = new URLSearchParams(location.search).get('lang');
  const wanted = [asked, readKept(), ...navigator.languages].flatMap((name) => name ?? []);
  const found = wanted.map((name) => LANGUAGES.find((code) => code === name.toLowerCase().split('-')[0]));
  return found.find((code) => code !== undefined) ?? DEFAULT;
}

/** Takes up a language; the page keeps the one before where its file does not come. */
export async function useLanguage(wanted: string): Promise<void> {
  const text = await FILES[`./locales/${wanted}.ftl`]?.().catch(() => undefined);
  if (text !== undefined) [chosen, code] = [bundleOf(wanted, text), wanted];
  else if (wanted === DEFAULT) [chosen, code] = [fallback, DEFAULT];
  document.documentElement.lang = code;
  document.documentElement.dir = t('direction');
  localize(document.documentElement);
}

/** Keeps the choice for the next visit, where the browser allows it. */
export function keepLanguage(): void {
  try {
    localStorage.setItem(KEPT_AS, code);
  } catch {
    // The next visit has the browser's language again.
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}
