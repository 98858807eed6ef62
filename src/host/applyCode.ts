import { l10n, Range, Selection, TextEditorRevealType, window, workspace, type TextDocument } from 'vscode';
import { splitLines, type Splice } from '../edit/lines.ts';
import { appliedLines, filesIn, matchBlock } from '../edit/match.ts';
import { readBlock } from '../edit/matchBlock.ts';
import type { Match } from '../edit/matchResult.ts';
import { isSet, type SetBlock } from '../edit/matchSet.ts';
import type { Region } from '../edit/region.ts';
import { columnOf, hintOf, opened, showLine } from './applyDocument.ts';
import { applySet, type SetToApply } from './applySet.ts';
import { targetOf, type Target } from './applyTarget.ts';
import { refusalText } from './applyMessages.ts';
import type { InlineEdits } from './inlineEdit.ts';
import { isReadOnly } from './inlineEditTarget.ts';
import { insertAtCursor } from './insert.ts';

/** A block of an answer that the user wants in a file. */
interface CodeToApply extends SetBlock, Pick<SetToApply, 'attachments'> {}

/** Finds the file and the place, and shows the change for review. What is not certain is not written, and said. */
export async function applyCode(asked: SetToApply, edits: Pick<InlineEdits, 'review' | 'has'>): Promise<void> {
  const [block, ...others] = asked.blocks;
  if (block === undefined) return;
  if (others.length > 0 || isSet(block)) return applySet(asked, edits);
  return reviewCode({ ...block, attachments: asked.attachments }, edits);
}

async function reviewCode(code: CodeToApply, edits: Pick<InlineEdits, 'review'>): Promise<void> {
  const target = await targetOf({ ...code, diffed: filesIn(code)[0] });
  if (target === undefined) return;
  if ('refusal' in target) return void window.showWarningMessage(target.refusal);
  const existing = target.isNew ? undefined : await opened(target.uri);
  if (existing === 'unreadable') {
    const { path } = target;
    return void window.showWarningMessage(
      l10n.t('{0} cannot be read as text, so nothing was changed. Look whether it is still there.', path),
    );
  }
  if (existing !== undefined && (await isReadOnly(existing))) {
    return void window.showInformationMessage(l10n.t('{0} is read-only.', target.path));
  }
  const first = matched(code, target, existing);
  if (first.type === 'refusal') return refuse(first, { code, target, document: existing });
  const document = existing ?? (await workspace.openTextDocument(target.uri.with({ scheme: 'untitled' })));
  const editor = await window.showTextDocument(document, { preview: false, ...columnOf(document) });
  // What was typed while the editor opened counts, and what is left of a new file that was not saved.
  const match = matched(code, { ...target, isNew: target.isNew && document.getText() === '' }, document);
  if (match.type === 'refusal') return refuse(match, { code, target, document });
  const { region, lines } = spanOf(match.changes, splitLines(document.getText()));
  editor.selection = new Selection(region.start, 0, region.start, 0);
  editor.revealRange(new Range(region.start, 0, region.start, 0), TextEditorRevealType.InCenterIfOutsideViewport);
  await edits.review(document, region, lines);
}

function matched(code: CodeToApply, target: Target, document: TextDocument | undefined): Match {
  const text = target.isNew ? undefined : document?.getText();
  return matchBlock(code, { path: target.path, text }, hintOf(code.attachments, target.uri, document));
}

/** One region from the first to the last line that changes; never without a line, since its place would be a guess then. */
export function spanOf(
  changes: readonly Splice[],
  old: readonly string[],
): { readonly region: Region; readonly lines: readonly string[] } {
  const start = Math.min(changes[0]?.start ?? 0, old.length - 1);
  const end = Math.max(...changes.map((change) => change.start + change.count));
  const count = Math.max(1, end - start);
  const inside = changes.map((change) => ({ ...change, start: change.start - start }));
  const span = old.slice(start, start + count);
  const lines = appliedLines(span, { type: 'proposal', confidence: 'exact', changes: inside });
  const isAll = count === old.length && lines.length === 0;
  return { region: { start, count }, lines: isAll ? [''] : lines };
}

interface Refused {
  readonly code: CodeToApply;
  readonly target: Target;
  readonly document: TextDocument | undefined;
}

async function refuse(match: Extract<Match, { type: 'refusal' }>, { code, target, document }: Refused): Promise<void> {
  const message = refusalText(match, target.path);
  if (match.reason === 'unchanged') return void window.showInformationMessage(message);
  const show = l10n.t('Show Closest Place');
  const insert = l10n.t('Insert at Cursor');
  const [line] = match.lines;
  const canShow = line !== undefined && document !== undefined;
  // The signs of a diff, and half a block, are nothing that a file should have.
  const canInsert = readBlock(code.text, code.language).type === 'code';
  const buttons = [...(canShow ? [show] : []), ...(canInsert ? [insert] : [])];
  const choice = await window.showWarningMessage(message, ...buttons);
  if (choice === insert) return insertAtCursor(code.text);
  if (choice === show && document !== undefined && line !== undefined) await showLine(document, line);
}
