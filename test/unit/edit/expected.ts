import { sameLines } from '../../../src/edit/lines.ts';
import type { Lines } from './shadow.ts';
import type { Edit, World } from './world.ts';

/** Does one thing to an edit or its document; false when it means nothing there. */
export type Act = (world: World, edit: Edit, size: number) => boolean;

/** The edit has ended with these lines. */
export const over = ({ shadow }: Edit, text: Lines): void =>
  void Object.assign(shadow, { state: 'over', expected: text });

/** These lines are under review. */
export const review = ({ shadow }: Edit, text: Lines): void =>
  void Object.assign(shadow, { state: 'reviewing', expected: text, isSaved: false });
/** What an answer that comes to nothing leaves under review; undefined when nothing was. */
export const leftBy = ({ shadow: { instead, under, base } }: Edit): Lines | undefined =>
  instead ?? (sameLines(under, base) ? undefined : under);

/** A question: the answer is written over these lines. */
export function ask({ shadow, plan, session }: Edit, under: Lines, stepCount: number): void {
  const instead =
    shadow.state === 'reviewing' && !sameLines(shadow.expected ?? [], under) ? shadow.expected : undefined;
  const answer = plan.answers[shadow.answersUsed % plan.answers.length] ?? [];
  const steps = { at: stepCount, more: sameLines(session.held, under) ? 1 : 2 };
  const answersUsed = shadow.answersUsed + 1;
  Object.assign(shadow, { state: 'streaming', under, answer, answersUsed, arrived: 0, steps });
  Object.assign(shadow, { isSaved: false, isCutOff: false, expected: undefined, instead });
}

/** A whole answer is there. */
export function conclude(edit: Edit, text: Lines): void {
  const { shadow } = edit;
  const left = leftBy(edit);
  if (sameLines(text, shadow.under) && left !== undefined) review(edit, left);
  else if (sameLines(text, shadow.base)) return over(edit, shadow.base);
  else review(edit, text);
  const isNothing = sameLines(text, shadow.under);
  shadow.before = isNothing ? undefined : shadow.under;
  if (isNothing) shadow.steps = undefined;
}

/** Takes someone's word for it: the region holds these lines now, by hand or by undo. */
export function held(edit: Edit, { wasStreaming, text }: { wasStreaming: boolean; text: Lines }): void {
  const { shadow } = edit;
  shadow.before = undefined;
  if (sameLines(text, shadow.base) || sameLines(text, shadow.original)) return over(edit, text);
  if (!wasStreaming) return review(edit, text);
  if (sameLines(text, shadow.under)) return review(edit, text);
  const left = leftBy(edit);
  if (left === undefined) return over(edit, shadow.base);
  review(edit, left);
}
