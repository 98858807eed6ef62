import { l10n, Uri, window, workspace, type TextDocument } from 'vscode';
import { findBookmark } from '../edit/bookmark.ts';
import { sameLines } from '../edit/lines.ts';
import { linesOf } from './documentLines.ts';
import { editorsOf } from './editorsOf.ts';
import { openAside } from './inlineEditCompare.ts';
import type { InlineEditLives } from './inlineEditLives.ts';
import { linesIn, type LeftEdit } from './inlineEditMemory.ts';

/**
 * Brings an edit back that was under way when the window was closed, with what its lines hold by now. Nothing is written for
 * it; where its lines are no more for certain, what they were is offered.
 */
export async function resumeEdit(left: LeftEdit, lives: InlineEditLives): Promise<void> {
  const uri = Uri.parse(left.uri, true);
  const document = await workspace.openTextDocument(uri).then(
    (opened) => opened,
    () => undefined,
  );
  // The cells of a notebook have other names each time.
  const isCell = uri.scheme === 'vscode-notebook-cell';
  if (document === undefined) return isCell ? tellLost(left, uri) : undefined;
  const region = isCell ? undefined : findBookmark(left.place, linesIn(document));
  if (region === undefined) return tellLost(left, uri, document);
  // The file was not saved, or what was written there has been put back since.
  if (sameLines(linesOf(document, region), left.original)) return;
  const run = lives.resume({ document, region, instruction: left.instruction, left });
  if (run === undefined || left.finish !== undefined) return;
  if (editorsOf(document).length === 0) await window.showTextDocument(document, { preview: false });
  const back = l10n.t('Put Back What Was There');
  const message = l10n.t(
    'Parley was writing into “{0}” when the window was closed. What had come is under review.',
    workspace.asRelativePath(uri),
  );
  void window.showWarningMessage(message, back).then((choice) => choice === back && run.send({ type: 'reject' }));
}

/** A whole answer that is no longer under review is a text like any other; half of one has to be told of. */
function tellLost({ finish, original }: LeftEdit, uri: Uri, document?: TextDocument): void {
  if (finish !== undefined) return;
  const show = l10n.t('Show What Was There');
  const message = l10n.t(
    'Parley was writing into “{0}” when the window was closed, and its lines are no longer where they were. Look for half-written lines there.',
    workspace.asRelativePath(uri),
  );
  void window.showWarningMessage(message, show).then(async (choice) => {
    if (choice === show) await openAside(original, { languageId: document?.languageId ?? 'plaintext' });
  });
}
