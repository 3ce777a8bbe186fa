/** The lesson as it is kept for a reload of its tab, and no longer: school computers have many users. */
import type { Lesson, LessonSettings } from './lesson';

const KEPT_AS = 'patchwise-lesson-2';

/** What cannot be computed again. */
export interface KeptLesson {
  settings: LessonSettings;
  answers: readonly number[];
  answersAgain: readonly number[];
  wasAsked: boolean;
  epochs: number | null;
  step: number | null;
  /** The trained network in base64. */
  model: string | null;
  wasSorted: boolean;
  tries: number;
  fooled: readonly string[];
}

export function keepLesson(lesson: Lesson): void {
  const { settings, answers, answersAgain, before, training, epochs, moments, sorting, tries, fooled } = lesson;
  const last = training === 'done' ? moments.at(-1) : undefined;
  const kept: KeptLesson = {
    settings,
    answers,
    answersAgain,
    wasAsked: before !== null,
    epochs,
    step: last?.step ?? null,
    model: last ? toBase64(last.model) : null,
    wasSorted: sorting !== null,
    tries,
    fooled,
  };
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(kept));
  } catch {
    // Without storage, a reload begins the lesson anew.
  }
}

/** The lesson of this tab, if it has the same settings. */
export function keptLesson(settings: LessonSettings): KeptLesson | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? 'null') as KeptLesson | null;
    return kept && JSON.stringify(kept.settings) === JSON.stringify(settings) ? kept : null;
  } catch {
    return null;
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes so many arguments only.
  for (let place = 0; place < bytes.length; place += 8192) {
    text += String.fromCharCode(...bytes.subarray(place, place + 8192));
  }
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
