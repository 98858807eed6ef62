import {
  EndOfLine,
  EventEmitter,
  l10n,
  Range,
  window,
  workspace,
  WorkspaceEdit,
  type Disposable,
  type TextDocument,
  type TextDocumentContentChangeEvent,
  type TextEdit,
} from 'vscode';
import { noContext, type EditContext } from '../edit/context.ts';
import { changeFor, type Change, type Region } from '../edit/region.ts';
import { begin, isOpen, isUnsettled, nextWrite, step, type Input, type Session, type Write } from '../edit/session.ts';
import type { Attachment } from '../model/attachment.ts';

/** Refusals in a row, without anyone else having changed the document, that mean it cannot be written. */
const mostRefusals = 3;

/**
 * One edit in its document: brings the document to what the session wants, and tells the session what others do to it.
 * A write is made for one version of the document and refused for any other, so nothing is ever written over.
 */
export class InlineEditRun implements Disposable {
  readonly document: TextDocument;
  /** What was asked for; a retry may change it. */
  instruction: string;
  /** What goes along with it. */
  context: EditContext = noContext;
  /** The files among that, as they were taken. */
  files: readonly Attachment[] = [];
  /** What there is to say about the answer besides its phase. */
  note: string | undefined;
  #session: Session;
  #flushing: Promise<void> | undefined;
  #isSaving = false;
  #abort = new AbortController();
  /** Changes seen while a write is under way: the first of them is that write, if it was taken. */
  #inFlight: (readonly Change[])[] | undefined;
  readonly #updated = new EventEmitter<void>();
  readonly onDidUpdate = this.#updated.event;

  constructor(document: TextDocument, region: Region, instruction: string) {
    this.document = document;
    this.instruction = instruction;
    this.#session = begin(region, linesOf(document, region));
  }

  get session(): Session {
    return this.#session;
  }

  /** True once it has ended and the document needs nothing more from it. */
  get isOver(): boolean {
    return !isOpen(this.#session) && nextWrite(this.#session) === undefined;
  }

  /** A signal for one request; the one before is aborted. */
  newSignal(): AbortSignal {
    this.#abort.abort();
    this.#abort = new AbortController();
    return this.#abort.signal;
  }

  /** Ends the request; what came of the answer stays. */
  stop(): void {
    this.#abort.abort();
  }

  /** Tells the session and brings the document after it. */
  send(input: Input): void {
    this.#step(input);
    void this.flush();
  }

  /** Something that is shown besides the session changed. */
  say(note: string | undefined): void {
    if (this.note === note) return;
    this.note = note;
    this.#updated.fire();
  }

  documentChanged(changes: readonly TextDocumentContentChangeEvent[]): void {
    if (changes.length === 0) return;
    const list = changes.map(changeOf);
    if (this.#inFlight !== undefined) this.#inFlight.push(list);
    else this.#foreign([list]);
  }

  /** Resolves when the document can be saved: with the original or the proposal in it, nothing in between. */
  async readyToSave(): Promise<readonly TextEdit[]> {
    this.#isSaving = true;
    this.#step({ type: 'saving' });
    await this.flush();
    this.#isSaving = false;
    return [];
  }

  /** Writes until the document holds what it should, or cannot be written for now. */
  flush(): Promise<void> {
    this.#flushing ??= this.#writeAll();
    return this.#flushing;
  }

  dispose(): void {
    this.#abort.abort();
    this.#updated.dispose();
  }

  #step(input: Input): void {
    const before = this.#session;
    this.#session = step(before, input);
    if (before === this.#session) return;
    if (this.#session.phase !== 'streaming') this.#abort.abort();
    this.#updated.fire();
  }

  #foreign(changes: readonly (readonly Change[])[]): void {
    if (changes.length === 0) return;
    this.#step({ type: 'changed', changes: changes.flat(), read: (region) => linesOf(this.document, region) });
  }

  async #writeAll(): Promise<void> {
    await Promise.resolve();
    let refusals = 0;
    for (let write = nextWrite(this.#session); write !== undefined; write = nextWrite(this.#session)) {
      if (this.document.isClosed) break;
      const outcome = await this.#write(write);
      if (outcome === 'later') break;
      refusals = outcome === 'refused' ? refusals + 1 : 0;
      if (refusals < mostRefusals) continue;
      this.#step({
        type: 'refused',
        error: { kind: 'bad-request', message: l10n.t('The document takes no changes.') },
      });
    }
    this.#flushing = undefined;
  }

  /** `later` when it must wait until the document is shown, since only an editor can join writes to one undo step. */
  async #write(write: Write): Promise<'done' | 'refused' | 'changed' | 'later'> {
    const editor = window.visibleTextEditors.find(({ document }) => document === this.document);
    const isUrgent = this.#isSaving || !isOpen(this.#session);
    if (editor === undefined && !isUrgent) return 'later';
    const { range, text } = this.#textEdit(write);
    const seen: (readonly Change[])[] = [];
    this.#inFlight = seen;
    const { undoStopBefore, undoStopAfter } = write;
    const isTaken = await (
      editor?.edit((edit) => edit.replace(range, text), { undoStopBefore, undoStopAfter }) ??
      this.#applyUnseen(range, text)
    ).then(
      (value) => value,
      () => false,
    );
    this.#inFlight = undefined;
    // A read-only editor says that it took the write, but nothing changes.
    const isDone = isTaken && seen.length > 0;
    if (isDone) this.#step({ type: 'wrote', write });
    this.#foreign(isDone ? seen.slice(1) : seen);
    return isDone ? 'done' : seen.length > 0 ? 'changed' : 'refused';
  }

  #applyUnseen(range: Range, text: string): Thenable<boolean> {
    const edit = new WorkspaceEdit();
    edit.replace(this.document.uri, range, text);
    return workspace.applyEdit(edit);
  }

  #textEdit(write: Write): { range: Range; text: string } {
    const change = changeFor(write, {
      lineCount: this.document.lineCount,
      eol: this.document.eol === EndOfLine.CRLF ? '\r\n' : '\n',
      lengthOf: (line) => this.document.lineAt(line).text.length,
    });
    const range = new Range(change.startLine, change.startCharacter, change.endLine, change.endCharacter);
    return { range, text: change.text };
  }
}

/** The lines of a region; those beyond the end of the document are left out. */
export function linesOf(document: TextDocument, { start, count }: Region): readonly string[] {
  const length = Math.max(0, Math.min(count, document.lineCount - start));
  return Array.from({ length }, (_line, index) => document.lineAt(start + index).text);
}

/** True when a save now would write something between the original and the proposal. */
export function isHalfWritten({ session }: InlineEditRun): boolean {
  return isUnsettled(session) || nextWrite(session) !== undefined;
}

function changeOf({ range, text }: TextDocumentContentChangeEvent): Change {
  return {
    startLine: range.start.line,
    startCharacter: range.start.character,
    endLine: range.end.line,
    endCharacter: range.end.character,
    text,
  };
}
