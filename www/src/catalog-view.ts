/** What can be chosen, as the engine lists it. */
import type { Catalog, MethodInfo } from 'patchwise';

import { byId, create } from './elements';
import { control, suitEpochs } from './forms';
import type { State } from './state';

export function renderCatalog({ catalog }: State, previous: State): void {
  // A device that is opened later must not undo what was chosen.
  if (!catalog || previous.catalog) return;
  const { methods, backbones, protocols } = catalog;
  fill('train-form', 'method', methods, methods.find((method) => method.hasPatch)?.name);
  fill('train-form', 'backbone', backbones);
  fill('evaluate-form', 'protocol', protocols);
  byId('rows').append(...methods.map(createRow));
  describeChoice(catalog);
}

/** Explains what is chosen. */
export function describeChoice({ methods, protocols }: Catalog): void {
  byId('method-summary').textContent = chosen(methods, 'train-form', 'method')?.summary ?? '';
  byId('protocol-summary').textContent = chosen(protocols, 'evaluate-form', 'protocol')?.summary ?? '';
}

/** Sets what suits the chosen method and the images for some minutes of training; what was typed stays. */
export function useQuickRecipe({ methods }: Catalog, ownImages: number | null): void {
  const quick = chosen(methods, 'train-form', 'method')?.quick;
  if (!quick) return;
  if (!isTyped('epochs')) suitEpochs(quick.epochs, ownImages);
  if (!isTyped('learningRate')) {
    control('train-form', 'learningRate').value = String(quick.optimizer.learningRate);
  }
}

const typed = new Set<string>();
const isTyped = (name: string) => typed.has(name);

/** Remembers which settings of the training were typed. */
export function watchTyping(): void {
  for (const name of ['epochs', 'learningRate']) {
    control('train-form', name).addEventListener('input', () => typed.add(name));
  }
}

function chosen<Info extends { name: string }>(infos: readonly Info[], form: string, name: string): Info | undefined {
  return infos.find((info) => info.name === control(form, name).value);
}

function fill(form: string, name: string, infos: readonly { name: string; title: string }[], first?: string): void {
  const options = infos.map((info) => create('option', { value: info.name }, info.title));
  const select = control(form, name);
  select.replaceChildren(...options);
  if (first) select.value = first;
}

function createRow({ name, title, viewsPerImage }: MethodInfo): HTMLElement {
  const box = create('input', { type: 'checkbox', name: 'row', value: name });
  // Those that rotate are what the page is about; the others take more time.
  box.defaultChecked = viewsPerImage > 1;
  return create('label', {}, box, ` ${title}`);
}
