/** The lesson's pictures: those of the quiz, and those whose names are told. */
import type { Patchwise, RawImage } from 'patchwise';

import type { Candidate, Sorting } from './lesson';
import { PICTURES, STICKERS } from './quiz';

/** Test images among which those of the quiz are chosen. */
const CANDIDATES = 60;
/** Pictures that may be changed. */
const CHANGEABLE = 8;
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
  const indices = inTurn(byClass).slice(0, PICTURES + STICKERS);
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

/** Pictures to change: those that were sorted rightly, kinds in turn; where these are few, others beside them. */
export function candidatesOf({ trained, kinds, labeled, images }: Sorting): Candidate[] {
  const of = (isRight: boolean) =>
    inTurn(
      kinds.map((kind) =>
        images.labels.flatMap((label, index) => {
          const isWanted = label === kind && !labeled.includes(index);
          return isWanted && (trained.predictions[index] === kind) === isRight ? [{ index, label: kind, isRight }] : [];
        }),
      ),
    );
  return [...of(true), ...of(false)].slice(0, CHANGEABLE);
}

/** The first of each list, then the second of each, and so on. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const rounds = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list[round] ?? [])).flat();
}

/** One of several images. */
export function rawImage({ pixels, imageSize }: { pixels: Uint8Array; imageSize: number }, index: number): RawImage {
  const size = imageSize * imageSize * 3;
  return { data: pixels.slice(index * size, (index + 1) * size), width: imageSize, height: imageSize };
}
