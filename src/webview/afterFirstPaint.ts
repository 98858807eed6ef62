import type { Actions } from './actions.ts';
import { ApplyAllElement } from './applyAll.ts';
import { severalAnswers } from './comparison.ts';
import { Meter, type MeterOptions } from './meter.ts';

/** What the first paint does without: read at once when it is there, and all of it together. */
export function furnish(actions: Actions, options: MeterOptions): void {
  customElements.define('parley-apply-all', ApplyAllElement);
  actions.severalAnswers = severalAnswers;
  actions.meter = new Meter(options);
  actions.meter.look(options.state(), options.state());
  options.repaint();
}
