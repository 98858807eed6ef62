import temml from 'temml';
import { sanitizeFormula } from './sanitize.ts';

/** The macros of LaTeX itself call each other; nobody writes a formula that needs more than this. */
const mostExpansions = 500;

/** A formula's own macros can make millions of characters out of a few, which no limit of expansions holds back. */
const definition = /\\(?:[egx]?def|(?:re|provide|new)(?:new)?command)(?![a-z])/i;

/** Draws TeX into an element as MathML; false when it cannot be read. A part of its own: most answers need none of it. */
export function drawFormula(element: HTMLElement, tex: string, display: boolean): boolean {
  if (definition.test(tex)) return false;
  try {
    temml.render(tex, element, { displayMode: display, throwOnError: true, trust: false, maxExpand: mostExpansions });
  } catch {
    return false;
  }
  sanitizeFormula(element);
  return true;
}
