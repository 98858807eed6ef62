import type { Suggestion } from '../protocol.ts';

/** What is being named in a text: from its `#` or `@` to the caret. */
interface Mention {
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

/** The list under the caret, of what can be attached by the name that is being typed. */
export interface Completion extends Mention {
  /** For this name when `answered`, otherwise for an earlier one. */
  readonly items: readonly Suggestion[];
  readonly answered: boolean;
  readonly selected: number;
  /** Enter or Tab was pressed before there was an answer. */
  readonly held?: 'Enter' | 'Tab';
  /** Escape was pressed: it stays closed for this mention. */
  readonly closed?: true;
}

/** The mention that ends at the caret, if there is one. An e-mail address or a shell's `$#` is none. */
export function mentionAt(text: string, caret: number): Mention | undefined {
  const found = /(?:^|[\s([{"'])([#@])([^\s#@]{0,200})$/.exec(text.slice(0, caret));
  if (found === null) return undefined;
  const [, , query = ''] = found;
  return { start: caret - query.length - 1, end: caret, query };
}

/** The list after the text or the caret changed; undefined when nothing is being named. */
export function completionAt(before: Completion | undefined, text: string, caret: number): Completion | undefined {
  const mention = mentionAt(text, caret);
  if (mention === undefined) return undefined;
  if (before?.start !== mention.start) return { ...mention, items: [], answered: false, selected: 0 };
  if (before.query === mention.query) return before;
  const { held: _held, ...rest } = before;
  return { ...rest, ...mention, answered: false };
}

/** True while the list is to be seen, and has the keys. */
export function isOpen(completion: Completion | undefined): completion is Completion {
  return completion !== undefined && completion.closed === undefined && completion.items.length > 0;
}

/** The list with what the host found. What was selected stays so when more comes for the same name. */
export function answered(completion: Completion, query: string, items: readonly Suggestion[]): Completion {
  if (query !== completion.query) return completion;
  const chosen = completion.answered ? completion.items[completion.selected]?.id : undefined;
  const selected = items.findIndex(({ id }) => id === chosen);
  return { ...completion, items, answered: true, selected: Math.max(0, selected) };
}

/** Selects the next or an earlier one; the ends meet. */
export function moved(completion: Completion, by: number): Completion {
  const { length } = completion.items;
  return { ...completion, selected: (completion.selected + by + length) % length };
}

/** The text with one taken: in a sentence its name stays, at the beginning the chip says enough. */
export function taken(
  text: string,
  { start, end }: Mention,
  { label }: Suggestion,
): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const name = before.trim() === '' ? '' : label;
  const space = name !== '' && !/^\s/.test(after) ? ' ' : '';
  return { text: before + name + space + after, caret: start + name.length + space.length };
}
