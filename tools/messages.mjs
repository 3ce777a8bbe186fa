// The page's messages: every language has those of English with the same variables, the page uses them all, and has all
// that it uses.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { FluentResource } from '@fluent/bundle';

import { root } from './setup.mjs';

const SOURCES = join(root, 'www', 'src');
const LOCALES = join(SOURCES, 'locales');

/** Beginnings of ids that end with a name which code has: of a method, a class, a code of an error. */
const MADE_IDS = [
  ...[
    'augmentation-',
    'backbone-',
    'class-',
    'column-',
    'comparing-',
    'error-',
    'method-',
    'protocol-',
    'result-',
    'task-',
  ],
  ...['color-', 'fool-', 'lesson-', 'merge-', 'notes-', 'quiz-', 'report-question-', 'turn-'],
];

/** Calls that take an id, by the place of that argument. */
const CALLS = { t: 0, find: 0, write: 1 };

/** Ends the process if a message is missing, not used or different in another language. */
export function checkMessages() {
  const languages = new Map(
    readdirSync(LOCALES)
      .filter((name) => name.endsWith('.ftl'))
      .map((name) => [name, readMessages(join(LOCALES, name))]),
  );
  const { messages: english } = languages.get('en.ftl');
  const faults = [...languages].flatMap(([name, { messages, junk, twice }]) => [
    ...twice.map((id) => `${name}: ${id} is there twice.`),
    ...junk.map((id) => `${name}: ${id} cannot be read: look at its braces, its variants and the one with a star.`),
    ...compare(name, messages, english),
  ]);
  faults.push(...compareWithPage(english));
  if (faults.length === 0) return console.log(`messages: ${english.size} in ${[...languages.keys()].join(', ')}`);
  for (const fault of faults) console.error(fault);
  process.exit(1);
}

/** The messages of a file, with their parts and variables, and the ids of what cannot be read and of what is there
 * twice. */
function readMessages(path) {
  const text = readFileSync(path, 'utf8');
  const messages = new Map();
  for (const { id, value, attributes } of new FluentResource(text).body) {
    const parts = new Map(Object.entries(attributes).map(([name, pattern]) => [`.${name}`, variablesOf(pattern)]));
    if (value !== null) parts.set('', variablesOf(value));
    messages.set(id, parts);
  }
  // What it cannot read, the parser leaves out silently.
  const ids = Array.from(text.matchAll(/^([a-zA-Z][\w-]*) *=/gm), ([, id]) => id);
  const junk = ids.filter((id) => !messages.has(id));
  return { messages, junk, twice: ids.filter((id, place) => ids.indexOf(id) !== place) };
}

/** Names of the variables anywhere in a pattern, and of other messages that it has. */
function variablesOf(pattern) {
  if (pattern === null || typeof pattern !== 'object') return new Set();
  if (pattern.type === 'var') return new Set([`$${pattern.name}`]);
  if (pattern.type === 'mesg') return new Set([pattern.name]);
  return new Set(Object.values(pattern).flatMap((part) => [...variablesOf(part)]));
}

function compare(name, messages, english) {
  const faults = [];
  const say = (id, fault) => faults.push(`${name}: ${id} ${fault}`);
  for (const id of english.keys()) if (!messages.has(id)) say(id, 'is missing.');
  for (const [id, parts] of messages) {
    const expected = english.get(id);
    if (!expected) {
      say(id, 'is no message of en.ftl.');
      continue;
    }
    for (const part of expected.keys()) if (!parts.has(part)) say(id, `has no ${part || 'text'}.`);
    for (const [part, variables] of parts) {
      const others = [...variables].filter((variable) => !variable.startsWith('$'));
      for (const other of others) if (!messages.has(other)) say(id + part, `has ${other}, which is no message.`);
      const known = expected.get(part);
      if (!known) {
        say(id, `has a ${part || 'text'} that en.ftl has not.`);
        continue;
      }
      for (const variable of known) if (!variables.has(variable)) say(id + part, `does not use ${variable}.`);
      for (const variable of variables) if (!known.has(variable)) say(id + part, `has no ${variable} in en.ftl.`);
    }
  }
  return faults;
}

function compareWithPage(english) {
  const files = readdirSync(SOURCES, { recursive: true }).filter((name) => name.endsWith('.ts'));
  const code = files.map((name) => [name, readFileSync(join(SOURCES, name), 'utf8')]);
  const markup = readFileSync(join(root, 'www', 'index.html'), 'utf8');
  const used = Array.from(markup.matchAll(/data-l10n-id="([^"]*)"/g), ([, id]) => ['index.html', id]);
  const faults = [];
  for (const [name, text] of code) {
    for (const argument of idArguments(text)) {
      // Neither what a condition compares with nor what a template is made with.
      const plain = argument.replaceAll(/=== '[^']*'|`[^`]*`/g, '');
      used.push(...Array.from(plain.matchAll(/'([^']*)'/g), ([, id]) => [name, id]));
      for (const [, beginning] of argument.matchAll(/`([^`$]*)/g)) {
        if (beginning && !MADE_IDS.some((known) => beginning.startsWith(known))) {
          faults.push(`${name}: ids that begin with ${beginning} are made here: name that in tools/messages.mjs.`);
        }
      }
    }
  }
  for (const [name, id] of used) if (!english.has(id)) faults.push(`${name}: ${id} is not in en.ftl.`);
  // Also in lists from which a call takes its id.
  const literals = code.flatMap(([, text]) => Array.from(text.matchAll(/'([\w-]+)'/g), ([, literal]) => literal));
  const all = new Set([...used.map(([, id]) => id), ...literals]);
  const isMade = (id) => MADE_IDS.some((beginning) => id.startsWith(beginning));
  for (const id of english.keys()) if (!all.has(id) && !isMade(id)) faults.push(`en.ftl: ${id} is not used.`);
  return faults;
}

/** The source of the arguments that are ids. */
function* idArguments(text) {
  for (const match of text.matchAll(/(?<![\w.])(t|find|write)(?:<[^>]*>)?\(/g)) {
    yield argumentsAt(text, match.index + match[0].length)[CALLS[match[1]]] ?? '';
  }
}

/** The arguments of a call, from behind its opening bracket. */
function argumentsAt(text, start) {
  const found = [''];
  let [depth, quote] = [0, ''];
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (quote) quote = letter === quote && text[at - 1] !== '\\' ? '' : quote;
    else if (/['"`]/.test(letter)) quote = letter;
    else if (/[([{]/.test(letter)) depth += 1;
    else if (/[)\]}]/.test(letter) && (depth -= 1) < 0) return found;
    else if (letter === ',' && depth === 0) {
      found.push('');
      continue;
    }
    found[found.length - 1] += letter;
  }
  return found;
}

if (process.argv[1] === import.meta.filename) checkMessages();
