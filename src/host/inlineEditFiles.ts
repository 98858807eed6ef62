import {
  workspace,
  type Disposable,
  type NotebookDocument,
  type TextDocument,
  type TextDocumentWillSaveEvent,
  type Uri,
} from 'vscode';
import { InlineEditMending } from './inlineEditMending.ts';
import { isHalfWritten, type InlineEditRun } from './inlineEditRun.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';

type Renamed = { readonly oldUri: Uri; readonly newUri: Uri };

/**
 * What happens to the files of edits. Before one is saved, renamed or deleted, its document gets a text without anything
 * half-written in it; an edit goes along with its file, and ends with its document.
 */
export class InlineEditFiles implements Disposable {
  readonly #runs: InlineEditRuns;
  readonly #mending: InlineEditMending;
  /** Where the file of an edit is going, until it is there. */
  readonly #going = new Map<InlineEditRun, Uri>();
  /** What is being saved, and the document that it is a new name of. */
  readonly #newNames = new WeakMap<TextDocument, TextDocument>();
  readonly #subscriptions: readonly Disposable[];

  constructor(runs: InlineEditRuns) {
    this.#runs = runs;
    this.#mending = new InlineEditMending(runs);
    this.#subscriptions = [
      workspace.onWillSaveTextDocument((event) => this.#willSave(event)),
      workspace.onDidSaveTextDocument((document) => void this.#didSave(document)),
      workspace.onWillSaveNotebookDocument((event) => {
        this.#mending.willSave(event.notebook);
        event.waitUntil(this.#makeWhole(cellsOf(event.notebook)));
      }),
      workspace.onDidSaveNotebookDocument((notebook) => void this.#mending.didSave(notebook, cellsOf(notebook))),
      workspace.onWillRenameFiles((event) => event.waitUntil(this.#willRename(event.files))),
      workspace.onDidRenameFiles((event) => this.#didRename(event.files)),
      workspace.onWillDeleteFiles((event) => event.waitUntil(this.#makeWhole(this.#documentsIn(event.files)))),
      workspace.onDidDeleteFiles(({ files }) => this.#documentsIn(files).forEach((document) => this.#end(document))),
      workspace.onDidCloseTextDocument((document) => void this.#didClose(document)),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #willSave(event: TextDocumentWillSaveEvent): void {
    const { document } = event;
    if (this.#runs.in(document).some(isHalfWritten)) event.waitUntil(this.#makeWhole([document]));
    const source = this.#halfWrittenTwin(document);
    if (source === undefined) return this.#mending.willSave(document);
    // The text was taken over before anyone was asked.
    this.#newNames.set(document, source);
    const edits = this.#runs.in(source).flatMap((run) => run.editsToSave());
    event.waitUntil(this.#makeWhole([source]).then(() => edits));
  }

  /** Edits go where the text has gone. The editor closes that document once more before it shows it. */
  async #didSave(document: TextDocument): Promise<void> {
    const source = this.#newNames.get(document);
    if (source === undefined) return this.#mending.didSave(document, [document]);
    const runs = this.#runs.in(source);
    for (const run of runs) run.moveTo(document);
    await Promise.all(runs.map((run) => this.#follow(run, document.uri)));
    this.#newNames.delete(document);
  }

  /** The document that this one is a new name of; of equal files only one that would be saved by halves can be meant. */
  #halfWrittenTwin(document: TextDocument): TextDocument | undefined {
    const others = this.#runs.all.filter((run) => run.document !== document && isHalfWritten(run));
    const half = others.filter((run) => run.document.isUntitled || run.editsToSave().length > 0);
    if (half.length === 0) return undefined;
    const text = document.getText();
    return half.find((run) => run.document.getText() === text)?.document;
  }

  async #makeWhole(documents: readonly TextDocument[]): Promise<void> {
    for (const document of new Set(documents)) await this.#runs.readyToSave(document);
  }

  #willRename(files: readonly Renamed[]): Promise<void> {
    const moved = this.#runs.all.flatMap((run) => {
      const to = files.map((file) => destination(run.document.uri, file)).find((uri) => uri !== undefined);
      return to === undefined ? [] : [{ run, to }];
    });
    for (const { run, to } of moved) this.#going.set(run, to);
    return this.#makeWhole(this.#documentsIn(files.map(({ oldUri }) => oldUri)));
  }

  async #didRename(files: readonly Renamed[]): Promise<void> {
    const hasCome = (uri: Uri) => files.some(({ newUri }) => pathWithin(uri, newUri) !== undefined);
    for (const [run, uri] of [...this.#going].filter(([, to]) => hasCome(to))) {
      await this.#follow(run, uri);
      this.#going.delete(run);
    }
  }

  /** Goes on in the document of this address, or ends where there is none. */
  async #follow(run: InlineEditRun, uri: Uri): Promise<void> {
    const document = await workspace.openTextDocument(uri).then(
      (opened) => opened,
      () => undefined,
    );
    if (document === undefined) this.#endRun(run);
    else if (this.#runs.has(run)) run.moveTo(document);
  }

  async #didClose(document: TextDocument): Promise<void> {
    // A change of the language closes and opens a document too.
    if (!document.isClosed || this.#newNames.has(document)) return;
    // Closed for a new name, unless the renaming has failed and the file is still there.
    if (this.#runs.in(document).some((run) => this.#going.has(run)) && !(await isThere(document.uri))) return;
    this.#end(document);
  }

  #end(document: TextDocument): void {
    for (const run of this.#runs.in(document)) this.#endRun(run);
  }

  #endRun(run: InlineEditRun): void {
    this.#going.delete(run);
    run.send({ type: 'close' });
    this.#runs.delete(run);
  }

  /** Documents of these files, and of those in these folders. */
  #documentsIn(uris: readonly Uri[]): readonly TextDocument[] {
    const documents = this.#runs.all.map(({ document }) => document);
    return documents.filter(({ uri }) => uris.some((one) => pathWithin(uri, one) !== undefined));
  }
}

const cellsOf = (notebook: NotebookDocument) => notebook.getCells().map(({ document }) => document);

async function isThere(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** What comes behind a file or folder in the path of what is it, or in it; undefined for anything else. */
function pathWithin(uri: Uri, outer: Uri): string | undefined {
  const rest = uri.path.slice(outer.path.length);
  return uri.path.startsWith(outer.path) && (rest === '' || rest.startsWith('/')) ? rest : undefined;
}

/** The cells of a notebook are not looked for under its new name: nothing tells which of them is which. */
function destination(uri: Uri, { oldUri, newUri }: Renamed): Uri | undefined {
  const rest = uri.scheme === oldUri.scheme ? pathWithin(uri, oldUri) : undefined;
  return rest === undefined ? undefined : newUri.with({ path: newUri.path + rest });
}
