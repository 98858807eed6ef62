import {
  DecorationRangeBehavior,
  MarkdownString,
  OverviewRulerLane,
  Range,
  ThemeColor,
  window,
  type DecorationOptions,
  type Disposable,
  type TextEditor,
} from 'vscode';
import { hunksBetween, type Hunk } from '../edit/diff.ts';
import type { InlineEditRun } from './inlineEditRun.ts';

/** More of a removed line does not fit beside the line that took its place; the hover has it all. */
const longestGhost = 100;

/** Draws edits with the colours of the editor's own diff view. Shared by all edits; one set of decoration types. */
export class InlineEditDecorations implements Disposable {
  readonly #asked = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('editor.rangeHighlightBackground'),
  });
  readonly #pending = window.createTextEditorDecorationType({ isWholeLine: true, opacity: '0.45' });
  readonly #inserted = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('diffEditor.insertedLineBackground'),
    overviewRulerColor: new ThemeColor('diffEditorOverview.insertedForeground'),
    overviewRulerLane: OverviewRulerLane.Full,
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
  readonly #insertedText = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('diffEditor.insertedTextBackground'),
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
  readonly #removed = window.createTextEditorDecorationType({
    overviewRulerColor: new ThemeColor('diffEditorOverview.removedForeground'),
    overviewRulerLane: OverviewRulerLane.Left,
  });

  /** Marks the lines that an instruction is being asked for. */
  markAsked(editor: TextEditor, range: Range | undefined): void {
    editor.setDecorations(this.#asked, range === undefined ? [] : [range]);
  }

  show(editor: TextEditor, run: InlineEditRun): void {
    this.clear(editor);
    if (run.session.phase === 'streaming') this.#showStreaming(editor, run);
    if (run.session.phase === 'reviewing') this.#showReview(editor, run);
  }

  clear(editor: TextEditor): void {
    for (const type of [this.#pending, this.#inserted, this.#insertedText, this.#removed])
      editor.setDecorations(type, []);
  }

  dispose(): void {
    for (const type of [this.#asked, this.#pending, this.#inserted, this.#insertedText, this.#removed]) type.dispose();
  }

  /** A diff at each line would cost too much: what the original does not have counts as new. */
  #showStreaming(editor: TextEditor, { session }: InlineEditRun): void {
    const { region, held, original, proposal, buffering } = session;
    const written = buffering || held === original ? 0 : Math.min(proposal.length, held.length);
    const known = new Set(original);
    const added = held.slice(0, written).flatMap((line, index) => (known.has(line) ? [] : [region.start + index]));
    editor.setDecorations(this.#inserted, added.map(wholeLine));
    const rest = { start: region.start + written, end: region.start + held.length - 1 };
    editor.setDecorations(this.#pending, rest.start > rest.end ? [] : [new Range(rest.start, 0, rest.end, 0)]);
  }

  #showReview(editor: TextEditor, { session, document }: InlineEditRun): void {
    const { region, original, held } = session;
    const hunks = hunksBetween(original, held);
    const inserted = hunks.flatMap(({ proposal: { start, count } }) =>
      Array.from({ length: count }, (_line, index) => wholeLine(region.start + start + index)),
    );
    editor.setDecorations(this.#inserted, inserted);
    const characters = hunks.filter(({ original: { count } }) => count > 0).flatMap(({ insertions }) => insertions);
    editor.setDecorations(
      this.#insertedText,
      characters.map(({ line, start, end }) => new Range(region.start + line, start, region.start + line, end)),
    );
    const lastLine = document.lineCount - 1;
    editor.setDecorations(
      this.#removed,
      hunks
        .flatMap((hunk) => ghosts(hunk, { original, languageId: document.languageId }))
        .map((ghost) => {
          const line = Math.min(Math.max(0, region.start + ghost.line), lastLine);
          return { ...ghost.options, range: endOf(editor, line) };
        }),
    );
  }
}

interface Ghost {
  /** Relative to the region; -1 is the line above it. */
  readonly line: number;
  readonly options: Omit<DecorationOptions, 'range'>;
}

/**
 * No stable API puts removed lines between lines. So the old text stands behind the line that took its place; lines
 * that nothing took the place of are counted behind the line before them, and all of them are in the hover.
 */
function ghosts(
  { original: { start, count }, proposal }: Hunk,
  source: { readonly original: readonly string[]; readonly languageId: string },
): readonly Ghost[] {
  const removed = source.original.slice(start, start + count);
  if (removed.length === 0) return [];
  const hoverMessage = new MarkdownString().appendMarkdown(removed.length === 1 ? 'Was:' : `Were ${count} lines:`);
  hoverMessage.appendCodeblock(removed.join('\n'), source.languageId);
  const ghost = (line: number, text: string): Ghost => ({
    line,
    options: { hoverMessage, renderOptions: { after: ghostStyle(text) } },
  });
  const paired = removed
    .slice(0, proposal.count)
    .flatMap((text, index) => (text.trim() === '' ? [] : [ghost(proposal.start + index, shortened(text.trim()))]));
  const rest = removed.slice(proposal.count).filter((text) => text.trim() !== '');
  if (rest.length === 0) return paired;
  const first = shortened(rest[0]?.trim() ?? '');
  const text = rest.length === 1 ? first : `${first}  … ${rest.length} lines removed`;
  const line = proposal.start + proposal.count - 1;
  return [...paired.filter((other) => other.line !== line), ghost(line, text)];
}

function ghostStyle(contentText: string) {
  return {
    contentText,
    margin: '0 0 0 3ch',
    color: new ThemeColor('descriptionForeground'),
    backgroundColor: new ThemeColor('diffEditor.removedTextBackground'),
    textDecoration: 'line-through',
  };
}

function shortened(text: string): string {
  return text.length > longestGhost ? `${text.slice(0, longestGhost - 1)}…` : text;
}

function wholeLine(line: number): Range {
  return new Range(line, 0, line, 0);
}

function endOf({ document }: TextEditor, line: number): Range {
  return document.lineAt(line).range.with(document.lineAt(line).range.end);
}
