import * as l10n from '@vscode/l10n';
import { Failure } from '../llm/failure.ts';

/** More calls than this in one answer are a fault or an attack. */
export const maxCalls = 128;

export const tooManyCalls = (): Failure =>
  new Failure({ kind: 'bad-response', reason: l10n.t('{0} asked for more than {1} tools at once', '{0}', maxCalls) });

/** Nothing can be run, nor told of, without a name. */
export const unnamedCall = (): Failure =>
  new Failure({ kind: 'bad-response', reason: l10n.t('{0} asked for a tool without naming it') });
