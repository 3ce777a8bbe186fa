/** What can be chosen, as the engine lists it. */
import type { Catalog, MethodInfo } from 'patchwise';

import { byId, create } from './elements';
import { summaryOf, titleOf } from './engine';
import { TASK_FIELD, control, suitEpochs } from './forms';
import { find, t } from './language';
import type { State } from './state';

export function renderCatalog({ catalog }: State, previous: State): void {
  // A device that is opened later must not undo what was chosen.
  if (!catalog || previous.catalog) return;
  const { methods, backbones, protocols } = catalog;
  const titled = (kind: 'method' | 'backbone' | 'protocol', infos: readonly { name: string }[]) =>
    infos.map(({ name }) => ({ name, title: titleOf(kind, name, catalog) }));
  // The question in plain words comes before the name that experts give it.
  const asked = titled('method', methods).map(({ name, title }) => {
    const plain = find(`method-${name}-plain`);
    return { name, title: plain ? t('method-choice', { plain, title }) : title };
  });
  fill('train-form', 'method', asked, methods.find((method) => method.hasPatch)?.name);
  fill('train-form', 'backbone', titled('backbone', backbones));
  fill('evaluate-form', 'protocol', titled('protocol', protocols));
  renderTaskFields(catalog);
  for (const method of methods) renderRow(method, titleOf('method', method.name, catalog));
  describeChoice(catalog);
}

/** Explains what is chosen. */
export function describeChoice({ methods, protocols }: Catalog): void {
  const method = chosen(methods, 'train-form', 'method');
  byId('method-summary').textContent = method ? summaryOf('method', method) : '';
  for (const field of byId('task-fields').children) {
    const { name } = field.querySelector('input') ?? {};
    (field as HTMLElement).hidden = !method?.settings.some((setting) => TASK_FIELD + setting === name);
  }
  const protocol = chosen(protocols, 'evaluate-form', 'protocol');
  byId('protocol-summary').textContent = protocol ? summaryOf('protocol', protocol) : '';
}

/** Sets what suits the chosen method and the images for some minutes of training; what was typed stays. */
export function useQuickRecipe({ methods }: Catalog, ownImages: number | null): void {
  const quick = chosen(methods, 'train-form', 'method')?.quick;
  if (!quick) return;
  if (!isTyped('epochs')) suitEpochs(quick.epochs, ownImages);
  if (!isTyped('batchSize')) control('train-form', 'batchSize').value = String(quick.batchSize);
  control('train-form', 'smallStart').value = '0';
  if (!isTyped('learningRate')) {
    control('train-form', 'learningRate').value = String(quick.optimizer.learningRate);
  }
}

/** From now on, settings are those that were made for somebody. */
export function forgetTyping(): void {
  typed.clear();
}

const typed = new Set<string>();
const isTyped = (name: string) => typed.has(name);

/** Remembers which settings of the training were typed. */
export function watchTyping(): void {
  for (const name of ['epochs', 'batchSize', 'learningRate']) {
    control('train-form', name).addEventListener('input', () => typed.add(name));
  }
}

function chosen<Info extends { name: string }>(infos: readonly Info[], form: string, name: string): Info | undefined {
  return infos.find((info) => info.name === control(form, name).value);
}

function fill(form: string, name: string, infos: readonly { name: string; title: string }[], first?: string): void {
  const options = infos.map((info) => create('option', { value: info.name }, info.title));
  const select = control(form, name);
  // In another language, what was chosen stays.
  const value = select.value || first;
  select.replaceChildren(...options);
  if (value) select.value = value;
}

/** Settings of tasks that are whole numbers, and the least that each can be. */
const LEAST: Record<string, number> = { draws: 2, clusterStarts: 1, clusterRounds: 1 };

/** A field for each number that a method's task can be set to. */
function renderTaskFields({ methods, task }: Catalog): void {
  const names = new Set(methods.flatMap(({ settings }) => settings));
  const numbers = Object.entries(task).filter(([name, value]) => names.has(name) && typeof value === 'number');
  const fields = numbers.map(([name, value]) => {
    const words = name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
    const label = find(`task-${words}`) ?? name;
    const before = control('train-form', TASK_FIELD + name)?.value;
    const [min, step] = name in LEAST ? [String(LEAST[name]), '1'] : ['0', 'any'];
    const input = create('input', { type: 'number', name: TASK_FIELD + name, required: true, min, step });
    input.defaultValue = String(value);
    if (before) input.value = before;
    return create('label', {}, create('span', {}, label), ' ', input);
  });
  byId('task-fields').replaceChildren(...fields);
}

/** A row that can be compared, a new one or with another title. */
function renderRow(method: MethodInfo, title: string): void {
  const rows = byId('rows');
  const box = rows.querySelector<HTMLInputElement>(`[value="${method.name}"]`) ?? addRow(rows, method);
  box.labels?.[0]?.querySelector('span')?.replaceChildren(title);
}

function addRow(rows: HTMLElement, { name, viewsPerImage, drawsPerImage }: MethodInfo): HTMLInputElement {
  const box = create('input', { type: 'checkbox', name: 'row', value: name });
  // Those that rotate are what the page is about; the others take more time.
  box.defaultChecked = viewsPerImage > 1 && drawsPerImage === 1;
  rows.append(create('label', {}, box, ' ', create('span')));
  return box;
}
