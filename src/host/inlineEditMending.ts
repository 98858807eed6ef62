import { commands, l10n, window, workspace, type NotebookDocument, type TextDocument } from 'vscode';
import { sameLines, splitLines } from '../edit/lines.ts';
import { allLines } from './documentLines.ts';
import { isHalfWritten, type InlineEditRun } from './inlineEditRun.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';

/** What is saved as one file. */
type Saved = TextDocument | NotebookDocument;

/**
 * Saves that come about without a word before them: those without formatting, those that the user does not wait for, and
 * those of an editor that has lost its patience. What they wrote by halves is put right at once.
 */
export class InlineEditMending {
  readonly #runs: InlineEditRuns;
  /** What is about to be saved, and has been made whole for it. */
  readonly #announced = new WeakSet<Saved>();
  readonly #mending = new WeakSet<Saved>();

  constructor(runs: InlineEditRuns) {
    this.#runs = runs;
  }

  /** To be told when a save is announced. */
  willSave(saved: Saved): void {
    this.#announced.add(saved);
  }

  /** To be told of each file that was saved, with the documents it consists of. */
  async didSave(saved: Saved, documents: readonly TextDocument[]): Promise<void> {
    const wasAnnounced = this.#announced.delete(saved);
    const isUnderWay = documents.some((document) => this.#runs.in(document).some(({ isOver }) => !isOver));
    if (!isUnderWay || this.#mending.has(saved)) return;
    this.#mending.add(saved);
    try {
      const isHalf = documents.some((document) => this.#isHalf(document));
      // What was written may be older than what is there now; whoever was asked before knows that it is whole.
      if (isHalf || !(wasAnnounced || (await isOnDisk(saved)))) await this.#mend(saved, documents);
    } finally {
      this.#mending.delete(saved);
    }
  }

  async #mend(saved: Saved, documents: readonly TextDocument[]): Promise<void> {
    for (const document of documents) await this.#runs.readyToSave(document);
    const isHalf = documents.some((document) => this.#isHalf(document));
    // Where this fails, the file is told to be half-written.
    if (!isHalf) await saveAgain(saved).catch(() => undefined);
    tell(saved, await isOnDisk(saved));
  }

  #isHalf(document: TextDocument): boolean {
    return this.#runs.in(document).some((run) => isHalfWritten(run) && !holdsWhole(run));
  }
}

/** It is to be written, but what stands there until then is what stood there before. */
function holdsWhole({ session: { held, under, base } }: InlineEditRun): boolean {
  return sameLines(held, under) || sameLines(held, base);
}

/** Without formatting, where the editor can do that: the save that is put right was one like that as a rule. */
async function saveAgain(saved: Saved): Promise<void> {
  const shown = 'notebookType' in saved ? window.activeNotebookEditor?.notebook : window.activeTextEditor?.document;
  if (saved === shown) await commands.executeCommand('workbench.action.files.saveWithoutFormatting');
  else await saved.save();
}

/** Whether the file holds what the document does. The editor tells a document unchanged at each save, changed or not. */
async function isOnDisk(saved: Saved): Promise<boolean> {
  if ('notebookType' in saved) return !saved.isDirty;
  const { uri, encoding } = saved;
  const bytes = await workspace.fs.readFile(uri).then(
    (read) => read,
    () => undefined,
  );
  if (bytes === undefined) return false;
  const text = (await workspace.decode(bytes, { encoding })).replace(/^\uFEFF/, '');
  return sameLines(splitLines(text), allLines(saved));
}

function tell({ uri }: Saved, isSaved: boolean): void {
  const name = workspace.asRelativePath(uri);
  if (isSaved) {
    const message = l10n.t(
      'The editor saved “{0}” while Parley was writing there. It was saved again, without half-written lines.',
      name,
    );
    return void window.showInformationMessage(message);
  }
  const message = l10n.t(
    'The editor saved “{0}” while Parley was writing there, and its file holds half-written lines. Save it once more.',
    name,
  );
  void window.showWarningMessage(message);
}
