/** What went wrong, as the page says it. */
import { PatchwiseError } from 'patchwise';
import type { ErrorCode, MessagePart } from 'patchwise';

import { create } from './elements';
import { inPageWords } from './format';
import { inEnglish, isEnglish, t } from './language';

export interface Problem {
  /** The engine's code; null for what the page says itself, in its own language. */
  code: ErrorCode | 'unknown' | null;
  parts: readonly MessagePart[];
  /** The message that it is said in, as its $problem. */
  frame?: 'project-not-kept' | 'project-not-opened';
}

/** What the page found wrong itself: its message is in the page's language. */
export class PageError extends Error {}

/** A problem in the page's own words. */
export const said = (text: string): Problem => ({ code: null, parts: [text] });

export function problemOf(error: unknown): Problem {
  if (error instanceof PatchwiseError) return { code: error.code, parts: error.parts };
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof PageError ? said(text) : { code: 'unknown', parts: [text] };
}

/** What is said of a problem. The engine speaks English: in other languages, a sentence of the page stands before its
 * own, which is the `detail` then. */
export function wordsOf({ code, parts, frame }: Problem): { text: string; detail: string | null } {
  const own = inPageWords(parts);
  const isOwn = code === null || isEnglish();
  const problem = isOwn ? own : t(`error-${code}`);
  return { text: frame ? t(frame, { problem }) : problem, detail: isOwn ? null : own };
}

/** A problem as elements. */
export function showProblem(problem: Problem): HTMLElement[] {
  const { text, detail } = wordsOf(problem);
  const words = create('p', {}, text);
  if (detail === null) return [words];
  const details = create('details', {}, create('summary', {}, t('error-detail')));
  details.append(inEnglish(create('p', {}, detail)));
  return [words, details];
}
