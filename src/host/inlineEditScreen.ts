import { languages, window, type Disposable, type Range, type TextDocument, type TextEditor } from 'vscode';
import { editorsOf } from './editorsOf.ts';
import { InlineEditDecorations } from './inlineEditDecorations.ts';
import { InlineEditKeys } from './inlineEditKeys.ts';
import { InlineEditLenses } from './inlineEditLenses.ts';
import { InlineEditPlaces } from './inlineEditPlaces.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';

/** What editors show of edits: colours, the rows of buttons, and which keys and entries of menus there are. */
export class InlineEditScreen implements Disposable {
  readonly #runs: InlineEditRuns;
  readonly #decorations = new InlineEditDecorations();
  readonly #lenses: InlineEditLenses;
  readonly #keys: InlineEditKeys;
  readonly #places = new InlineEditPlaces();
  readonly #subscriptions: readonly Disposable[];

  constructor(runs: InlineEditRuns) {
    this.#runs = runs;
    this.#lenses = new InlineEditLenses((document) => runs.in(document));
    this.#keys = new InlineEditKeys(runs);
    this.#subscriptions = [
      this.#decorations,
      this.#lenses,
      languages.registerCodeLensProvider('*', this.#lenses),
      window.onDidChangeActiveTextEditor(() => this.#keys.refresh()),
      // Each move of a cursor: the edit that is meant may be another one, but nothing is under review elsewhere.
      window.onDidChangeTextEditorSelection(() => this.#keys.refresh()),
      window.tabGroups.onDidChangeTabs(() => this.#tellPlaces()),
      window.onDidChangeVisibleTextEditors(() => {
        for (const document of new Set(runs.all.map((run) => run.document))) this.#draw(document);
      }),
    ];
  }

  /** To be told of each change of an edit of this document. */
  show(document: TextDocument): void {
    this.#draw(document);
    this.#lenses.refresh(document);
    this.#tellPlaces();
  }

  /** Marks the lines that an instruction is being asked for, as long as it is. */
  async whileAsking<T>(editor: TextEditor, ranges: readonly Range[], ask: () => Promise<T>): Promise<T> {
    this.#decorations.markAsked(editor, ranges);
    return ask().finally(() => this.#decorations.markAsked(editor, []));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #draw(document: TextDocument): void {
    const runs = this.#runs.in(document);
    for (const editor of editorsOf(document)) this.#decorations.show(editor, runs);
  }

  #tellPlaces(): void {
    this.#keys.refresh();
    this.#places.show(this.#runs.all);
  }
}
