import { commands, l10n, window, type QuickPickItem } from 'vscode';
import { canContinue } from '../edit/session.ts';
import { commandsWithKeys } from './commandKeys.ts';
import type { CommandName } from './commands.ts';
import type { InlineEditRun } from './inlineEditRun.ts';

type EditCommand = Extract<CommandName, `edit.${string}`>;

interface ActionItem extends QuickPickItem {
  readonly command: string;
  readonly args: readonly string[];
}

/** These are about the place of the cursor, of which a row of buttons says nothing. */
const atCursor: readonly EditCommand[] = ['edit.acceptHunk', 'edit.rejectHunk', 'edit.showRemoved'];

/** Offers all that can be done with an edit under review, by name and key, since rows of buttons have no room for it. */
export async function offerActions(run: InlineEditRun, editCount: number): Promise<void> {
  const known = new Map(commandsWithKeys().map((one) => [one.command, one]));
  const items = actionsOf(run, editCount).flatMap((name): ActionItem[] => {
    const found = known.get(`parley.${name}`);
    if (found === undefined) return [];
    const { command, title, icon = '', keys } = found;
    const args = atCursor.includes(name) ? [] : [run.id];
    return [{ command, args, label: `${icon} ${title}`, ...(keys === undefined ? {} : { description: keys }) }];
  });
  const title = l10n.t('What to do with this edit');
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true });
  if (picked !== undefined) await commands.executeCommand(picked.command, ...picked.args);
}

/** What can be done now, what the row has no button for first. */
function actionsOf({ session, hunks, instruction }: InlineEditRun, editCount: number): readonly EditCommand[] {
  // What was written in a chat has no instruction of its own to ask anyone again.
  const isAsked = instruction !== '';
  const removes = hunks.some(({ original }) => original.count > 0);
  const offers: readonly (readonly [isOffered: boolean, ...names: readonly EditCommand[]])[] = [
    [canContinue(session), 'edit.continue'],
    [true, 'edit.refine'],
    [isAsked, 'edit.otherModel', 'edit.retry'],
    [true, 'edit.diff'],
    [removes, 'edit.showRemoved'],
    [true, 'edit.accept', 'edit.reject'],
    [hunks.length > 1, 'edit.acceptHunk', 'edit.rejectHunk', 'edit.nextHunk', 'edit.previousHunk'],
    [editCount > 1, 'edit.acceptAll', 'edit.rejectAll'],
    [isAsked, 'edit.openInChat'],
  ];
  return offers.flatMap(([isOffered, ...names]) => (isOffered ? names : []));
}
