/** The doors of the page: what the address after `#` shows. */
import { byId, withData } from './elements';

export type Door = 'lesson' | 'lab' | 'teachers';

const DOORS: readonly Door[] = ['lesson', 'lab', 'teachers'];

/** A place of the page: `#lesson/3?seed=7` is the third screen of the lesson with settings of its own. */
export interface Place {
  door: Door;
  /** What follows the door, such as a screen; empty for its start. */
  rest: string;
  settings: URLSearchParams;
}

export function currentPlace(): Place {
  const [path = '', query = ''] = location.hash.slice(1).split('?');
  const [name, rest = ''] = path.split('/');
  return { door: DOORS.find((door) => door === name) ?? 'lesson', rest, settings: new URLSearchParams(query) };
}

/** Shows a door and marks it in the navigation. */
export function showDoor(door: Door): void {
  for (const { element, words } of withData('door')) element.hidden = !words.includes(door);
  for (const link of byId('doors').querySelectorAll('a')) {
    const isHere = link.hash === `#${door}`;
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
