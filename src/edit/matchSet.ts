import { splitLines, type Splice } from './lines.ts';
import { applied, isSamePath, matchBlock, matchChange, type Written } from './match.ts';
import { readBlock, type FileChange } from './matchBlock.ts';
import type { PlaceHint } from './matchPlace.ts';
import { rangesBetween } from './matchRanges.ts';
import { refused, type Match } from './matchResult.ts';

/** A block of code of an answer, and the file that the answer names for it. */
export interface SetBlock extends Written {
  readonly file?: string | undefined;
}

/** What one block says about one file. Paths are those that the model wrote. */
export type SetPart =
  | { readonly type: 'code'; readonly path: string; readonly written: Written }
  | { readonly type: 'diff'; readonly path: string; readonly from?: string | undefined; readonly change: FileChange }
  | { readonly type: 'cut'; readonly path: string };

/** The file that a path of a model stands for; without a text when there is none. */
export interface SetFile {
  /** As the user knows it. */
  readonly path: string;
  readonly text: string | undefined;
  readonly hint?: PlaceHint;
}

type Refused = Extract<Match, { type: 'refusal' }>;

/** What comes of one file: all that the blocks say of it, or nothing. In an order in which it can be done. */
export type SetResult =
  | { readonly type: 'change'; readonly path: string; readonly changes: readonly Splice[] }
  | { readonly type: 'create'; readonly path: string; readonly text: string }
  | { readonly type: 'delete'; readonly path: string }
  | { readonly type: 'rename'; readonly path: string; readonly to: string; readonly changes: readonly Splice[] }
  | { readonly type: 'refused'; readonly path: string; readonly why: Refused };

/** The parts of blocks, in their order. A block that names no file, neither in itself nor beside it, has none. */
export function partsOf(blocks: readonly SetBlock[]): readonly SetPart[] {
  return blocks.flatMap((block): readonly SetPart[] => {
    const { text, language, file } = block;
    const read = readBlock(text, language);
    if (read.type !== 'hunks') {
      if (file === undefined) return [];
      return [read.type === 'cut' ? { type: 'cut', path: file } : { type: 'code', path: file, written: block }];
    }
    const isOne = new Set(read.files.map(({ path }) => path)).size === 1;
    return read.files.flatMap((change): readonly SetPart[] => {
      const isBeside = file !== undefined && (change.path === undefined || (isOne && isSamePath(file, change.path)));
      const path = isBeside && change.action !== 'rename' ? file : change.path;
      return path === undefined ? [] : [{ type: 'diff', path, from: change.from, change }];
    });
  });
}

/** True for what is reviewed as a set: several files, or a file that comes, goes or gets another name by a diff. */
export function isSet(block: SetBlock): boolean {
  const parts = partsOf([block]);
  const isOther = (part: SetPart) => part.type === 'diff' && part.change.action !== 'change';
  return new Set(parts.map(({ path }) => path)).size > 1 || parts.some(isOther);
}

/** The paths that a set speaks of. `isNew`: nothing is there yet, so that no other file of a like name is meant. */
export function namesIn(parts: readonly SetPart[]): readonly { readonly name: string; readonly isNew: boolean }[] {
  const names = new Map<string, boolean>();
  const add = (name: string, isNew: boolean) => names.set(name, names.get(name) ?? isNew);
  for (const part of parts) {
    if (part.type === 'diff' && part.from !== undefined) add(part.from, false);
    add(part.path, part.type === 'diff' && (part.change.action === 'create' || part.change.action === 'rename'));
  }
  return [...names].map(([name, isNew]) => ({ name, isNew }));
}

/** A file on its way through a set. */
interface State {
  /** What it is called before; none for one that comes to be. */
  readonly origin: string | undefined;
  readonly before: string | undefined;
  path: string;
  text: string | undefined;
  readonly hint: PlaceHint | undefined;
  refusal?: Refused;
  /** What it has already of what the blocks say. */
  known?: Refused;
}

/**
 * Puts the parts together, one on top of the other where they are about one file. A file of which one part has no certain
 * place stays as it is: half of what belongs together is worse than nothing of it.
 */
export function composeSet(
  parts: readonly SetPart[],
  fileOf: (name: string) => SetFile | undefined,
): readonly SetResult[] {
  const states: State[] = [];
  const now = new Map<string, State>();
  const stateOf = (name: string): State | undefined => {
    const file = fileOf(name);
    if (file === undefined) return undefined;
    const known = now.get(file.path);
    if (known !== undefined) return known;
    const { path, text, hint } = file;
    const state: State = { origin: text === undefined ? undefined : path, before: text, path, text, hint };
    now.set(path, state);
    states.push(state);
    return state;
  };
  for (const part of parts) {
    const state = stateOf(part.path);
    if (state === undefined) continue;
    if (part.type === 'diff' && part.change.action === 'rename') rename(part, state, { now, states, stateOf });
    else take(part, state);
  }
  return states.flatMap(resultOf);
}

/** What is in a set so far: all files, and which of them is at a path by now. */
interface Composing {
  readonly states: State[];
  readonly now: Map<string, State>;
  stateOf(name: string): State | undefined;
}

function rename(part: Extract<SetPart, { type: 'diff' }>, target: State, { states, now, stateOf }: Composing): void {
  const state = part.from === undefined ? undefined : stateOf(part.from);
  if (state?.text === undefined || state === target) (state ?? target).refusal ??= refused('missing', []);
  else if (target.text !== undefined) target.refusal ??= refused('exists', []);
  if (state?.text === undefined || state.refusal !== undefined || target.refusal !== undefined) return;
  const left: State = { origin: undefined, before: undefined, path: state.path, text: undefined, hint: undefined };
  states.push(left);
  now.set(state.path, left);
  state.path = target.path;
  now.set(target.path, state);
  if (part.change.hunks.length > 0) take({ ...part, change: { ...part.change, action: 'change' } }, state);
}

function take(part: SetPart, state: State): void {
  if (state.refusal !== undefined) return;
  if (part.type === 'cut') {
    state.refusal = refused('cut', []);
    return;
  }
  if (part.type === 'diff' && part.change.action === 'delete') {
    if (state.text === undefined) state.refusal = refused('missing', []);
    state.text = undefined;
    return;
  }
  const { hint } = state;
  const match =
    part.type === 'code'
      ? matchBlock(part.written, state, hint)
      : matchChange(part.change, state, hint === undefined ? {} : { hint });
  if (match.type === 'proposal') state.text = applied(state.text ?? '', match);
  else if (match.reason === 'unchanged') state.known ??= match;
  else state.refusal = match;
}

function resultOf({ origin, before, path, text, refusal, known }: State): readonly SetResult[] {
  if (refusal !== undefined) return [{ type: 'refused', path: origin ?? path, why: refusal }];
  if (origin === undefined) return text === undefined ? [] : [{ type: 'create', path, text }];
  if (text === undefined) return [{ type: 'delete', path: origin }];
  const changes = text === before ? [] : rangesBetween(splitLines(before ?? ''), splitLines(text));
  if (path !== origin) return [{ type: 'rename', path: origin, to: path, changes }];
  if (changes.length > 0) return [{ type: 'change', path, changes }];
  return known === undefined ? [] : [{ type: 'refused', path, why: known }];
}
