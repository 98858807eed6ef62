import { strings } from './strings.ts';

type Formula = typeof import('./formula.ts');

/** Longer formulas stay the TeX that they are: reading one takes time that grows faster than its length. */
const longestTex = 4_000;

let formula: Formula | undefined;
let loading: Promise<Formula> | undefined;

/** The element of a formula. Until what draws formulas is there, once a page, and where it cannot, it shows the TeX. */
export function mathElement(tex: string, kind: 'display' | 'inline'): HTMLElement {
  const element = document.createElement('span');
  element.className = `math ${kind}`;
  element.append(tex);
  if (tex.length > longestTex) return element;
  if (formula !== undefined) draw(formula, element, tex);
  else void load().then((loaded) => draw(loaded, element, tex));
  return element;
}

function draw({ drawFormula }: Formula, element: HTMLElement, tex: string): void {
  const drawn = document.createElement('span');
  if (!drawFormula(drawn, tex, element.classList.contains('display'))) return;
  element.replaceChildren(...drawn.childNodes);
  if (!element.classList.contains('display')) return;
  // A wide one scrolls inside itself, by keyboard too.
  element.tabIndex = 0;
  element.setAttribute('role', 'group');
  element.ariaLabel = strings.formula;
}

async function load(): Promise<Formula> {
  loading ??= import('./formula.ts');
  formula = await loading;
  return formula;
}
