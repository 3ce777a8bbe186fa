/** For teachers: notes to print, links with settings, and the results of a class in one table and plot. */
import { chart } from './chart';
import { byId, create, fillTable, scrollBox } from './elements';
import { takeFiles } from './files';
import { number, share, t } from './language';
import { readResult } from './lesson/result';
import type { Result } from './lesson/result';

/** Paragraphs or items of each part of the notes. */
const NOTES: readonly (readonly [part: string, kind: 'text' | 'list', count: number])[] = [
  ['aims', 'list', 4],
  ['before', 'list', 4],
  ['twenty', 'list', 5],
  ['fortyfive', 'list', 7],
  ['answers', 'list', 6],
  ['misconceptions', 'list', 5],
  ['privacy', 'text', 1],
];
const MAX_FILES = 500;

let results: Result[] = [];

/** Builds the door anew, in the page's language. */
export function showTeachers(refuse: (reason: string) => void): void {
  const notes = NOTES.flatMap(([part, kind, count]) => {
    const texts = Array.from({ length: count }, (_, index) => t(`notes-${part}-${index + 1}`));
    const body =
      kind === 'list'
        ? create('ul', {}, ...texts.map((text) => create('li', {}, text)))
        : create('div', {}, ...texts.map((text) => create('p', {}, text)));
    return [create('h3', {}, t(`notes-${part}`)), body];
  });
  const printNotes = create('button', { type: 'button', class: 'no-print' }, t('notes-print'));
  printNotes.addEventListener('click', () => print());
  byId('teachers').replaceChildren(
    create(
      'section',
      { 'aria-labelledby': 'link-title', class: 'no-print' },
      create('h2', { id: 'link-title' }, t('link-title')),
      create('p', {}, t('link-why')),
      ...linkForm(),
    ),
    create(
      'section',
      { 'aria-labelledby': 'class-title', class: 'no-print' },
      create('h2', { id: 'class-title' }, t('merge-title')),
      create('p', {}, t('merge-why')),
      ...classForm(refuse),
    ),
    create(
      'section',
      { 'aria-labelledby': 'notes-title', class: 'paper' },
      create('h2', { id: 'notes-title' }, t('notes-title')),
      printNotes,
      ...notes,
    ),
  );
}

/** A link that gives every pupil the same pictures, and the same training where that is wanted. */
function linkForm(): HTMLElement[] {
  const seed = create('input', { type: 'number', id: 'link-seed', min: 0, max: 999999, value: 1 });
  const epochs = create('input', {
    type: 'number',
    id: 'link-epochs',
    min: 1,
    max: 1000,
    placeholder: t('link-as-fits'),
  });
  const link = create('a', { id: 'lesson-link' });
  const write = () => {
    const query = new URLSearchParams({ seed: seed.value || '1' });
    if (epochs.value) query.set('epochs', epochs.value);
    // The CPU gives every machine the same numbers.
    link.href = `${location.origin}${location.pathname}?device=cpu#lesson/1?${query}`;
    link.textContent = link.href;
  };
  for (const input of [seed, epochs]) input.addEventListener('input', write);
  write();
  return [
    create(
      'div',
      { class: 'fields' },
      create('label', {}, t('link-seed'), seed),
      create('label', {}, t('link-epochs'), epochs),
    ),
    create('p', {}, link),
  ];
}

function classForm(refuse: (reason: string) => void): HTMLElement[] {
  const input = create('input', {
    type: 'file',
    id: 'results-files',
    class: 'visually-hidden',
    multiple: true,
    accept: '.json',
  });
  const place = create('div', { id: 'class-results', 'aria-live': 'polite' });
  const clear = create('button', { type: 'button', id: 'class-clear' }, t('merge-clear'));
  input.addEventListener('change', () => void add(takeFiles('results-files'), place, refuse));
  clear.addEventListener('click', () => {
    results = [];
    showResults(place);
  });
  showResults(place);
  const choose = create('label', { class: 'button' }, t('merge-choose'), input);
  return [create('p', { class: 'row' }, choose, clear), place];
}

/** Adds files; those that are no results are named, and the others are taken. */
async function add(files: readonly File[], place: HTMLElement, refuse: (reason: string) => void): Promise<void> {
  const refused: string[] = [];
  for (const file of files.slice(0, MAX_FILES)) {
    const result = file.size < 100_000 ? readResult(await file.text()) : null;
    if (!result) refused.push(file.name);
    // The same file chosen twice counts once.
    else if (!results.some((other) => JSON.stringify(other) === JSON.stringify(result))) results.push(result);
  }
  showResults(place);
  if (refused.length > 0) refuse(t('merge-refused', { count: refused.length, names: refused.slice(0, 3).join(', ') }));
}

function showResults(place: HTMLElement): void {
  place.replaceChildren();
  if (results.length === 0) return;
  const count = (value: number | null) => (value === null ? '–' : t('number', { value }));
  const part = (value: number | null) => (value === null ? '–' : t('part', { part: share(value) }));
  const rows = results.map((result) => [
    result.name || t('merge-nameless'),
    count(result.person),
    count(result.networkBefore),
    count(result.networkAfter),
    count(result.steps),
    part(result.sorted),
    part(result.sortedByRandom),
    count(result.fooled),
  ]);
  const head = ['name', 'person', 'before', 'after', 'steps', 'sorted', 'random', 'fooled'].map((id) =>
    t(`merge-${id}`),
  );
  const means = ['person', 'networkBefore', 'networkAfter'] as const;
  const caption = t('merge-caption', { count: results.length });
  const table = fillTable({ caption, head, rows: [...rows, meanRow()], hasRowHeads: true });
  place.append(create('h3', {}, t('merge-plot')), plotOf(means), scrollBox(caption, table));
}

function meanRow(): string[] {
  const mean = (pick: (result: Result) => number | null) => {
    const values = results.flatMap((result) => pick(result) ?? []);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const count = (value: number | null) => (value === null ? '–' : t('number', { value }));
  const part = (value: number | null) => (value === null ? '–' : t('part', { part: share(value) }));
  return [
    t('merge-mean'),
    count(mean(({ person }) => person)),
    count(mean(({ networkBefore }) => networkBefore)),
    count(mean(({ networkAfter }) => networkAfter)),
    count(mean(({ steps }) => steps)),
    part(mean(({ sorted }) => sorted)),
    part(mean(({ sortedByRandom }) => sortedByRandom)),
    count(mean(({ fooled }) => fooled)),
  ];
}

/** A row for each who answered, with a dot for each pupil at the number of right answers; equal ones beside each other. */
function plotOf(kinds: readonly ('person' | 'networkBefore' | 'networkAfter')[]): HTMLElement {
  const total = Math.max(...results.map(({ questions }) => questions));
  const names = { person: t('merge-person'), networkBefore: t('merge-before'), networkAfter: t('merge-after') };
  const dots = results.flatMap((result) =>
    kinds.flatMap((kind) => (result[kind] === null ? [] : [{ who: names[kind], right: result[kind] }])),
  );
  const place = chart(t('merge-plot'), ({ axisFy, axisX, dodgeY, dot, ruleY }) => ({
    height: 260,
    marginLeft: 130,
    x: { domain: [0, total] },
    fy: { domain: kinds.map((kind) => names[kind]) },
    marks: [
      axisFy({ anchor: 'left', label: null, textAnchor: 'end' }),
      axisX({ ticks: 5, tickFormat: (value: number) => number(value), label: null }),
      ruleY(kinds, { fy: (kind: (typeof kinds)[number]) => names[kind], y: null, stroke: 'var(--line)' }),
      dot(dots, dodgeY('middle', { x: 'right', fy: 'who', r: 4, stroke: 'var(--accent)', strokeWidth: 2 })),
    ],
  }));
  place.classList.add('class-plot');
  return place;
}
