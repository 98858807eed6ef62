import type { Destination } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { strings } from './strings.ts';

/** Takes the keyboard through the panel. The keys themselves are the manifest's, so that everybody can change them. */
export function go(to: Destination, actions: Pick<Actions, 'jumpToEnd'>): void {
  switch (to) {
    case 'latest':
      return actions.jumpToEnd();
    case 'copy-answer':
      return copyAnswer();
    case 'previous-turn':
    case 'next-turn':
      return moveIn(all('[data-turn]'), to === 'next-turn' ? 1 : -1);
    case 'previous-code':
    case 'next-code':
      return moveIn(all('parley-code pre'), to === 'next-code' ? 1 : -1);
  }
}

const all = (selector: string): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(`#turns ${selector}`),
];

function copyAnswer(): void {
  const buttons = all('.assistant button').filter(({ ariaLabel }) => ariaLabel === strings.copyAnswer);
  buttons.at(-1)?.click();
}

/** From the composer it goes up to the last one, and from there back down. */
function moveIn(places: readonly HTMLElement[], step: 1 | -1): void {
  const current = currentIn(places);
  const next = places[step === 1 ? current.after : current.before];
  if (next !== undefined) focusOn(next);
  else if (step === 1) document.querySelector<HTMLElement>('#question')?.focus();
}

/** The places before and after the one that has the focus, or at which the reader looks. */
function currentIn(places: readonly HTMLElement[]): { readonly before: number; readonly after: number } {
  const focused = document.activeElement;
  const inside = places.findIndex((place) => place === focused || (place.dataset['turn'] && place.contains(focused)));
  if (inside !== -1) return { before: inside - 1, after: inside + 1 };
  const conversation = document.querySelector('#conversation');
  if (focused === null || conversation === null || !conversation.contains(focused))
    return { before: places.length - 1, after: places.length };
  const after = places.findIndex((place) => isAfter(place, focused, conversation));
  const end = after === -1 ? places.length : after;
  return { before: end - 1, after: end };
}

/** The conversation itself stands where its upper edge is. */
function isAfter(place: Element, focused: Element, conversation: Element): boolean {
  if (focused === conversation) return place.getBoundingClientRect().top >= conversation.getBoundingClientRect().top;
  return (focused.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** So many paints a turn that was far away may take to be drawn. */
const mostPaints = 30;

/** A turn that is not drawn yet would lose the focus to its drawing, so it is waited for. */
function focusOn(place: HTMLElement, paints = 0): void {
  place.scrollIntoView({ block: place.matches('pre') ? 'nearest' : 'start' });
  if (place.classList.contains('far') && paints < mostPaints) {
    const again = () => all(`[data-turn="${CSS.escape(place.dataset['turn'] ?? '')}"]`)[0];
    return void requestAnimationFrame(() => focusOn(again() ?? place, paints + 1));
  }
  if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
