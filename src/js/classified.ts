/** The engine's answer about several images as one result for each. */
import type { Classification, Classified } from './types.js';

/** One result for each image. */
export function separate(all: Classified): Classification[] {
  const { classNames, classes, imageSize, probabilities, maps, overlays } = all;
  const area = imageSize * imageSize;
  return classes.map((index, image) => ({
    label: classNames[index] ?? '',
    class: index,
    probabilities: probabilities.slice(image * classNames.length, (image + 1) * classNames.length),
    classNames,
    imageSize,
    ...(maps.length && {
      map: maps.slice(image * area, (image + 1) * area),
      overlay: overlays.slice(image * 3 * area, (image + 1) * 3 * area),
    }),
  }));
}
