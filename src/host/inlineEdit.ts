import {
  commands,
  l10n,
  languages,
  ProgressLocation,
  Range,
  Selection,
  TextEditorRevealType,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { Region } from '../edit/region.ts';
import { isOpen, isUnsettled } from '../edit/session.ts';
import { InlineEditCompare, runIdOf } from './inlineEditCompare.ts';
import { InlineEditDecorations } from './inlineEditDecorations.ts';
import { InlineEditLenses } from './inlineEditLenses.ts';
import { announceEnd, announceOther, type Help } from './inlineEditMessages.ts';
import { InlineEditPlaces } from './inlineEditPlaces.ts';
import { hunkMeant, peekRemoved } from './inlineEditRemoved.ts';
import { InlineEditRun, isHalfWritten } from './inlineEditRun.ts';
import { streamEdit, type EditModel } from './inlineEditStream.ts';
import { targetOf } from './inlineEditTarget.ts';
import { promptBox } from './promptBox.ts';
import type { Recents } from './recents.ts';

/** What inline edits need from outside. */
export interface InlineEditDeps {
  /** The model to ask; undefined when the user has none or left, and knows about it. */
  readonly respond: () => Promise<EditModel | undefined>;
  readonly recents: Recents;
  readonly help?: Help;
  readonly maxOutputTokens?: () => number | undefined;
}

/** "Edit selection with AI": the commands, and one edit a document at a time. Made at the first use of any of them. */
export class InlineEdits implements Disposable {
  readonly #deps: InlineEditDeps;
  readonly #runs = new Map<TextDocument, InlineEditRun>();
  readonly #decorations = new InlineEditDecorations();
  readonly #compare = new InlineEditCompare();
  readonly #lenses = new InlineEditLenses((document) => this.#runsIn(document));
  readonly #places = new InlineEditPlaces();
  readonly #announced = new Set<InlineEditRun>();
  readonly #keys = new Map<string, boolean>();
  readonly #subscriptions: readonly Disposable[];

  constructor(deps: InlineEditDeps) {
    this.#deps = deps;
    this.#subscriptions = [
      this.#decorations,
      this.#compare,
      languages.registerCodeLensProvider('*', this.#lenses),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
        this.#runs.get(document)?.documentChanged(contentChanges),
      ),
      workspace.onWillSaveTextDocument((event) => {
        const run = this.#runs.get(event.document);
        if (run !== undefined && isHalfWritten(run)) event.waitUntil(run.readyToSave());
      }),
      workspace.onDidCloseTextDocument((document) => {
        // A change of the language closes and opens a document too.
        if (document.isClosed) this.#close(document);
      }),
      window.onDidChangeActiveTextEditor(() => this.#showKeys()),
      window.tabGroups.onDidChangeTabs(() => this.#showKeys()),
      window.onDidChangeVisibleTextEditors(() => this.#shown()),
    ];
  }

  /** Asks what to change at the selection and starts to change it. */
  async start(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined) {
      return void window.showInformationMessage(l10n.t('Open a file and select the lines to edit first.'));
    }
    const other = this.#openRun(editor.document);
    if (other !== undefined) return this.#focus(other);
    const target = await targetOf(editor);
    if ('refusal' in target) return void window.showInformationMessage(target.refusal);
    const { start, count } = target.region;
    const version = editor.document.version;
    const range = new Range(start, 0, start + count - 1, 0);
    this.#decorations.markAsked(editor, [range]);
    const asked = await this.#ask(linesLabel(range)).finally(() => this.#decorations.markAsked(editor, []));
    if (asked === undefined) return;
    if (editor.document.isClosed || editor.document.version !== version) {
      return void window.showInformationMessage(
        l10n.t('The file changed in the meantime; select the lines once more.'),
      );
    }
    // A selection would cover the colours of what changes, and Escape would be about the selection.
    editor.selection = new Selection(start, 0, start, 0);
    await this.#stream(this.#begin(editor.document, target.region, asked.instruction), asked.model);
  }

  /**
   * Shows a proposal that is there as a whole, as if it had just been streamed. The document must be in an editor. False
   * when it has an edit already, which is shown instead.
   */
  async review(document: TextDocument, region: Region, lines: readonly string[]): Promise<boolean> {
    const other = this.#openRun(document);
    if (other !== undefined) {
      await this.#focus(other);
      return false;
    }
    const run = this.#begin(document, region, '');
    this.#update(run);
    run.send({ type: 'finish', reason: 'stop', lines });
    await run.flush();
    return true;
  }

  /** Keeps the proposal. */
  accept(id?: unknown): void {
    this.#runAt(id)?.send({ type: 'accept' });
  }

  /** Brings the original back, also while it is still being written. */
  reject(id?: unknown): void {
    this.#runAt(id)?.send({ type: 'reject' });
  }

  /** Ends the writing; what came is there to be reviewed. */
  stop(id?: unknown): void {
    this.#runAt(id)?.stop();
  }

  /** Shows the document beside itself with the original text. */
  async diff(id?: unknown): Promise<void> {
    const run = this.#runAt(id);
    if (run !== undefined) await this.#compare.open(run);
  }

  /** Shows the old lines of the change that is meant, below it. */
  async showRemoved(...args: readonly unknown[]): Promise<void> {
    const hunk = hunkMeant(args, [...this.#runs.values()]);
    if (hunk !== undefined) await peekRemoved(hunk, this.#compare);
  }

  /** Asks once more, with the same instruction or another. */
  async retry(id?: unknown): Promise<void> {
    const run = this.#runAt(id);
    if (run !== undefined) await this.#retry(run);
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.dispose();
    this.#runs.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #begin(document: TextDocument, region: Region, instruction: string): InlineEditRun {
    this.#runs.get(document)?.dispose();
    const run = new InlineEditRun(document, region, instruction);
    this.#runs.set(document, run);
    run.onDidUpdate(() => this.#update(run));
    return run;
  }

  async #retry(run: InlineEditRun): Promise<void> {
    const asked = await this.#ask(l10n.t('once more'), run.instruction);
    if (asked === undefined || this.#runs.get(run.document) !== run) return;
    run.instruction = asked.instruction;
    run.note = undefined;
    run.send({ type: 'retry' });
    if (run.session.phase === 'streaming') await this.#stream(run, asked.model);
    else void window.showInformationMessage(l10n.t('The lines changed in the meantime; select them once more.'));
  }

  async #ask(what: string, value = ''): Promise<{ instruction: string; model: EditModel } | undefined> {
    const instruction = await promptBox({
      title: l10n.t('Edit {0} with AI', what),
      placeholder: l10n.t('What should change?'),
      recent: this.#deps.recents.list(),
      value,
    });
    if (instruction === undefined) return undefined;
    this.#deps.recents.add(instruction);
    const model = await this.#deps.respond();
    return model === undefined ? undefined : { instruction, model };
  }

  async #stream(run: InlineEditRun, model: EditModel): Promise<void> {
    this.#update(run);
    const streaming = streamEdit(run, model, this.#deps.maxOutputTokens?.());
    void window.withProgress(
      { location: ProgressLocation.Window, title: l10n.t('Parley is editing') },
      () => streaming,
    );
    await streaming;
    await run.flush();
  }

  /** The edit of this id, or else the one in the active editor. */
  #runAt(id: unknown): InlineEditRun | undefined {
    const document = window.activeTextEditor?.document;
    const wanted = typeof id === 'string' ? id : runIdOf(document?.uri);
    return [...this.#runs.values()].find((run) =>
      wanted === undefined ? run.document === document : run.id === wanted,
    );
  }

  #openRun(document: TextDocument): InlineEditRun | undefined {
    const run = this.#runs.get(document);
    return run !== undefined && isOpen(run.session) ? run : undefined;
  }

  async #focus(run: InlineEditRun): Promise<void> {
    const { start } = run.session.region;
    const editor = editorsOf(run.document)[0];
    editor?.revealRange(new Range(start, 0, start, 0), TextEditorRevealType.InCenterIfOutsideViewport);
    await announceOther(run);
  }

  #runsIn(document: TextDocument): readonly InlineEditRun[] {
    const run = this.#runs.get(document);
    return run === undefined ? [] : [run];
  }

  #update(run: InlineEditRun): void {
    for (const editor of editorsOf(run.document)) this.#decorations.show(editor, this.#runsIn(run.document));
    this.#lenses.refresh(run.document);
    this.#compare.refresh(run);
    this.#showKeys();
    if (run.isOver) void this.#end(run);
  }

  async #end(run: InlineEditRun): Promise<void> {
    if (this.#runs.get(run.document) !== run || this.#announced.has(run)) return;
    this.#announced.add(run);
    // A failed edit still follows its lines, so that it can be tried again from its message.
    if (run.session.phase !== 'failed') this.#runs.delete(run.document);
    this.#lenses.refresh(run.document);
    this.#showKeys();
    const { phase } = run.session;
    if (phase === 'accepted' || phase === 'rejected') await this.#compare.close(run);
    const choice = await announceEnd(run, this.#compare, this.#deps.help);
    this.#announced.delete(run);
    if (choice === 'retry') await this.#retry(run);
  }

  #close(document: TextDocument): void {
    const run = this.#runs.get(document);
    run?.send({ type: 'close' });
    run?.dispose();
    this.#runs.delete(document);
  }

  #shown(): void {
    for (const run of this.#runs.values()) {
      for (const editor of editorsOf(run.document)) this.#decorations.show(editor, this.#runsIn(run.document));
      void run.flush();
    }
  }

  #showKeys(): void {
    const session = this.#runAt(undefined)?.session;
    const isWriting = session !== undefined && isUnsettled(session);
    this.#showKey('parley.editStreaming', isWriting);
    this.#showKey('parley.editReviewing', !isWriting && session?.phase === 'reviewing');
    this.#places.show([...this.#runs.values()]);
  }

  #showKey(name: string, isOn: boolean): void {
    if (this.#keys.get(name) === isOn) return;
    this.#keys.set(name, isOn);
    void commands.executeCommand('setContext', name, isOn);
  }
}

/** The editors of a document, without those inside a diff, which has colours of its own and no column. */
function editorsOf(document: TextDocument): readonly TextEditor[] {
  return window.visibleTextEditors.filter((editor) => editor.document === document && editor.viewColumn !== undefined);
}

function linesLabel({ start, end }: Range): string {
  return start.line === end.line
    ? l10n.t('line {0}', start.line + 1)
    : l10n.t('lines {0}–{1}', start.line + 1, end.line + 1);
}
