import { Failure } from '../llm/failure.ts';

/** More calls than this in one answer are a fault or an attack. */
export const maxCalls = 128;

export const tooManyCalls = (): Failure =>
  new Failure({ kind: 'bad-response', reason: `asked for more than ${maxCalls} tools at once` });

/** Nothing can be run, nor told of, without a name. */
export const unnamedCall = (): Failure =>
  new Failure({ kind: 'bad-response', reason: 'asked for a tool without naming it' });
