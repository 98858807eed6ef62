import * as l10n from '@vscode/l10n';
import { Failure } from '../llm/failure.ts';

/**
 * What a frame of an answer holds. What is no JSON spoils the answer, but counts as nothing once the answer is complete,
 * since it does no harm any more.
 */
export function frameJson(data: string, answer: { readonly isOver: boolean } = { isOver: false }): unknown {
  try {
    return JSON.parse(data);
  } catch {
    if (answer.isOver) return undefined;
    throw new Failure({
      kind: 'bad-response',
      reason: l10n.t('{0} sent something that is not JSON in the middle of its answer'),
    });
  }
}
