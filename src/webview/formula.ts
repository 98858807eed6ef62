import temml from 'temml';
import { sanitizeFormula } from './sanitize.ts';

/** Formulas may define macros that call each other; nobody writes one that needs more than this. */
const mostExpansions = 500;

/** Draws TeX into an element as MathML; false when it cannot be read. A part of its own: most answers need none of it. */
export function drawFormula(element: HTMLElement, tex: string, display: boolean): boolean {
  try {
    temml.render(tex, element, { displayMode: display, throwOnError: true, trust: false, maxExpand: mostExpansions });
  } catch {
    return false;
  }
  sanitizeFormula(element);
  return true;
}
