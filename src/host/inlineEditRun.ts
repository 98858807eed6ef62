import {
  EventEmitter,
  l10n,
  Range,
  TextEdit,
  window,
  workspace,
  WorkspaceEdit,
  type Disposable,
  type TextDocument,
  type TextDocumentChangeEvent,
  type TextEditor,
} from 'vscode';
import { noContext, type EditContext } from '../edit/context.ts';
import { hunksBetween, type Hunk } from '../edit/diff.ts';
import { spliceBetween } from '../edit/lines.ts';
import { changeFor, type Change, type Region } from '../edit/region.ts';
import { resumed, type Left } from '../edit/resumed.ts';
import {
  begin,
  isAsleep,
  isOpen,
  isUnsettled,
  nextWrite,
  type Author,
  type Input,
  type Session,
  type Write,
} from '../edit/session.ts';
import { step } from '../edit/step.ts';
import type { Attachment } from '../model/attachment.ts';
import type { ResponseError } from '../model/error.ts';
import { allLines, changeOf, extentOf, linesOf, rangeOf } from './documentLines.ts';

/** Refusals in a row, without anyone else having changed the document, that mean it cannot be written. */
const mostRefusals = 3;

/** What becomes of one write; `later`: it has to wait until the document is shown, or for another edit. */
type Outcome = 'done' | 'refused' | 'changed' | 'later';

/** When an edit may write, as whoever knows all edits of a document can tell. */
export interface Turns {
  /** Makes a write once no other is under way in the document. */
  take<T>(document: TextDocument, write: () => Promise<T>): Promise<T>;
  /** True while another edit of the document writes into an undo step that is not closed. */
  isTaken(run: InlineEditRun): boolean;
  /** Ends edits that have written nothing in these lines; false when there is one that has. */
  makeRoom(run: InlineEditRun, region: Region): boolean;
}

/** Changes that were told together. */
interface Heard {
  readonly changes: readonly Change[];
  readonly by: Author | undefined;
}

/** Where an edit begins. */
export interface RunStart {
  readonly document: TextDocument;
  readonly region: Region;
  readonly instruction: string;
  readonly turns: Turns;
  /** What there is of one that began in an earlier window. */
  readonly left?: Left;
}

/**
 * One edit in its document: brings the document to what the session wants, and tells the session what others do to it.
 * A write is made for one version of the document and refused for any other, so nothing is ever written over.
 */
export class InlineEditRun implements Disposable {
  /** Names it in the arguments of commands. */
  readonly id = crypto.randomUUID();
  /** What was asked for; a retry may change it. */
  instruction: string;
  /** What goes along with it. */
  context: EditContext = noContext;
  /** The files among that, as they were taken. */
  files: readonly Attachment[] = [];
  /** What there is to say about the answer besides its phase. */
  note: string | undefined;
  /** What its answers took and cost. */
  spent: string | undefined;
  readonly #turns: Turns;
  #document: TextDocument;
  #session: Session;
  #flushing: Promise<void> | undefined;
  /** Something may be to be written that the writing under way has not looked at. */
  #isAwaited = false;
  #isSaving = false;
  /** The user decided about a hunk: that is written at once. */
  #isDecided = false;
  #abort = new AbortController();
  /** Changes seen while a write is under way: the first of them is that write, if it was taken. */
  #inFlight: Heard[] | undefined;
  #compared: { base: readonly string[]; held: readonly string[]; hunks: readonly Hunk[] } | undefined;
  readonly #updated = new EventEmitter<void>();
  readonly onDidUpdate = this.#updated.event;

  constructor({ document, region, instruction, turns, left }: RunStart) {
    this.#document = document;
    this.instruction = instruction;
    this.#turns = turns;
    const lines = linesOf(document, region);
    this.#session = left === undefined ? begin(region, lines) : resumed(region, lines, left);
  }

  get document(): TextDocument {
    return this.#document;
  }

  get session(): Session {
    return this.#session;
  }

  /** What is under review: the hunks between what was accepted so far and what the region holds. */
  get hunks(): readonly Hunk[] {
    const { base, held } = this.#session;
    if (this.#compared?.base !== base || this.#compared.held !== held)
      this.#compared = { base, held, hunks: hunksBetween(base, held) };
    return this.#compared.hunks;
  }

  /** True once it has ended and the document needs nothing more from it; what is on its way may have to be taken back. */
  get isOver(): boolean {
    return !isOpen(this.#session) && nextWrite(this.#session) === undefined && this.#inFlight === undefined;
  }

  /** True while its writes join one undo step, into which nobody else should write. */
  get isWithinStep(): boolean {
    const { undo, phase } = this.#session;
    return undo !== 'closed' && (phase === 'streaming' || nextWrite(this.#session) !== undefined);
  }

  /** A signal for one request; the one before is aborted. */
  newSignal(): AbortSignal {
    this.#abort.abort();
    this.#abort = new AbortController();
    return this.#abort.signal;
  }

  /** True while the answer to the request of this signal is what is written; one asked for later takes its place. */
  awaits(signal: AbortSignal): boolean {
    return this.#session.phase === 'streaming' && this.#abort.signal === signal;
  }

  /** Tells the session something that begins another answer; false when that means nothing by now. */
  reopen(input: Extract<Input, { readonly type: 'retry' | 'refine' | 'continue' }>): boolean {
    const before = this.#session;
    this.send(input);
    return this.#session !== before;
  }

  /** Ends the request; what came of the answer stays. */
  stop(): void {
    this.#abort.abort();
  }

  /** Tells the session and brings the document after it. */
  send(input: Input): void {
    this.#isDecided ||= input.type === 'reject-hunk';
    this.#step(input);
    void this.flush();
  }

  /** Something that is shown besides the session changed. */
  say(note: string | undefined): void {
    if (this.note === note) return;
    this.note = note;
    this.#updated.fire();
  }

  documentChanged({ contentChanges }: TextDocumentChangeEvent, by: Author | undefined): void {
    if (contentChanges.length === 0) return;
    const heard = { changes: contentChanges.map(changeOf), by };
    if (this.#inFlight !== undefined) this.#inFlight.push(heard);
    else this.#foreign([heard]);
  }

  /** Goes on in the document that took the place of its own. What is different there is someone else's change. */
  moveTo(document: TextDocument): void {
    const before = extentOf(this.#document);
    const splice = spliceBetween(allLines(this.#document), allLines(document));
    this.#document = document;
    if (splice.count > 0 || splice.lines.length > 0)
      this.#foreign([{ changes: [changeFor(splice, before)], by: undefined }]);
    this.#updated.fire();
    void this.flush();
  }

  /** Resolves when the document can be saved: with the original or the proposal in it, nothing in between. */
  async readyToSave(): Promise<void> {
    this.#isSaving = true;
    this.#step({ type: 'saving' });
    await this.flush();
    this.#isSaving = false;
  }

  /** The same for a copy of the document. */
  editsToSave(): readonly TextEdit[] {
    const write = nextWrite(step(this.#session, { type: 'saving' }));
    if (write === undefined) return [];
    const { range, text } = this.#textEdit(write);
    return [TextEdit.replace(range, text)];
  }

  /** Writes until the document holds what it should, or cannot be written for now. */
  flush(): Promise<void> {
    this.#isAwaited = true;
    this.#flushing ??= this.#writeAll();
    return this.#flushing;
  }

  dispose(): void {
    this.#abort.abort();
    this.#updated.dispose();
  }

  #step(input: Input): void {
    const before = this.#session;
    const next = step(before, input);
    // Undo can lead back to an edit in whose lines there is another one by now.
    if (isAsleep(before) && isOpen(next) && !this.#turns.makeRoom(this, next.region)) return;
    this.#session = next;
    if (before === next) return;
    if (
      input.type === 'changed' &&
      input.by !== 'history' &&
      before.phase === 'streaming' &&
      next.phase === 'reviewing'
    )
      this.note = l10n.t('You changed its lines');
    if (next.phase !== 'streaming') this.#abort.abort();
    // Whatever is typed moves it, and nothing of it is shown.
    if (!isAsleep(before) || !isAsleep(next)) this.#updated.fire();
  }

  #foreign(heard: readonly Heard[]): void {
    if (heard.length === 0) return;
    const authors = new Set(heard.map(({ by }) => by));
    const [author] = authors;
    const by = authors.has('history') ? 'history' : authors.size === 1 ? author : undefined;
    this.#step({
      type: 'changed',
      changes: heard.flatMap(({ changes }) => changes),
      read: (region) => linesOf(this.#document, region),
      ...(by === undefined ? {} : { by }),
    });
  }

  async #writeAll(): Promise<void> {
    await Promise.resolve();
    let refusals = 0;
    while (this.#isAwaited) {
      this.#isAwaited = false;
      while (nextWrite(this.#session) !== undefined && !this.#document.isClosed) {
        const outcome = await this.#turns.take(this.#document, () => this.#writeNext());
        if (outcome === 'later') break;
        refusals = outcome === 'refused' ? refusals + 1 : 0;
        if (refusals >= mostRefusals) this.#step({ type: 'refused', error: takesNone() });
      }
    }
    this.#isDecided = false;
    this.#flushing = undefined;
    if (this.isOver) this.#updated.fire();
  }

  /** Only an editor can join writes to one undo step, and only one edit at a time can be within such a step. */
  async #writeNext(): Promise<Outcome> {
    const write = nextWrite(this.#session);
    if (write === undefined) return 'done';
    const isEnding = !isOpen(this.#session);
    if (!isEnding && !this.#isDecided && this.#turns.isTaken(this)) return 'later';
    const editor = window.visibleTextEditors.find(({ document }) => document === this.#document);
    return editor === undefined && !this.#isSaving && !isEnding ? 'later' : this.#write(write, editor);
  }

  async #write(write: Write, editor: TextEditor | undefined): Promise<Outcome> {
    const { range, text } = this.#textEdit(write);
    const seen: Heard[] = [];
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
    edit.replace(this.#document.uri, range, text);
    return workspace.applyEdit(edit);
  }

  #textEdit(write: Write): { range: Range; text: string } {
    const change = changeFor(write, extentOf(this.#document));
    const range = rangeOf(change);
    return { range, text: change.text };
  }
}

const takesNone = (): ResponseError => ({ kind: 'bad-request', message: l10n.t('The document takes no changes.') });

/** True when a save now would write something between the original and the proposal. */
export function isHalfWritten({ session }: InlineEditRun): boolean {
  return isUnsettled(session) || nextWrite(session) !== undefined;
}
