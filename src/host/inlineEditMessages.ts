import { l10n, window } from 'vscode';
import { sameLines } from '../edit/lines.ts';
import { canComeBack } from '../edit/sessionSeen.ts';
import type { ResponseError } from '../model/error.ts';
import { openAside, type InlineEditCompare } from './inlineEditCompare.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import { ownWords } from './ownWords.ts';

/**
 * A way out of an error that is better than to try again: the label of a button and what it does. What it resolves with, if
 * anything, is another model that the same can be asked.
 */
export type Help = (error: ResponseError) => { readonly label: string; run(): Promise<unknown> } | undefined;

/** What the user wants after something has failed: the same once more, or of the model that is theirs by now. */
export type Wish = 'retry' | 'other' | undefined;

/** Says how an edit ended where the document does not show it. Resolves with what the user wants then. */
export async function announceEnd(run: InlineEditRun, compare: InlineEditCompare, help?: Help): Promise<Wish> {
  const { phase, error, finish, proposal, original } = run.session;
  if (phase === 'interrupted') await announceInterruption(run, compare);
  if (phase === 'failed' && error !== undefined) return announceError(error, help);
  if (phase === 'rejected' && finish === 'stop' && sameLines(proposal, original)) {
    void window.showInformationMessage(l10n.t('The model proposed no change.'));
  }
  return undefined;
}

/** Says that lines can have one edit at a time, and offers to go on with the one they have, or to end it. */
export async function announceOther(run: InlineEditRun, refine: () => Promise<void>): Promise<void> {
  if (run.session.phase === 'streaming') {
    const stop = l10n.t('Stop');
    const choice = await window.showInformationMessage(l10n.t('Parley is still writing here.'), stop);
    if (choice === stop) run.stop();
    return;
  }
  const message = l10n.t('Here is an edit that is neither accepted nor rejected.');
  const [further, accept, reject] = [l10n.t('Refine…'), l10n.t('Accept'), l10n.t('Reject')];
  const choice = await window.showInformationMessage(message, further, accept, reject);
  if (choice === further) await refine();
  if (choice === accept) run.send({ type: 'accept' });
  if (choice === reject) run.send({ type: 'reject' });
}

async function announceInterruption(run: InlineEditRun, compare: InlineEditCompare): Promise<void> {
  const proposal = l10n.t('Show what Parley wrote');
  const original = l10n.t('Compare with the original');
  const message = canComeBack(run.session)
    ? l10n.t('Parley stopped, because the lines it was writing were replaced. Undo brings the edit back.')
    : l10n.t('Parley stopped before it wrote anything, because you changed its lines. They are as you left them.');
  const buttons = run.session.proposal.length > 0 ? [proposal, original] : [original];
  const choice = await window.showWarningMessage(message, ...buttons);
  if (choice === proposal) await openAside(run.session.proposal, run.document);
  if (choice === original) await compare.open(run);
}

/** Says what went wrong with a question. Resolves with what the user wants then. */
export async function announceError(error: ResponseError, help?: Help): Promise<Wish> {
  const way = help?.(error);
  const label = way?.label ?? l10n.t('Retry');
  const message = [error.message, ownWords(error)].filter(Boolean).join(' ');
  const choice = await window.showErrorMessage(message, label);
  if (choice !== label) return undefined;
  if (way === undefined) return 'retry';
  return (await way.run()) === undefined ? undefined : 'other';
}
