/** Numbers, networks and messages as words. */
import type { Catalog, MessagePart, ModelInfo } from 'patchwise';

export function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

export function timeLeft(ms: number | null): string {
  if (ms === null) return 'estimating the time left';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s left`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s left`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

/** The title of a name in a list of the catalogue. */
export function titleOf(list: readonly { name: string; title: string }[] | undefined, name: string): string {
  return list?.find((info) => info.name === name)?.title ?? name;
}

/** What a network is, in words. */
export function describeModel({ config, step, data, imageSize }: ModelInfo, catalog: Catalog | null): string {
  const method = titleOf(catalog?.methods, config.method);
  const backbone = titleOf(catalog?.backbones, config.backbone);
  return `${method}, ${backbone}, ${step} steps on ${data} at ${imageSize} px`;
}

/** The page's words for what the package calls otherwise; other fields are named as their labels say. */
const FIELDS: Record<string, string> = { numTargets: 'number of clusters', rows: 'number of rows' };
const CALLS: Record<string, string> = {
  load: '“Load images”',
  pretrain: '“Start”',
  save: '“Save model”',
  compare: '“Compare”',
  "evaluate({ protocol: 'linear' })": '“Evaluate” with linear evaluation or fine-tuning',
  "evaluate({ protocol: 'retrieval' })": '“Find similar images”',
};

/** A message of the package in the page's words. */
export function inPageWords(parts: readonly MessagePart[]): string {
  const words = parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('call' in part) return CALLS[part.call] ?? part.call;
    return FIELDS[part.field] ?? labelOf(part.field);
  });
  return words.join('');
}

/** The label of the control for a field, in quotes; the field itself where there is none. */
function labelOf(field: string): string {
  const name = field.split('.').at(-1) ?? field;
  const label = document.querySelector(`[name="${name}"]`)?.closest('label');
  const text = Array.from(label?.childNodes ?? [], (node) => (node instanceof Text ? node.data.trim() : ''));
  const words = text.find(Boolean);
  return words ? `“${words}”` : field;
}
