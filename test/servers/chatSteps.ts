import type { Step } from './faultServer.ts';
import { openaiScript } from './openaiScript.ts';

const script = openaiScript();

/** An answer that has begun and may go on. */
export const begun = (text: string): Step => ({ bytes: script.open() + script.text(text) });

/** The end of one that has begun. */
export const ended: Step = { bytes: script.finish('stop') + script.done() };

/** A whole answer in one write. */
export const answerWith = (text: string): readonly Step[] => [
  { bytes: script.open() + script.text(text) + script.finish('stop') + script.done() },
];

/** The list of models that a server gives. */
export const modelList = (...ids: readonly string[]): readonly Step[] => [
  { status: 200, headers: { 'content-type': 'application/json' } },
  { bytes: JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })) }) },
];
