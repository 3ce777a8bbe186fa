/** The lesson's pictures: those of the quiz, and those whose names are told. */
import type { Patchwise, RawImage } from 'patchwise';

import { PICTURES, STICKERS } from './quiz';

/** Test images among which those of the quiz are chosen. */
const CANDIDATES = 60;
/** Labels for each kind. */
export const LABELS_PER_CLASS = 5;

/** Test images for the quiz, classes in turn. */
export async function chooseImages(
  patchwise: Patchwise,
  numClasses: number,
): Promise<{ indices: number[]; labels: number[] }> {
  const { labels } = await patchwise.images({ split: 'test', indices: [...Array(CANDIDATES).keys()] });
  const byClass = Array.from({ length: numClasses }, (_, label) =>
    labels.flatMap((other, index) => (other === label ? [index] : [])),
  );
  const rounds = Math.max(...byClass.map((indices) => indices.length));
  const inTurn = Array.from({ length: rounds }, (_, round) => byClass.flatMap((indices) => indices[round] ?? []));
  const indices = inTurn.flat().slice(0, PICTURES + STICKERS);
  return { indices, labels: indices.map((index) => labels[index] ?? 0) };
}

/** Gives the first images of each kind their class, in place of all labels before. */
export async function labelSome(
  patchwise: Patchwise,
  labels: readonly (number | null)[],
  kinds: readonly number[],
  names: readonly string[],
): Promise<Set<number>> {
  const before = Object.keys((await patchwise.labels()).classes).map(Number);
  if (before.length > 0) await patchwise.label(before, null);
  const labeled = new Set<number>();
  for (const kind of kinds) {
    const indices = labels.flatMap((label, index) => (label === kind ? [index] : [])).slice(0, LABELS_PER_CLASS);
    await patchwise.label(indices, names[kind] ?? '');
    for (const index of indices) labeled.add(index);
  }
  return labeled;
}

/** One of several images. */
export function rawImage({ pixels, imageSize }: { pixels: Uint8Array; imageSize: number }, index: number): RawImage {
  const size = imageSize * imageSize * 3;
  return { data: pixels.slice(index * size, (index + 1) * size), width: imageSize, height: imageSize };
}
