import { codeToTokensBase, createShikiPrimitive, getLastGrammarState, type ThemeRegistrationRaw } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import type { Grammar, ThemeRule } from '../protocol.ts';

/** The colour that stands for none: code has the editor's own where no rule gives it another. */
const uncoloured = '#01020304';

/**
 * Longer patterns, as the grammar has them and as the browser gets them, are left out; only C++ has some that tell. One of
 * them can hold up the page for longer than a frame may take, and nothing can be done in the middle of it.
 */
const maxPatternLength = 8_500;
const maxTranslatedLength = 10_000;

type Tokens = ReturnType<typeof codeToTokensBase>;
type Languages = Parameters<ReturnType<typeof createShikiPrimitive>['loadLanguageSync']>[0];
type Engine = ReturnType<typeof createJavaScriptRegexEngine>;
type Scanner = ReturnType<Engine['createScanner']>;

/** Where a line left the grammar, for the next one to go on from. */
export type GrammarState = NonNullable<ReturnType<typeof getLastGrammarState>>;

/** A piece of a line; without a style, it looks like any text of the block. */
export interface StyledText {
  readonly text: string;
  readonly colour?: string;
  /** Bits: 1 italic, 2 bold, 4 underlined, 8 struck through. */
  readonly fontStyle: number;
}

/** The line was not finished in its time. What was made ready for it is kept, so that the next try comes further. */
export class OutOfTime extends Error {
  /** Nothing was made ready: the line itself takes this long. */
  readonly isSlow: boolean;

  constructor(isSlow: boolean) {
    super('Out of time');
    this.isSlow = isSlow;
  }
}

/** TextMate grammars and a theme, for one line at a time. Patterns are made ready at their first use, as time allows. */
export class Highlighter {
  #deadlineMs = Number.POSITIVE_INFINITY;
  #prepared = 0;
  #themes = 0;
  readonly #scopes = new Set<string>();
  readonly #shiki = createShikiPrimitive({ engine: this.#engine(), langs: [], themes: [], warnings: false });

  useTheme(rules: readonly ThemeRule[]): void {
    this.#themes += 1;
    // shiki does not change them either; it just does not say so.
    const tokenColors = rules as NonNullable<ThemeRegistrationRaw['tokenColors']>;
    this.#shiki.loadThemeSync({ name: this.#theme, type: 'dark', fg: uncoloured, bg: uncoloured, tokenColors });
  }

  addGrammars(grammars: readonly Grammar[]): void {
    const fresh = grammars.filter(({ scopeName }) => !this.#scopes.has(scopeName));
    for (const { scopeName } of fresh) this.#scopes.add(scopeName);
    // The page never looks into a grammar; shiki takes what the files hold.
    const languages = fresh.map(({ rules, ...rest }) => ({ ...rules, ...rest, name: rest.scopeName }));
    this.#shiki.loadLanguageSync(languages as unknown as Languages);
  }

  /** The pieces of a line and where it leaves the grammar. Throws {@link OutOfTime}. */
  line(
    text: string,
    { scope, state, deadlineMs }: { scope: string; state: GrammarState | undefined; deadlineMs: number },
  ): { readonly pieces: readonly StyledText[]; readonly state: GrammarState | undefined } {
    this.#deadlineMs = deadlineMs;
    this.#prepared = 0;
    const tokens = codeToTokensBase(this.#shiki, text, {
      lang: scope,
      theme: this.#theme,
      ...(state === undefined ? {} : { grammarState: state }),
    });
    return { pieces: piecesOf(tokens), state: getLastGrammarState(this.#shiki, tokens) };
  }

  get #theme(): string {
    return `theme-${this.#themes}`;
  }

  /** shiki's engine, made to stop at the deadline between any two patterns that it makes ready or looks for. */
  #engine(): Engine {
    const ready = new Map<string, RegExp | Error>();
    const tooLong = new Error('Too long');
    const run = new WeakSet<RegExp>();
    const inner = createJavaScriptRegexEngine({ forgiving: true, cache: ready });
    const translate = (pattern: string) => {
      if (ready.has(pattern)) return;
      if (pattern.length > maxPatternLength) return void ready.set(pattern, tooLong);
      this.#stopInTime();
      this.#prepared += 1;
      inner.createScanner([pattern]);
      const made = ready.get(pattern);
      if (made instanceof RegExp && made.source.length > maxTranslatedLength) ready.set(pattern, tooLong);
    };
    // The browser compiles a pattern when it is run for the first time.
    const warm = (pattern: RegExp) => {
      if (run.has(pattern)) return;
      this.#stopInTime();
      this.#prepared += 1;
      pattern.lastIndex = 0;
      pattern.exec('');
      run.add(pattern);
    };
    return {
      createString: (text) => inner.createString(text),
      createScanner: (patterns) => {
        for (const pattern of patterns) if (typeof pattern === 'string') translate(pattern);
        const scanner: Scanner = inner.createScanner(patterns);
        const expressions = patterns.flatMap((pattern) => {
          const made = typeof pattern === 'string' ? ready.get(pattern) : pattern;
          return made instanceof RegExp ? [made] : [];
        });
        return {
          findNextMatchSync: (text, start, options) => {
            expressions.forEach(warm);
            this.#stopInTime();
            return scanner.findNextMatchSync(text, start, options);
          },
        };
      },
    };
  }

  #stopInTime(): void {
    if (performance.now() > this.#deadlineMs) throw new OutOfTime(this.#prepared === 0);
  }
}

/** Neighbours of one look become one piece, and what cannot be seen goes with the one before it. */
function piecesOf(lines: Tokens): readonly StyledText[] {
  const pieces: StyledText[] = [];
  for (const { content, color, fontStyle = 0 } of lines.flat()) {
    const isPlain = color === undefined || color === '' || color.toLowerCase() === uncoloured;
    const next = { text: content, fontStyle: Math.max(0, fontStyle), ...(isPlain ? {} : { colour: color }) };
    const last = pieces.at(-1);
    if (last !== undefined && looksLike(next, last)) pieces[pieces.length - 1] = { ...last, text: last.text + content };
    else pieces.push(next);
  }
  return pieces;
}

/** A blank shows nothing but lines under or through it. */
function looksLike(next: StyledText, last: StyledText): boolean {
  const isBlank = next.text.trim() === '' && ((next.fontStyle | last.fontStyle) & 12) === 0;
  return isBlank || (last.colour === next.colour && last.fontStyle === next.fontStyle);
}
