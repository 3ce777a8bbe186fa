/** “Try it”: a photo or the camera, classified, and the test images most similar to it. */
import type { Classification } from 'patchwise';

import { drawBitmap, drawImage, figure } from './draw';
import { bar, byId, create } from './elements';
import { namesOf } from './engine';
import { decimal, erase, list, share, t, write } from './language';
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
  if (!state.hasNetwork) return t('try-needs-model');
  if (!canTry(state)) return t('try-needs-classifier');
  return state.phase === 'idle' ? null : t('try-wait');
}

function describeWhatWorks(state: State): string {
  const { hasNetwork, classifierNames, dataset } = state;
  if (!hasNetwork) return t('try-needs-network');
  if (classifierNames) return t('try-classes', { classes: list(namesOf(classifierNames)) });
  return [t('try-no-classifier'), ...(dataset?.test ? [t('try-similar-only')] : [])].join(' ');
}

function show({ trial, dataset }: State): void {
  byId('trial').replaceChildren();
  if (!trial) return;
  const parts: Node[] = [
    create('h4', {}, typeof trial.name === 'string' ? t(trial.name) : trial.name.file),
    pair(trial),
  ];
  if (trial.similar) parts.push(...describeSimilar(trial.similar, namesOf(dataset?.classNames ?? [])));
  byId('trial').replaceChildren(...parts);
}

/** The picture, as the network sees it, and what it is taken for. */
function pair({ photo, classification }: Trial): HTMLElement {
  const parts: Node[] = [];
  if (photo) parts.push(figure(drawBitmap(photo), t('try-picture')));
  if (classification) parts.push(drawAttention(classification), answerOf(classification));
  return create('div', { class: 'trial' }, ...parts);
}

function drawAttention({ overlay, imageSize }: Classification): HTMLElement {
  const picture = drawImage(overlay ?? new Uint8Array(3 * imageSize * imageSize), imageSize, 0);
  return figure(picture, t('try-attention'));
}

function answerOf(classification: Classification): HTMLElement {
  const { probabilities, classNames } = classification;
  const names = namesOf(classNames);
  const ranked = Array.from(probabilities, (probability, index) => ({ probability, name: names[index] ?? '' }));
  ranked.sort((a, b) => b.probability - a.probability);
  const bars = ranked.slice(0, TOP_CLASSES).map(({ name, probability }) => bar(name, probability));
  const [first] = ranked;
  const words = t('try-answer', { class: first?.name ?? '', share: share(first?.probability ?? 0, 1) });
  return create('div', { class: 'answer' }, create('p', { class: 'result' }, words), ...bars);
}

function describeSimilar({ matches, pictures }: NonNullable<Trial['similar']>, names: readonly string[]): Node[] {
  const figures = matches.map(({ label, similarity }, place) => {
    const name = names[label ?? -1] ?? t('no-class');
    const caption = t('similar-caption', { place: place + 1, name, similarity: decimal(similarity, 3) });
    return figure(drawImage(pictures.pixels, pictures.imageSize, place), caption);
  });
  return [create('p', { class: 'note' }, t('try-similar')), create('div', { class: 'tiles' }, ...figures)];
}

function renderCamera({ camera, cameraNote, seen }: State, previous: State): void {
  if (camera !== previous.camera) {
    write(byId('camera'), camera === 'off' ? 'camera-start' : 'camera-stop');
    showNote(cameraNote, null);
    byId('live').hidden = camera !== 'on';
    if (camera === 'on') byId('live').scrollIntoView({ block: 'nearest' });
  }
  if (seen === previous.seen) return;
  byId('live-attention').replaceChildren(...(seen ? [drawAttention(seen.classification)] : []));
  byId('live-answer').replaceChildren(...(seen ? [answerOf(seen.classification)] : []));
  showNote(cameraNote, seen?.perSecond ?? null);
}

/** How fast the camera is, or why it is off. */
function showNote(end: State['cameraNote'], rate: number | null): void {
  const note = byId('camera-note');
  if (end) write(note, end);
  else erase(note);
  if (rate !== null) note.textContent = t('camera-rate', { rate: decimal(rate, 1) });
}
