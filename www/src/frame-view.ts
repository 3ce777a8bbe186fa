/** What all sections share: the device, errors, which controls work, and progress. */
import { byId, create, withData } from './elements';
import { describeModel, inPageWords, timeLeft } from './format';
import type { State } from './state';
import { canTry, nameOf } from './state';

/** Retrieval needs ten other test images for each. */
export const FEWEST_RANKED = 11;

export function renderFrame(state: State, previous: State, dismiss: () => void): void {
  if (byId('status').textContent !== state.status) byId('status').textContent = state.status;
  const { device, opened, catalog } = state;
  const words = device ? `Runs on ${nameOf(device)}: ${device.reason}.` : 'Looking for a device…';
  byId('device').textContent = state.phase === 'dead' && !device ? 'No device.' : words;
  byId('network-text').textContent = opened ? `Loaded: ${describeModel(opened, catalog)}.` : '';
  if (state.error !== previous.error) renderError(state, dismiss);
  renderControls(state);
  renderProgress(state);
}

function renderError({ error, phase, device }: State, dismiss: () => void): void {
  byId('error').hidden = error === null;
  const close = create('button', { type: 'button' }, 'Close');
  close.addEventListener('click', dismiss);
  const parts: Node[] = [create('p', {}, inPageWords(error ?? [])), close];
  // The address asks for a device that is not there.
  if (phase === 'dead' && !device) parts.push(create('a', { href: '?' }, 'Let the page choose the device'));
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
    text.textContent = describeProgress(state);
  }
}

function describeProgress({ phase, progress, training, comparing }: State): string {
  if (!progress) return 'Starting…';
  const { done, total } = progress;
  const left = phase === 'paused' ? 'paused' : timeLeft(progress.remainingMs);
  switch (phase) {
    case 'loading':
      return `${done} of ${total} images, ${left}`;
    case 'training':
    case 'paused':
      if (training?.preparing) return `Finding clusters, ${done} of ${total}`;
      return training ? `Step ${done} of ${total}, ${describeEpoch(training)}, ${left}` : 'Starting…';
    case 'comparing':
      return `${comparing}, ${left}`;
    default:
      return `${Math.round((100 * done) / Math.max(total, 1))} %, ${left}`;
  }
}

function describeEpoch({ epoch, epochs, imagesPerSecond }: NonNullable<State['training']>): string {
  return `epoch ${epoch} of ${epochs}, ${imagesPerSecond.toFixed(1)} images/s`;
}
