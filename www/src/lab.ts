/** The groups of the lab, and its settings, which are folded away. */
import type { Place } from './doors';
import { byId } from './elements';

/** Goes to the group that the address names: `#lab/train`. */
export function showGroup({ door, rest }: Place): void {
  const title = door === 'lab' && rest ? document.getElementById(`group-${rest}`) : null;
  title?.scrollIntoView();
  title?.focus({ preventScroll: true });
}

export function listenToLab(place: () => Place): void {
  // A link to where the address is already changes nothing of it.
  byId('lab-nav').addEventListener('click', () => setTimeout(() => showGroup(place())));
  // A value that is refused is shown.
  const open = ({ target }: Event) => {
    const settings = target instanceof Element ? target.closest('details') : null;
    if (settings) settings.open = true;
  };
  byId('lab').addEventListener('invalid', open, { capture: true });
}
