/** The lab's settings as a link carries them: of the images and of the training, where others can have the same. */
const FORMS: readonly (readonly [short: string, form: string])[] = [
  ['data', 'data-form'],
  ['train', 'train-form'],
];
/** What concerns files of one's own, which no link can carry. */
const OWN = /^data-form (square|decodeByBrowser|testPercent|trainSplit|testSplit|labelColumn|source (?!scenes))/;

/** The part of an address after `#`, from the values of all controls. */
export function labLink(values: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    const [form = '', ...name] = key.split(' ');
    const short = FORMS.find(([, other]) => other === form)?.[0];
    if (short && !OWN.test(key)) query.set([short, ...name].join('.'), value);
  }
  return `lab/train?${query}`;
}

/** The values of controls that a link names. */
export function valuesOf(settings: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, value] of settings) {
    const [short = '', ...name] = key.split('.');
    const form = FORMS.find(([other]) => other === short)?.[1];
    if (form) values[[form, ...name].join(' ')] = value;
  }
  return values;
}
