/** What all sections share: the device, errors, which controls work, and progress. */
import { byId, create, withData } from './elements';
import { isElsewhere, offerElsewhere } from './elsewhere';
import { translate, translateCurrent } from './engine';
import { describeModel, timeLeft } from './format';
import { decimal, share, t } from './language';
import type { Words } from './language';
import { showProblem } from './problems';
import type { State } from './state';
import { canTry, wordsOfDevice } from './state';

/** Retrieval needs ten other test images for each. */
export const FEWEST_RANKED = 11;

export function renderFrame(state: State, previous: State, dismiss: () => void): void {
  const status = state.status || t('status-opening');
  if (byId('status').textContent !== status) byId('status').textContent = status;
  const { opened, catalog } = state;
  byId('device').textContent = describeDevice(state);
  byId('network-text').textContent = opened ? describeModel(opened, catalog) : '';
  if (state.error !== previous.error) renderError(state, dismiss);
  renderControls(state);
  renderProgress(state);
}

function describeDevice({ device, phase }: State): string {
  if (device) return t('device-runs', { ...wordsOfDevice(device), reason: translate(device.reason) });
  return t(phase === 'dead' ? 'device-none' : 'device-opening');
}

function renderError({ error, phase, device }: State, dismiss: () => void): void {
  byId('error').hidden = error === null;
  const close = create('button', { type: 'button' }, t('error-close'));
  close.addEventListener('click', dismiss);
  const parts: Node[] = [...(error ? showProblem(error) : []), close];
  // The address asks for a device that is not there, or no longer.
  if (phase === 'dead' && isElsewhere()) offerElsewhere();
  if (phase === 'dead' && (!device || isElsewhere())) parts.push(create('a', { href: '?' }, t('error-other-device')));
  byId('error').replaceChildren(...parts);
}

/** Controls name in `data-needs` what has to hold for them to work. */
function renderControls(state: State): void {
  const facts = factsOf(state);
  for (const { element, words } of withData('needs')) {
    setEnabled(
      element as HTMLButtonElement,
      words.every((fact) => facts.has(fact)),
    );
  }
}

/** A control that has the focus keeps it: browsers take it from one that is disabled. */
function setEnabled(control: HTMLButtonElement, isEnabled: boolean): void {
  const keepsFocus = !isEnabled && control === document.activeElement;
  control.disabled = !isEnabled && !keepsFocus;
  if (keepsFocus) control.setAttribute('aria-disabled', 'true');
  else control.removeAttribute('aria-disabled');
}

/** Controls that are disabled but have the focus do nothing, and are disabled once they lose it. */
export function guardDisabled(): void {
  const isOff = (target: unknown): target is HTMLButtonElement =>
    target instanceof HTMLButtonElement && target.getAttribute('aria-disabled') === 'true';
  const refuse = (event: Event) => {
    if (!isOff(event instanceof SubmitEvent ? event.submitter : event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const kind of ['click', 'submit']) document.addEventListener(kind, refuse, { capture: true });
  document.addEventListener('focusout', ({ target }) => {
    if (isOff(target)) target.disabled = true;
  });
}

function factsOf(state: State): Set<string> {
  const { phase, dataset, hasNetwork, classifierNames, camera, collecting, canResume, table } = state;
  const numTest = dataset?.test ?? 0;
  const facts: Record<string, boolean> = {
    [phase]: true,
    run: phase === 'training' || phase === 'paused',
    waiting: phase === 'idle' || phase === 'paused',
    // A lost device is replaced by loading images.
    loadable: phase === 'idle' || phase === 'dead',
    data: dataset !== null,
    classes: (dataset?.classNames.length ?? 0) > 0,
    tests: numTest >= FEWEST_RANKED,
    network: hasNetwork && phase !== 'dead',
    tryable: canTry(state),
    classified: classifierNames !== null,
    // Also during a run. A camera that is on can always be stopped.
    classifier: (classifierNames !== null && phase !== 'dead') || camera !== 'off',
    camera: camera === 'on',
    collecting: collecting === 'on',
    checkpoint: canResume && (phase === 'idle' || phase === 'dead'),
    table: table !== null && phase !== 'dead',
  };
  return new Set(Object.keys(facts).filter((fact) => facts[fact]));
}

/** Bars name in `data-phases` whose progress they show. */
function renderProgress(state: State): void {
  for (const { element, words } of withData('phases')) {
    const isOn = words.includes(state.phase);
    element.hidden = !isOn;
    const [bar, text] = [element.querySelector('progress'), element.querySelector('.progress-text')];
    if (!isOn || !bar || !text) continue;
    bar.max = Math.max(state.progress?.total ?? 1, 1);
    bar.value = state.progress?.done ?? 0;
    // A download whose size is not known.
    if (state.progress?.file && state.progress.total === 0) bar.removeAttribute('value');
    text.textContent = describeProgress(state);
  }
}

function describeProgress({ phase, progress, training, comparing, table }: State): string {
  if (!progress) return t('progress-starting');
  const { done, total, file } = progress;
  const left = phase === 'paused' ? t('progress-paused') : timeLeft(progress.remainingMs);
  switch (phase) {
    case 'loading':
      if (file) return describeDownload({ done, total, left, ...file });
      return t('progress-images', { done, total, left });
    case 'training':
    case 'paused':
      if (training?.preparing) return t('progress-clusters', { done, total });
      if (training?.measuring) return t('progress-knn', { done, total });
      return training ? describeSteps(training, { done, total, left }) : t('progress-starting');
    case 'comparing':
      return t('progress-comparison', { current: translateCurrent(comparing, table?.rows ?? []), left });
    default:
      return t('progress-share', { share: share(done / Math.max(total, 1)), left });
  }
}

function describeDownload({ done, total, left, ...file }: Words & { done: number; total: number }): string {
  const megabytes = (bytes: number) => decimal(bytes / 2 ** 20, 1);
  const id = total === 0 ? 'progress-download-unknown' : 'progress-download';
  return t(id, { ...file, done: megabytes(done), total: megabytes(total), left: left ?? '' });
}

function describeSteps(training: NonNullable<State['training']>, words: Words): string {
  const { epoch, epochs, imagesPerSecond } = training;
  return t('progress-steps', { ...words, epoch, epochs, speed: decimal(imagesPerSecond, 1) });
}
