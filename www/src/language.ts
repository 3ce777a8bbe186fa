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

/** A language's own name for itself. */
export function nameOfLanguage(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

/** A message in the page's language; numbers and plurals are written as it writes them. */
export function t(id: string, words: Words = {}): string {
  const bundle = chosen.hasMessage(id) ? chosen : fallback;
  const pattern = bundle.getMessage(id)?.value;
  // A test finds messages that are not there.
  return pattern ? bundle.formatPattern(pattern, words) : id;
}

/** A part of 1 for a message, written as a percentage. */
export function share(part: number, digits = 0): FluentNumber {
  return new FluentNumber(part, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Writes the messages that elements name in `data-l10n-id`, below an element and at itself. */
export function localize(root: HTMLElement): void {
  for (const element of [root, ...root.querySelectorAll<HTMLElement>('[data-l10n-id]')]) {
    const id = element.dataset['l10nId'];
    if (!id) continue;
    const bundle = chosen.hasMessage(id) ? chosen : fallback;
    const message = bundle.getMessage(id);
    if (message?.value) element.textContent = bundle.formatPattern(message.value);
    for (const name of ATTRIBUTES) {
      const pattern = message?.attributes[name];
      if (pattern) element.setAttribute(name, bundle.formatPattern(pattern));
    }
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
  const load = FILES[`./locales/${wanted}.ftl`];
  if (wanted !== DEFAULT && !load) return;
  chosen = load ? bundleOf(wanted, await load()) : fallback;
  code = wanted;
  document.documentElement.lang = wanted;
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

/** The name of a class of the drawn scenes in the page's language; other names stay as they are. */
export function className(name: string): string {
  const id = `class-${name}`;
  return fallback.hasMessage(id) ? t(id) : name;
}
