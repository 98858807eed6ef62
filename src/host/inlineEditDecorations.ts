import {
  DecorationRangeBehavior,
  l10n,
  MarkdownString,
  OverviewRulerLane,
  Position,
  Range,
  ThemeColor,
  window,
  type DecorationOptions,
  type Disposable,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { Hunk, Removal } from '../edit/diff.ts';
import { isUnsettled } from '../edit/session.ts';
import type { InlineEditRun } from './inlineEditRun.ts';

/** More of a removed line would push what took its place out of sight; the hover has it all. */
const longestGhost = 60;

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
    // High contrast themes have this instead of the background; the others have no colour for it.
    outlineColor: new ThemeColor('diffEditor.insertedTextBorder'),
    outlineStyle: 'dashed',
    outlineWidth: '1px',
    overviewRulerColor: new ThemeColor('editorOverviewRuler.addedForeground'),
    overviewRulerLane: OverviewRulerLane.Full,
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
  readonly #insertedText = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('diffEditor.insertedTextBackground'),
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
  readonly #removed = window.createTextEditorDecorationType({
    overviewRulerColor: new ThemeColor('editorOverviewRuler.deletedForeground'),
    overviewRulerLane: OverviewRulerLane.Left,
  });

  /** Marks the lines that an instruction is being asked for. */
  markAsked(editor: TextEditor, ranges: readonly Range[]): void {
    editor.setDecorations(this.#asked, ranges);
  }

  /** Shows all edits of the editor's document. */
  show(editor: TextEditor, runs: readonly InlineEditRun[]): void {
    const drawn = runs.map((run) => {
      if (isUnsettled(run.session)) return streaming(run);
      return run.session.phase === 'reviewing' ? review(run) : nothing;
    });
    editor.setDecorations(
      this.#pending,
      drawn.flatMap(({ pending }) => pending),
    );
    editor.setDecorations(
      this.#inserted,
      drawn.flatMap(({ inserted }) => inserted),
    );
    editor.setDecorations(
      this.#insertedText,
      drawn.flatMap(({ insertedText }) => insertedText),
    );
    editor.setDecorations(
      this.#removed,
      drawn.flatMap(({ removed }) => removed),
    );
  }

  dispose(): void {
    for (const type of [this.#asked, this.#pending, this.#inserted, this.#insertedText, this.#removed]) type.dispose();
  }
}

/** What one edit adds to each kind of decoration. */
interface Drawn {
  readonly pending: readonly DecorationOptions[];
  readonly inserted: readonly DecorationOptions[];
  readonly insertedText: readonly DecorationOptions[];
  readonly removed: readonly DecorationOptions[];
}

const nothing: Drawn = { pending: [], inserted: [], insertedText: [], removed: [] };

/** A diff at each line would cost too much: what the original does not have counts as new. */
function streaming({ session }: InlineEditRun): Drawn {
  const { region, held, original, proposal, buffering } = session;
  const written = buffering || held === original ? 0 : Math.min(proposal.length, held.length);
  const known = new Set(original);
  const added = held.slice(0, written).flatMap((line, index) => (known.has(line) ? [] : [region.start + index]));
  const rest = { start: region.start + written, end: region.start + held.length - 1 };
  const pending = rest.start > rest.end ? [] : [{ range: new Range(rest.start, 0, rest.end, 0) }];
  return { ...nothing, inserted: added.map((line) => ({ range: new Range(line, 0, line, 0) })), pending };
}

function review({ session, document, hunks }: InlineEditRun): Drawn {
  const { region, base: original } = session;
  const hover = (hunk: Hunk) => oldText(hunk, original, document.languageId);
  const inserted = hunks.flatMap((hunk) =>
    Array.from({ length: hunk.proposal.count }, (_line, index) => {
      const { range } = document.lineAt(region.start + hunk.proposal.start + index);
      return { range, ...hover(hunk) };
    }),
  );
  const characters = hunks.filter(({ original: { count } }) => count > 0).flatMap(({ insertions }) => insertions);
  const insertedText = characters.map(({ line, start, end }) => ({
    range: new Range(region.start + line, start, region.start + line, end),
  }));
  const removed = hunks.flatMap((hunk) =>
    ghosts(hunk, { original, regionStart: region.start, document }).map((options) => ({ ...options, ...hover(hunk) })),
  );
  return { ...nothing, inserted, insertedText, removed };
}

interface Place {
  readonly original: readonly string[];
  readonly regionStart: number;
  readonly document: TextDocument;
}

/**
 * No stable API puts removed lines between lines. So removed text stands, struck out, where it was within its line;
 * and of removed lines the first stands behind the line that took their place, or the one before it, with their number.
 */
function ghosts(hunk: Hunk, place: Place): readonly DecorationOptions[] {
  if (hunk.original.count === 0) return [];
  const isWithinLines = hunk.proposal.count > 0 && hunk.removals.every(({ text }) => !text.includes('\n'));
  return isWithinLines ? hunk.removals.map((removal) => ghostWithin(removal, place)) : [ghostBehind(hunk, place)];
}

function ghostWithin({ line, character, text }: Removal, { regionStart }: Place): DecorationOptions {
  const at = new Position(regionStart + line, character);
  return { range: new Range(at, at), renderOptions: { before: ghostStyle(shortened(text)) } };
}

function ghostBehind(hunk: Hunk, { original, regionStart, document }: Place): DecorationOptions {
  const { start, count } = hunk.original;
  const line = regionStart + hunk.proposal.start - (hunk.proposal.count === 0 ? 1 : 0);
  const { end } = document.lineAt(Math.min(Math.max(0, line), document.lineCount - 1)).range;
  const style = ghostStyle(ghostText(original.slice(start, start + count)));
  return { range: new Range(end, end), renderOptions: { after: { ...style, margin: '0 0 0 2ch' } } };
}

function ghostText(lines: readonly string[]): string {
  const first = shortened(lines.find((line) => line.trim() !== '')?.trim() ?? '');
  return lines.length > 1 ? l10n.t('{0} lines: {1}', lines.length, first) : first;
}

function oldText({ original: { start, count } }: Hunk, original: readonly string[], languageId: string) {
  if (count === 0) return {};
  const hoverMessage = new MarkdownString(
    count === 1 ? l10n.t('Before the edit:') : l10n.t('Before the edit, {0} lines:', count),
  );
  return { hoverMessage: hoverMessage.appendCodeblock(original.slice(start, start + count).join('\n'), languageId) };
}

function ghostStyle(contentText: string) {
  return {
    contentText,
    color: new ThemeColor('descriptionForeground'),
    backgroundColor: new ThemeColor('diffEditor.removedTextBackground'),
    textDecoration: 'line-through',
  };
}

function shortened(text: string): string {
  return text.length > longestGhost ? `${text.slice(0, longestGhost - 1)}…` : text;
}
