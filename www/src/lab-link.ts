/** The lab's settings as a link carries them: of the images and of the training, where others can have the same. */
const FORMS: readonly (readonly [short: string, form: string])[] = [
  ['data', 'data-form'],
  ['train', 'train-form'],
];
/** What concerns files, and what no link can carry: files of one's own. */
const OF_FILES = /^data-form (square|decodeByBrowser|testPercent|trainSplit|testSplit|labelColumn|addresses)/;
const OWN = /^data-form source (files|camera)/;

/** The part of an address after `#`, from the values of all controls. */
export function labLink(values: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams();
  const isOwn = (key: string) => OWN.test(key) || (values['data-form source url'] !== 'true' && OF_FILES.test(key));
  for (const [key, value] of Object.entries(values)) {
    const [form = '', ...name] = key.split(' ');
    const short = FORMS.find(([, other]) => other === form)?.[0];
    if (short && !isOwn(key)) query.set([short, ...name].join('.'), value);
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
