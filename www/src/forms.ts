/** What the forms say, as the package takes it. */
import type {
  Catalog,
  ComparisonConfig,
  DataSource,
  DeviceChoice,
  EmbeddingConfig,
  EvaluationConfig,
  FilesSource,
  MethodInfo,
  NamedSplit,
  PretrainConfig,
  Protocol,
  Square,
  TaskConfig,
  Transform,
  Workload,
} from 'patchwise';

import { byId } from './elements';
import { askedDevice, givenServer } from './elsewhere';
import type { Device } from './elsewhere';
import { FEWEST_RANKED } from './frame-view';
import { t } from './language';

/** Images of a feature map: work grows with their square. */
const MAP_IMAGES = 400;
/** Labelled images to train classifiers on, and images to evaluate on, at most. */
const LABELED = 1000;
const TEST = 500;
const FINETUNE_EPOCHS = 5;
const FEW_LABELS = 5;
/** The side of smaller images as a fraction of the images'. */
const SMALL_SIDE = 0.5;
/** How often kNN accuracy is measured over a run. */
const KNN_TIMES = 10;
const STEPS = 300;

export function control<T extends HTMLInputElement | HTMLSelectElement>(form: string, name: string): T {
  return byId<HTMLFormElement>(form).elements.namedItem(name) as T;
}

function number(form: string, name: string): number {
  return Number(control(form, name).value);
}

function isChecked(form: string, name: string): boolean {
  return control<HTMLInputElement>(form, name).checked;
}

export const patchRatio = () => number('train-form', 'patchRatio');
export const seed = () => number('train-form', 'seed');
export function evaluationConfig(): Partial<EvaluationConfig> {
  return {
    protocol: control('evaluate-form', 'protocol').value as Protocol,
    classifier: control('evaluate-form', 'classifier').value as EvaluationConfig['classifier'],
  };
}

/** The forms whose values are settings. */
const FORMS = ['data-form', 'train-form', 'evaluate-form', 'compare-form'];

type Control = HTMLInputElement | HTMLSelectElement;

/** The controls that have a value to keep, each under a key of its own. */
function* keptControls(): Generator<[key: string, control: Control]> {
  for (const form of FORMS)
    for (const control of byId<HTMLFormElement>(form).elements) {
      const isControl = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
      // Files are kept otherwise.
      if (!isControl || !control.name || control.type === 'file') continue;
      yield [`${form} ${control.name}${isChoice(control) ? ` ${control.value}` : ''}`, control];
    }
}

const isChoice = (control: Control): control is HTMLInputElement => /^(checkbox|radio)$/.test(control.type);

/** Values of all controls. */
export function formValues(): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, control] of keptControls())
    values[key] = isChoice(control) ? String(control.checked) : control.value;
  return values;
}

/** Whether a control takes a value, which may come from an address that somebody wrote. */
function canHave(control: Control, value: string): boolean {
  if (control instanceof HTMLSelectElement) return Array.from(control.options).some((option) => option.value === value);
  const isNumber = value !== '' && Number.isFinite(Number(value));
  return control.type === 'text' || isNumber || isChoice(control);
}

/** Sets controls to values of {@link formValues}, as if they had been typed. */
export function setFormValues(values: Record<string, string>): void {
  for (const [key, control] of keptControls()) {
    const value = values[key];
    if (value === undefined) continue;
    const isOther = isChoice(control) ? String(control.checked) !== value : control.value !== value;
    if (!isOther || !canHave(control, value)) continue;
    if (isChoice(control)) control.checked = value === 'true';
    else control.value = value;
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

const DEVICES: readonly string[] = ['cpu', 'webgpu', 'auto', 'remote'] satisfies DeviceChoice[];

/** `?device=cpu`, `?device=webgpu` or, with the server that was given in this tab, `?device=remote` overrides the choice. */
export function deviceChoice(): Device {
  const asked = askedDevice();
  const server = givenServer();
  if (asked === 'remote') return server ? { device: 'remote', ...server } : { device: 'auto' };
  return { device: asked !== null && DEVICES.includes(asked) ? (asked as DeviceChoice) : 'auto' };
}

/** What is wrong with the device that the address asks for; null where nothing is. */
export function deviceProblem(): string | null {
  const asked = askedDevice();
  if (asked === 'remote' && !givenServer()) return t('server-missing');
  if (asked === null || DEVICES.includes(asked)) return null;
  return t('device-unknown', { device: asked });
}

/** The size of the run that the forms are set to. */
export const workload = (): Workload => ({
  imageSize: number('data-form', 'imageSize'),
  batchSize: number('train-form', 'batchSize'),
});

export type Source = 'scenes' | 'files' | 'url' | 'camera';

export const source = () => control('data-form', 'source').value as Source;

/** The addresses of files that are typed. */
export const addresses = () => control('data-form', 'addresses').value.split(/\s+/).filter(Boolean);

export const square = () => control('data-form', 'square').value as Square;

export const usesFiles = () => source() !== 'scenes';

export function dataSource(files: FilesSource['files']): DataSource {
  const images = number('data-form', 'images');
  const common = { imageSize: number('data-form', 'imageSize'), images, seed: number('data-form', 'dataSeed') };
  if (!usesFiles()) {
    return { kind: 'scenes', ...common, labeledImages: Math.min(images, LABELED), testImages: TEST };
  }
  const decodeByBrowser = isChecked('data-form', 'decodeByBrowser');
  const trainSplit = control('data-form', 'trainSplit').value as NamedSplit | '';
  const testSplit = control('data-form', 'testSplit').value as NamedSplit | '';
  const labelColumn = control('data-form', 'labelColumn').value.trim();
  const testFraction = number('data-form', 'testPercent') / 100;
  return {
    kind: 'files',
    files,
    ...common,
    labeledImages: LABELED,
    testImages: TEST,
    testFraction,
    square: square(),
    decodeByBrowser,
    ...(trainSplit && { trainSplit }),
    ...(testSplit && { testSplit }),
    ...(labelColumn && { labelColumn }),
  };
}

/** Epochs that take some minutes: for own images at least some 300 steps, however few they are. */
export function suitEpochs(quickEpochs: number, ownImages: number | null): void {
  const epochs = control<HTMLInputElement>('train-form', 'epochs');
  const perEpoch = Math.max(1, Math.floor((ownImages ?? 0) / number('train-form', 'batchSize')));
  const enough = ownImages === null ? Number(epochs.defaultValue) : Math.min(200, Math.round(STEPS / perEpoch));
  epochs.value = String(Math.max(quickEpochs, enough, 1));
}

/** What can be chosen as augmentation; each method has its own, too. */
const AUGMENTATIONS: Record<string, Transform[]> = {
  flip: [{ kind: 'horizontal-flip' }],
  crop: [{ kind: 'random-crop' }, { kind: 'horizontal-flip' }],
  reflect: [{ kind: 'random-crop', fill: 'reflect' }, { kind: 'horizontal-flip' }],
  strong: [
    { kind: 'random-resized-crop' },
    { kind: 'horizontal-flip' },
    { kind: 'color-jitter' },
    { kind: 'grayscale' },
  ],
  none: [],
};

/** The augmentation that is chosen; null for the method's own. */
const augmentation = () => AUGMENTATIONS[control('train-form', 'augmentation').value] ?? null;

/** The name of an augmentation that can be chosen; undefined for others. */
export function nameOfAugmentation(transforms: PretrainConfig['augmentation']): string | undefined {
  const isSame = ([, others]: [string, Transform[]]) => JSON.stringify(others) === JSON.stringify(transforms);
  const [name] = Object.entries(AUGMENTATIONS).find(isSame) ?? [];
  return name && t(`augmentation-${name}`);
}

/** Fields of the task's settings are named so. */
export const TASK_FIELD = 'task-';

/** The settings of the method's task. */
function taskConfig({ settings }: MethodInfo): Partial<TaskConfig> {
  const fields = settings.flatMap((name) => {
    const field = control<HTMLInputElement>('train-form', TASK_FIELD + name);
    return field ? [[name, Number(field.value)]] : [];
  });
  return Object.fromEntries(fields);
}

/** Images of half the side in a part of the steps, if that is chosen. */
function smallStart(): Partial<PretrainConfig> {
  const part = number('train-form', 'smallStart');
  return part > 0 ? { smallStart: { scale: SMALL_SIDE, part } } : {};
}

/** The minutes that somebody has. */
export const minutes = () => number('train-form', 'minutes');

/** Sets what the best method learns most by from so many images, but for the epochs. */
export function setBest({ methods, bestMethod }: Catalog, images: number): void {
  const info = methods.find(({ name }) => name === bestMethod);
  if (!info) return;
  const { best, settings } = info;
  const values: Record<string, string | number> = {
    method: bestMethod,
    // At least two steps an epoch.
    batchSize: Math.max(2, Math.min(best.batchSize, Math.floor(images / 2))),
    learningRate: best.optimizer.learningRate ?? '',
    augmentation: 'own',
    smallStart: best.smallStart?.part ?? 0,
    ...Object.fromEntries(settings.map((name) => [TASK_FIELD + name, Number(best.task[name as keyof TaskConfig])])),
  };
  setFormValues(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`train-form ${name}`, String(value)])),
  );
}

/** Sets the number of epochs, as if it had been typed. */
export const setEpochs = (epochs: number) => setFormValues({ 'train-form epochs': String(epochs) });

/** Settings that training and comparing share. */
function sharedConfig() {
  return {
    backbone: control('train-form', 'backbone').value as PretrainConfig['backbone'],
    epochs: number('train-form', 'epochs'),
    batchSize: number('train-form', 'batchSize'),
  };
}

export function pretrainConfig({ methods }: Catalog): Partial<PretrainConfig> {
  const info = methods.find(({ name }) => name === control('train-form', 'method').value);
  return {
    ...sharedConfig(),
    ...(info && { method: info.name, schedule: info.quick.schedule }),
    patchRatio: patchRatio(),
    optimizer: { kind: 'adam', learningRate: number('train-form', 'learningRate') },
    augmentation: augmentation() ?? info?.quick.augmentation ?? [],
    ...(info && { task: taskConfig(info) }),
    ...smallStart(),
    ...(isChecked('train-form', 'onlineKnn') && { onlineKnn: KNN_TIMES }),
    seed: seed(),
  };
}

export function comparisonConfig(numTest: number): Partial<ComparisonConfig> {
  const rows = document.querySelectorAll<HTMLInputElement>('#rows input:checked');
  const protocols: Protocol[] = ['linear'];
  if (isChecked('compare-form', 'finetune')) protocols.push('finetune');
  protocols.push('knn');
  if (numTest >= FEWEST_RANKED) protocols.push('retrieval');
  return {
    ...sharedConfig(),
    recipe: 'quick',
    rows: Array.from(rows, (box) => box.value as ComparisonConfig['rows'][number]),
    ratios: [patchRatio()],
    augmentation: augmentation(),
    protocols,
    seed: seed(),
    finetuneEpochs: FINETUNE_EPOCHS,
    seeds: number('compare-form', 'seeds'),
    ...(isChecked('compare-form', 'few-labels') && { labelsPerClass: [FEW_LABELS, null] }),
  };
}

export function embeddingConfig(): Partial<EmbeddingConfig> {
  return { maxImages: MAP_IMAGES, seed: seed() };
}
