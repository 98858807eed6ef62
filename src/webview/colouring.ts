import type { HostToView } from '../protocol.ts';
import type { CodeBlockElement } from './codeBlock.ts';
import { Highlighter, OutOfTime, type GrammarState, type StyledText } from './highlighter.ts';

/** Longer lines stay as they are, and so does all of a block after so many characters. */
const maxLineLength = 2_000;
const maxBlockLength = 200_000;

/** Work for so long at a time, then let the page do what it has to. */
const sliceMs = 8;

/** Lines that take longer than so many slices, in which nothing is made ready, end the colours of their block. */
const maxSlowTries = 4;

/** A last line without an end waits for it for so long. */
const quietMs = 250;

/** A block is left alone for so long: inside of a list that grows, blocks are drawn anew with each word. */
const newMs = 120;

/** How far a block is coloured. Its text stays in the page; only elements are put around pieces of it. */
interface Progress {
  /** Of the theme: a block begun with another one is begun anew. */
  readonly generation: number;
  piece: Element | null;
  /** Characters of the piece that {@link nodes} stand for. */
  consumed: number;
  nodes: (Node | string)[];
  /** Characters of all pieces so far. */
  total: number;
  state: GrammarState | undefined;
  slowTries: number;
  /** How many of the nodes stand in the page, and whether a last line without an end is coloured there, too. */
  placed: number;
  hasEnd: boolean;
  readonly bornMs: number;
  /** The block's length when it was last looked at, and since when it has that. */
  length: number;
  sinceMs: number;
  /** The length up to which there is nothing left to do. */
  settled: number;
  ended: boolean;
}

type Outcome = 'done' | 'more' | 'later';

/** Colours the blocks in sight, a few lines at a time. */
export class Colouring {
  readonly #visible: ReadonlySet<CodeBlockElement>;
  readonly #highlighter = new Highlighter();
  readonly #scopes = new Map<string, string>();
  #progress = new WeakMap<CodeBlockElement, Progress>();
  #generation = 0;
  #isPlanned = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(visible: ReadonlySet<CodeBlockElement>) {
    this.#visible = visible;
  }

  hear(message: Extract<HostToView, { type: 'theme' | 'grammars' }>): void {
    if (message.type === 'theme') {
      this.#generation += 1;
      this.#highlighter.useTheme(message.rules);
    } else {
      this.#highlighter.addGrammars(message.grammars);
      for (const [name, scope] of Object.entries(message.scopes)) this.#scopes.set(name, scope);
    }
    this.wake();
  }

  /** Something is to be done: a block came into sight, or grew. */
  wake(): void {
    if (this.#isPlanned || this.#generation === 0) return;
    this.#isPlanned = true;
    whenIdle(() => this.#work());
  }

  #work(): void {
    this.#isPlanned = false;
    const endMs = performance.now() + sliceMs;
    let later = false;
    for (const block of this.#visible) {
      const outcome = this.#colour(block, endMs);
      if (outcome === 'more') return this.wake();
      later ||= outcome === 'later';
    }
    clearTimeout(this.#timer);
    if (later) this.#timer = setTimeout(() => this.wake(), quietMs);
  }

  #colour(block: CodeBlockElement, endMs: number): Outcome {
    const scope = this.#scopes.get(block.language);
    if (scope === undefined || !block.isConnected) return 'done';
    if (isSelected(block)) return 'later';
    const progress = this.#progressOf(block);
    if (progress.ended || progress.settled === progress.length) return 'done';
    if (performance.now() - progress.bornMs < newMs) return 'later';
    while (progress.piece !== null) {
      const { piece } = progress;
      const text = piece.textContent;
      const hasOldColours = progress.placed === 0 && piece.firstElementChild !== null;
      const outcome = this.#lines(text, progress, { scope, endMs });
      if (outcome === 'more') {
        // Old colours stand until all of the piece has its new ones: nothing flickers.
        if (!hasOldColours) show(progress, text);
        return 'more';
      }
      if (piece.nextElementSibling === null && !progress.ended) return this.#end(text, progress, { scope, endMs });
      show(progress, text);
      if (progress.ended) return 'done';
      Object.assign(progress, { piece: piece.nextElementSibling, consumed: 0, nodes: [], placed: 0 });
    }
    return 'done';
  }

  /** All whole lines of a piece. */
  #lines(text: string, progress: Progress, options: { scope: string; endMs: number }): Outcome {
    for (;;) {
      const end = text.indexOf('\n', progress.consumed);
      if (end === -1 || progress.ended) return 'done';
      const line = text.slice(progress.consumed, end);
      const pieces = this.#line(line, progress, { ...options, keepState: true });
      if (pieces === undefined) return 'more';
      if (progress.ended) return 'done';
      progress.nodes.push(...pieces, '\n');
      progress.consumed = end + 1;
      progress.total += line.length + 1;
    }
  }

  /** The last line of a block, which may still grow. */
  #end(text: string, progress: Progress, options: { scope: string; endMs: number }): Outcome {
    const rest = text.slice(progress.consumed);
    if (rest !== '' && performance.now() - progress.sinceMs < quietMs) {
      show(progress, text);
      return 'later';
    }
    const pieces = rest === '' ? [] : this.#line(rest, progress, { ...options, keepState: false });
    if (pieces === undefined) return 'more';
    show(progress, text, pieces);
    progress.settled = progress.length;
    return 'done';
  }

  /** A line's nodes; undefined when there was not time enough. */
  #line(
    text: string,
    progress: Progress,
    { scope, endMs, keepState }: { scope: string; endMs: number; keepState: boolean },
  ): (Node | string)[] | undefined {
    if (text.length > maxLineLength) return [text];
    if (progress.total + text.length > maxBlockLength) return this.#giveUp(progress);
    const isLate = performance.now() > endMs;
    if (isLate) return undefined;
    try {
      const deadlineMs = endMs + progress.slowTries * sliceMs;
      const { pieces, state } = this.#highlighter.line(text, { scope, state: progress.state, deadlineMs });
      progress.slowTries = 0;
      if (keepState) progress.state = state;
      return pieces.map(node);
    } catch (error) {
      if (!(error instanceof OutOfTime)) return this.#giveUp(progress);
      if (!error.isSlow) return undefined;
      progress.slowTries += 1;
      return progress.slowTries > maxSlowTries ? this.#giveUp(progress) : undefined;
    }
  }

  /** What a grammar cannot read, or not in time, stays as it is from here on. */
  #giveUp(progress: Progress): [] {
    progress.ended = true;
    return [];
  }

  #progressOf(block: CodeBlockElement): Progress {
    const known = this.#progress.get(block);
    const { length } = block.text;
    const nowMs = performance.now();
    const { bornMs, sinceMs } = known ?? { bornMs: nowMs, sinceMs: nowMs };
    const progress: Progress =
      known?.generation === this.#generation
        ? known
        : { ...begun(this.#generation), piece: block.pieces[0] ?? null, length, bornMs, sinceMs };
    if (known !== undefined && known.length !== length) progress.sinceMs = nowMs;
    progress.length = length;
    this.#progress.set(block, progress);
    return progress;
  }
}

const begun = (generation: number): Progress => ({
  generation,
  piece: null,
  consumed: 0,
  nodes: [],
  total: 0,
  state: undefined,
  slowTries: 0,
  placed: 0,
  hasEnd: false,
  bornMs: 0,
  length: 0,
  sinceMs: 0,
  settled: -1,
  ended: false,
});

/**
 * Puts what is coloured of a piece into the page, where that is news. Its text stays what it is, to the letter, and ends
 * with a text node that may grow.
 */
function show(progress: Progress, text: string, end: readonly (Node | string)[] = []): void {
  const { piece, nodes, consumed, placed, hasEnd } = progress;
  if (placed === nodes.length && !hasEnd && end.length === 0) return;
  const rest = document.createTextNode(end.length === 0 ? text.slice(consumed) : '');
  piece?.replaceChildren(...nodes, ...end, rest);
  Object.assign(progress, { placed: nodes.length, hasEnd: end.length > 0 });
}

function node({ text, colour, fontStyle }: StyledText): Node | string {
  if (colour === undefined && fontStyle === 0) return text;
  const span = document.createElement('span');
  span.textContent = text;
  const { style } = span;
  if (colour !== undefined) style.color = colour;
  if (fontStyle & 1) style.fontStyle = 'italic';
  if (fontStyle & 2) style.fontWeight = 'bold';
  const lines = [...(fontStyle & 4 ? ['underline'] : []), ...(fontStyle & 8 ? ['line-through'] : [])];
  if (lines.length > 0) style.textDecoration = lines.join(' ');
  return span;
}

/** What the reader has selected must not be taken away from under the selection. */
function isSelected(block: Element): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(block, true);
}

/** Safari does not tell when it is idle. */
function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 200 });
  else setTimeout(work, 16);
}
