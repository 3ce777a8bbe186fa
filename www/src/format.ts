/** Numbers as words. */

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

/** The page's words for the package's fields. */
const LABELS: Record<string, string> = {
  batchSize: 'Images a step',
  epochs: 'Epochs',
  imageSize: 'Side in pixels',
  maxImages: 'Images to learn from',
  unlabeled: 'Images to learn from',
  patchRatio: 'Patch over image',
  numTargets: 'Clusters',
  perplexity: 'Neighbours that count',
  'optimizer.learningRate': 'Learning rate',
};

/** A message of the package with the page's words for its fields. */
export function inPageWords(message: string): string {
  return message.replace(/`([\w.]+)`/g, (whole, field: string) => (LABELS[field] ? `“${LABELS[field]}”` : whole));
}
