/** Section 8: a photo or the camera, classified, and the test images most similar to it. */
import type { Classification } from 'patchwise';

import { drawBitmap, drawImage, figure } from './draw';
import { bar, byId, create } from './elements';
import { percent } from './format';
import type { State, Trial } from './state';
import { canTry } from './state';

/** Classes shown of a picture, the most probable first. */
const TOP_CLASSES = 5;

export function renderTrial(state: State, previous: State): void {
  const words = describeWhatWorks(state);
  if (byId('try-text').textContent !== words) byId('try-text').textContent = words;
  if (state.trial !== previous.trial) show(state);
  renderCamera(state, previous);
}

/** Why a picture cannot be tried now; null where it can. */
export function whatIsMissing(state: State): string | null {
  if (!state.hasNetwork) return 'Train a network or load a model first.';
  if (!canTry(state)) return 'Run linear evaluation or fine-tuning in section 4, or label images in section 7, first.';
  return state.phase === 'idle' ? null : 'Wait until the current work has ended, or stop it.';
}

function describeWhatWorks(state: State): string {
  const { hasNetwork, classifierNames, dataset } = state;
  if (!hasNetwork) return 'Needs a trained network: see section 3.';
  if (classifierNames) return `The classifier knows these classes: ${classifierNames.join(', ')}.`;
  const others = dataset?.test ? ' Until then, a photo only gets the most similar test images.' : '';
  return `There is no classifier yet. Run linear evaluation or fine-tuning in section 4, or label images in section 7, to train one.${others}`;
}

function show({ trial, dataset }: State): void {
  byId('trial').replaceChildren();
  if (!trial) return;
  const parts: Node[] = [create('h3', {}, trial.name), pair(trial)];
  if (trial.similar) parts.push(...describeSimilar(trial.similar, dataset?.classNames ?? []));
  byId('trial').replaceChildren(...parts);
}

/** The picture, as the network sees it, and what it is taken for. */
function pair({ photo, classification }: Trial): HTMLElement {
  const parts: Node[] = [];
  if (photo) parts.push(figure(drawBitmap(photo), 'The picture'));
  if (classification) parts.push(figure(drawAttention(classification), ATTENTION), answerOf(classification));
  return create('div', { class: 'trial' }, ...parts);
}

const ATTENTION = 'As the network sees it, with attention (Grad-CAM): bright areas influenced the answer most';

function drawAttention({ overlay, imageSize }: Classification): HTMLCanvasElement {
  return drawImage(overlay ?? new Uint8Array(3 * imageSize * imageSize), imageSize, 0);
}

function answerOf(classification: Classification): HTMLElement {
  const { probabilities, classNames, label } = classification;
  const ranked = Array.from(probabilities, (probability, index) => ({ probability, name: classNames[index] ?? '' }));
  ranked.sort((a, b) => b.probability - a.probability);
  const bars = ranked.slice(0, TOP_CLASSES).map(({ name, probability }) => bar(name, probability));
  const most = percent(ranked[0]?.probability ?? 0);
  return create('div', { class: 'answer' }, create('p', { class: 'result' }, `${label}, ${most}`), ...bars);
}

function describeSimilar({ matches, pictures }: NonNullable<Trial['similar']>, names: readonly string[]): Node[] {
  const figures = matches.map(({ label, similarity }, place) => {
    const caption = `${place + 1}. ${names[label ?? -1] ?? 'no class'} ${similarity.toFixed(3)}`;
    return figure(drawImage(pictures.pixels, pictures.imageSize, place), caption);
  });
  const words = 'The most similar test images; the number is the cosine similarity of their features.';
  return [create('p', { class: 'note' }, words), create('div', { class: 'tiles' }, ...figures)];
}

function renderCamera({ camera, cameraNote, seen }: State, previous: State): void {
  if (camera !== previous.camera) {
    byId('camera').textContent = camera === 'off' ? 'Start camera' : 'Stop camera';
    byId('camera-note').textContent = cameraNote;
    byId('live').hidden = camera !== 'on';
    if (camera === 'on') byId('live').scrollIntoView({ block: 'nearest' });
  }
  if (seen === previous.seen) return;
  byId('live-attention').replaceChildren(...(seen ? [figure(drawAttention(seen.classification), ATTENTION)] : []));
  byId('live-answer').replaceChildren(...(seen ? [answerOf(seen.classification)] : []));
  byId('camera-note').textContent = seen?.perSecond ? `${seen.perSecond.toFixed(1)} frames per second` : cameraNote;
}
