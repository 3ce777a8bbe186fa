/** Numbers, networks and messages as words. */
import type { Catalog, MessagePart, ModelInfo } from 'patchwise';

import { titleOf, titleOfData } from './engine';
import { number, share, t } from './language';

export function percent(part: number, digits = 1): string {
  return number(share(part, digits));
}

/** The numbers in a text of the engine as the language writes them. */
export function inPageNumbers(text: string): string {
  return text.replaceAll(/\d+(?:\.(\d+))?/g, (found, digits?: string) =>
    number(Number(found), { minimumFractionDigits: digits?.length ?? 0 }),
  );
}

export function timeLeft(ms: number | null): string {
  if (ms === null) return t('time-estimating');
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return t('time-seconds', { seconds });
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? t('time-minutes', { minutes, seconds: seconds % 60 })
    : t('time-hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** What a network is, in words. */
export function describeModel({ config, step, data, imageSize }: ModelInfo, catalog: Catalog | null): string {
  const method = titleOf('method', config.method, catalog);
  const backbone = titleOf('backbone', config.backbone, catalog);
  return t('network-loaded', { method, backbone, steps: step, data: titleOfData(data), size: imageSize });
}

/** The page's words for what the package calls otherwise; other fields are named as their labels say. */
const FIELDS: Record<string, string> = { numTargets: 'field-clusters', rows: 'field-rows' };
const CALLS: Record<string, string> = {
  load: 'call-load',
  pretrain: 'call-pretrain',
  save: 'call-save',
  compare: 'call-compare',
  "evaluate({ protocol: 'linear' })": 'call-linear',
  "evaluate({ protocol: 'retrieval' })": 'call-retrieval',
};

/** A message of the package in the page's words. */
export function inPageWords(parts: readonly MessagePart[]): string {
  const words = parts.map((part) => {
    if (typeof part === 'string') return part;
    const id = 'call' in part ? CALLS[part.call] : FIELDS[part.field];
    if (id) return t(id);
    return 'call' in part ? part.call : labelOf(part.field);
  });
  return words.join('');
}

/** The label of the control for a field, in quotes; the field itself where there is none. */
function labelOf(field: string): string {
  const name = field.split('.').at(-1) ?? field;
  const label = document.querySelector(`[name="${name}"]`)?.closest('label');
  const words = label?.querySelector('[data-l10n-id]')?.textContent;
  return words ? t('quoted', { name: words }) : field;
}
