/** What the engine says in English, in the page's language where it is one of the sentences that are known here. */
import type { Catalog, TableColumn, TableRow } from 'patchwise';

import { find, isEnglish, t } from './language';
import type { Words } from './language';

/** Sentences, or parts of them, with what is different from time to time. */
const KNOWN: readonly [pattern: RegExp, id: string][] = [
  [/^the CPU was requested$/, 'reason-cpu-requested'],
  [/^WebGPU was requested and gives the results of the CPU$/, 'reason-webgpu-requested'],
  [/^WebGPU is available and gives the results of the CPU$/, 'reason-webgpu-available'],
  [/^this browser or page has no WebGPU$/, 'reason-no-webgpu'],
  [/^the browser offers no WebGPU adapter$/, 'reason-no-adapter'],
  [/^the only WebGPU adapter is software, slower than the CPU$/, 'reason-software'],
  [
    /^it is faster here than WebGPU, which takes (?<webgpu>\S+) ms a step against (?<cpu>\S+) ms on the CPU$/,
    'reason-cpu-faster',
  ],
  [
    /^it gives the results of the CPU and is faster: (?<webgpu>\S+) ms a step against (?<cpu>\S+) ms on the CPU$/,
    'reason-webgpu-faster',
  ],
  [/^a server was requested and gives the results of the CPU$/, 'reason-server'],
  [/^the connection to the server was lost$/, 'reason-server-lost'],
  [/^on one thread, as the page is not cross-origin isolated$/, 'reason-one-thread'],
  [/^scenes drawn for evaluation only$/, 'held-out-scenes'],
  [/^the images in `(?<folder>.+)\/`$/, 'held-out-folder'],
  [/^(?<percent>\S+) % of the images, drawn at random$/, 'held-out-images'],
  [/^(?<percent>\S+) % of each class, drawn at random$/, 'held-out-classes'],
  [/^writing the table$/, 'comparing-table'],
];

/** Names of the answers to pretext tasks. */
const ANSWERS: readonly [pattern: RegExp, id: string][] = [
  [/^turned (?<degrees>\d+)°$/, 'answer-turned'],
  [/^patch (?<degrees>\d+)°$/, 'answer-patch'],
  [/^cluster (?<number>\d+)$/, 'answer-cluster'],
  [/^class (?<number>\d+)$/, 'answer-class'],
  [/^own map$/, 'answer-own-map'],
  [/^another's map$/, 'answer-another-map'],
];

/** The classes of the drawn scenes, in the engine's order. */
const SCENES = ['house', 'fir', 'tree', 'sailboat', 'car', 'mushroom', 'flower', 'lighthouse', 'snowman', 'balloon'];

/** A sentence of the engine, or several with semicolons between them. */
export function translate(text: string): string {
  // Its own words are the most exact.
  if (isEnglish()) return text;
  return text
    .split('; ')
    .map((part) => match(part, KNOWN) ?? part)
    .join('; ');
}

function match(text: string, known: typeof KNOWN): string | undefined {
  for (const [pattern, id] of known) {
    const found = pattern.exec(text);
    if (found) return t(id, numbersIn(found.groups ?? {}));
  }
  return undefined;
}

function numbersIn(groups: Record<string, string>): Words {
  const isNumber = (text: string) => /^\d+(\.\d+)?$/.test(text);
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, isNumber(text) ? Number(text) : text]));
}

const isScenes = (names: readonly string[]) =>
  names.length === SCENES.length && SCENES.every((name, label) => names[label] === name);

/** Names of classes: those of the drawn scenes and the answers of pretext tasks are translated, others stay. */
export function namesOf(names: readonly string[]): readonly string[] {
  if (isEnglish()) return names;
  if (isScenes(names)) return names.map((name) => t(`class-${name}`));
  const answers = names.map((name) => match(name, ANSWERS));
  return answers.every((answer) => answer !== undefined) ? answers : names;
}

/** One of the classes of a classifier. */
export function nameOf(name: string, all: readonly string[]): string {
  return namesOf(all)[all.indexOf(name)] ?? name;
}

/** The name of a data set. */
export function titleOfData(name: string): string {
  if (name === 'Scenes') return t('dataset-scenes');
  return name === 'Images' ? t('dataset-images') : name;
}

type Kind = 'method' | 'backbone' | 'protocol';

/** The title of something that can be chosen, by its name. */
export function titleOf(kind: Kind, name: string, catalog: Catalog | null): string {
  const infos: readonly { name: string; title: string }[] = catalog?.[`${kind}s`] ?? [];
  return find(`${kind}-${name}-title`) ?? infos.find((info) => info.name === name)?.title ?? name;
}

/** What explains it. */
export function summaryOf(kind: 'method' | 'protocol', { name, summary }: { name: string; summary: string }): string {
  return find(`${kind}-${name}-summary`) ?? summary;
}

/** The title of a row of a comparison, whose name is that of a method, and of a patch where it has one. */
export function titleOfRow({ name, title }: TableRow): string {
  const [, method = name, ratio] = /^(.+)-(0\.\d+)$/.exec(name) ?? [];
  const found = find(`method-${method}-title`);
  if (!found) return title;
  return ratio ? t('compare-row', { method: found, ratio: Number(ratio) }) : found;
}

export function titleOfColumn({ name, title }: TableColumn): string {
  const [, protocol, count] = /^(linear|finetune|knn)-(\d+)$/.exec(name) ?? [];
  if (protocol) return t('column-labels', { column: t(`column-${protocol}`), count: Number(count) });
  return find(`column-${name.toLowerCase().replace('@', '-')}`) ?? title;
}

const CURRENT = /^(?<title>.+), seed (?<seed>\d+): (?<what>starting|training|evaluating)$/;

/** What a comparison is at, with the rows of its table. */
export function translateCurrent(text: string, rows: readonly TableRow[]): string {
  const { title, seed = '', what } = CURRENT.exec(text)?.groups ?? {};
  const row = rows.find((row) => row.title === title);
  return row ? t(`comparing-${what}`, { row: titleOfRow(row), seed }) : translate(text);
}

/** The name of a class of the lesson's images, which are drawn scenes. */
export function className(name: string): string {
  return find(`class-${name}`) ?? name;
}
