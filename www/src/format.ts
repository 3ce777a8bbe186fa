/** Numbers, networks and messages as words. */
import type { ModelInfo } from 'patchwise';

import { TITLES } from './comparison';

export function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

export function timeLeft(ms: number): string {
  if (!Number.isFinite(ms)) return 'time left unknown yet';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s left`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s left`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

/** What a network says of itself, in words. */
export function describeModel({ config, step, data, imageSize }: ModelInfo): string {
  const backbone = config.backbone === 'resnet32' ? 'ResNet-32' : 'ResNet-8';
  return `${TITLES[config.method ?? 'patch-rotnet']}, ${backbone}, ${step} steps on ${data} at ${imageSize} px`;
}

/** The page's words for what only code would say. */
const PHRASES: readonly (readonly [string, string])[] = [
  ['the safetensors bytes that `save` wrote', 'a network that this page or the command line wrote'],
  ['call `evaluate` with `linear` or `finetune`', 'measure it by linear evaluation or fine-tuning'],
];

/** The page's words for the package's fields. */
const LABELS: Record<string, string> = {
  batchSize: 'Images a step',
  epochs: 'Epochs',
  imageSize: 'Side in pixels',
  maxImages: 'Images to learn from',
  unlabeled: 'Images to learn from',
  patchRatio: 'Patch over image',
  numTargets: 'Clusters',
  protocol: 'How',
  target: 'Explain',
  perplexity: 'Neighbours that count',
  'optimizer.learningRate': 'Learning rate',
};

/** A message of the package with the page's words for its fields. */
export function inPageWords(message: string): string {
  const plain = PHRASES.reduce((text, [code, words]) => text.replaceAll(code, words), message);
  return plain.replace(/`([\w.]+)`/g, (whole, field: string) => (LABELS[field] ? `“${LABELS[field]}”` : whole));
}
