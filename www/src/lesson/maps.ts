/** Maps of features at some moments, as pure functions. */
import type { Embedding } from 'patchwise';

/** The images of some classes in a map. */
export function ofKinds(map: Embedding, kinds: readonly number[]): Embedding {
  const places = map.labels.flatMap((label, place) => (kinds.includes(label) ? [place] : []));
  return {
    ...map,
    embedding2d: Float32Array.from(places.flatMap((place) => [...map.embedding2d.subarray(2 * place, 2 * place + 2)])),
    indices: places.map((place) => map.indices[place] ?? 0),
    labels: places.map((place) => map.labels[place] ?? 0),
  };
}

/** Some of many, first and last among them. */
export function spread<T>(values: readonly T[], count: number): T[] {
  if (values.length <= count) return [...values];
  return Array.from(
    { length: count },
    (_, index) => values[Math.round((index * (values.length - 1)) / (count - 1))] as T,
  );
}

/** Turns and mirrors places around the origin, [N, 2], so that they lie as near as may be to others. */
export function align(places: Float32Array, others: Float32Array): void {
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (let index = 0; index < Math.min(places.length, others.length); index += 2) {
    const [x, y] = [places[index] ?? 0, places[index + 1] ?? 0];
    const [u, v] = [others[index] ?? 0, others[index + 1] ?? 0];
    xx += x * u;
    xy += x * v;
    yx += y * u;
    yy += y * v;
  }
  // The better of the best turn, and the best turn of the mirrored places.
  const [turned, mirrored] = [Math.hypot(xx + yy, xy - yx), Math.hypot(xx - yy, xy + yx)];
  const isMirrored = mirrored > turned;
  const angle = isMirrored ? Math.atan2(xy + yx, xx - yy) : Math.atan2(xy - yx, xx + yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let index = 0; index < places.length; index += 2) {
    const x = places[index] ?? 0;
    const y = (isMirrored ? -1 : 1) * (places[index + 1] ?? 0);
    places[index] = cos * x - sin * y;
    places[index + 1] = sin * x + cos * y;
  }
}
