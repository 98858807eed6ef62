import { Range, type DecorationOptions, type Disposable, type TextEditor } from 'vscode';
import { decorationTypes, type DecorationKind } from './inlineEditColours.ts';
import { ghostsOf, hoverOf } from './inlineEditGhosts.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import { isBetween, seenHunks, type SeenHunk } from './inlineEditViews.ts';

type Option = Range | DecorationOptions;
type Drawing = Readonly<Record<DecorationKind, readonly Option[]>>;

/** Draws edits with the colours of the editor's own diff view. Shared by all edits; one set of decoration types. */
export class InlineEditDecorations implements Disposable {
  readonly #types = decorationTypes();
  /** What an editor shows; to set the same again would cost it a layout for nothing. */
  readonly #shown = new WeakMap<TextEditor, Map<DecorationKind, string>>();

  /** Marks the lines that an instruction is being asked for. */
  markAsked(editor: TextEditor, ranges: readonly Range[]): void {
    editor.setDecorations(this.#types.asked, ranges);
  }

  /** Shows all edits of the editor's document, and none but these. */
  show(editor: TextEditor, runs: readonly InlineEditRun[]): void {
    if (runs.some(isBetween)) return;
    const drawings = runs.map(drawingOf);
    for (const kind of kinds) {
      this.#set(
        editor,
        kind,
        drawings.flatMap((drawing) => drawing[kind]),
      );
    }
  }

  dispose(): void {
    for (const type of Object.values(this.#types)) type.dispose();
  }

  #set(editor: TextEditor, kind: DecorationKind, options: readonly Option[]): void {
    const shown = this.#shown.get(editor) ?? new Map<DecorationKind, string>();
    this.#shown.set(editor, shown);
    // Decorations go along with a change of the document, though not always to where they belong.
    const now = options.length === 0 ? '' : `${editor.document.version} ${JSON.stringify(options)}`;
    if ((shown.get(kind) ?? '') === now) return;
    shown.set(kind, now);
    editor.setDecorations(this.#types[kind], [...options] as Range[] | DecorationOptions[]);
  }
}

const nothing: Drawing = {
  pending: [],
  added: [],
  changed: [],
  top: [],
  bottom: [],
  insertedText: [],
  ghost: [],
  note: [],
  removedAt: [],
  hover: [],
};
const kinds = Object.keys(nothing) as readonly DecorationKind[];

function drawingOf(run: InlineEditRun): Drawing {
  return run.session.phase === 'streaming' ? streaming(run) : review(seenHunks(run));
}

/** Lines that stay have no mark, so that nothing about them changes while others do. */
function streaming({ session, document }: InlineEditRun): Drawing {
  const { region, held, proposal, alignment, buffering } = session;
  const written = buffering ? 0 : commonLength(held, proposal);
  const last = Math.min(region.start + held.length, document.lineCount) - 1;
  const rest = region.start + written;
  const added = blocks(alignment.added.filter((line) => line < written).map((line) => region.start + line));
  return { ...nothing, pending: rest > last ? [] : [new Range(rest, 0, last, 0)], added, ...edgesOf(added) };
}

function review(hunks: readonly SeenHunk[]): Drawing {
  const lines = (of: (hunk: SeenHunk) => readonly number[]) =>
    hunks.flatMap((hunk) => blocks(of(hunk).map((line) => hunk.run.session.region.start + line)));
  const fresh = lines(({ view }) => [...view.added, ...view.changed].toSorted((a, b) => a - b));
  const marked = new Set(fresh.flatMap(linesOf));
  const ghosts = hunks.map(ghostsOf);
  return {
    ...nothing,
    added: lines(({ view }) => view.added),
    changed: lines(({ view }) => view.changed),
    ...edgesOf(fresh),
    insertedText: hunks.flatMap(({ run: { session }, view }) =>
      view.insertions.map(({ line, start, end }) => {
        const at = session.region.start + line;
        return new Range(at, start, at, end);
      }),
    ),
    ghost: ghosts.flatMap(({ ghost }) => ghost),
    note: ghosts.flatMap(({ note }) => note),
    removedAt: ghosts
      .flatMap(({ note }) => note.map(({ range }) => range))
      .filter(({ start }) => !marked.has(start.line)),
    hover: hunks.flatMap(hoverOf),
  };
}

/** Lines in order as few ranges. */
function blocks(lines: readonly number[]): readonly Range[] {
  const all: { first: number; last: number }[] = [];
  for (const line of lines) {
    const block = all.at(-1);
    if (block !== undefined && block.last === line - 1) block.last = line;
    else all.push({ first: line, last: line });
  }
  return all.map(({ first, last }) => new Range(first, 0, last, 0));
}

function edgesOf(all: readonly Range[]): Pick<Drawing, 'top' | 'bottom'> {
  return {
    top: all.map(({ start }) => new Range(start, start)),
    bottom: all.map(({ end }) => new Range(end, end)),
  };
}

function linesOf({ start, end }: Range): readonly number[] {
  return Array.from({ length: end.line - start.line + 1 }, (_line, index) => start.line + index);
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
