import type { Transcript, Turn, TurnPart } from '../model/transcript.ts';
import { titleOf } from '../model/transcript.ts';

/** What is looked for: every word of a query, in any order, whatever their case. */
export interface Query {
  readonly words: readonly RegExp[];
  /** The words as they were typed, next to each other. */
  readonly phrase: RegExp;
}

/** Undefined when there is nothing to look for. */
export function queryOf(typed: string): Query | undefined {
  const words = typed.normalize('NFC').split(/\s+/u).filter(Boolean).map(escaped);
  if (words.length === 0) return undefined;
  return { words: words.map((word) => new RegExp(word, 'iu')), phrase: new RegExp(words.join('\\s+'), 'iu') };
}

/** Whether all that is looked for stands in a text. */
export function matches(text: string, { words }: Query): boolean {
  const composed = text.normalize('NFC');
  return words.every((word) => word.test(composed));
}

/** All the words of a conversation: what was said first, then what went along and what was only thought. */
export function searchableText(transcript: Transcript): string {
  const said = transcript.turns.flatMap(saidIn);
  const beside = transcript.turns.flatMap(besideOf);
  return [titleOf(transcript) ?? '', ...said, ...beside].join(passageEnd).normalize('NFC');
}

/** The place of a match in one line, shortened; undefined when not all that is looked for stands in the text. */
export function excerptOf(text: string, query: Query): string | undefined {
  if (!query.words.every((word) => word.test(text))) return undefined;
  const at = query.phrase.exec(text) ?? query.words[0]?.exec(text);
  if (at === null || at === undefined) return undefined;
  const end = at.index + at[0].length;
  const passage = { from: text.lastIndexOf(passageEnd, at.index) + 1, to: indexOrEnd(text, passageEnd, end) };
  const from = Math.max(passage.from, at.index - charactersBefore);
  const to = Math.min(passage.to, end + charactersAfter);
  const before = from === passage.from ? '' : '…';
  const after = to === passage.to ? '' : '…';
  return `${before}${wholeCharacters(text.slice(from, to)).replaceAll(/\s+/gu, ' ').trim()}${after}`;
}

/** Between what was said by one and by another, so that an excerpt is of one of them. */
const passageEnd = '\u2029';
const charactersBefore = 40;
const charactersAfter = 120;

/** A cut may have gone through the middle of a character. */
const wholeCharacters = (text: string): string => text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');

function indexOrEnd(text: string, part: string, from: number): number {
  const index = text.indexOf(part, from);
  return index === -1 ? text.length : index;
}

const escaped = (word: string): string => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function saidIn(turn: Turn): readonly string[] {
  if (turn.role === 'user') return [turn.text, ...turn.attachments.map(({ path }) => path)];
  return turn.parts.filter((part) => part.type === 'text' || part.type === 'refusal').map(({ text }) => text);
}

function besideOf(turn: Turn): readonly string[] {
  if (turn.role === 'user') return turn.attachments.flatMap(({ text }) => text ?? []);
  return turn.parts.flatMap(unsaid);
}

function unsaid(part: TurnPart): readonly string[] {
  if (part.type === 'tool-call') return [part.name, part.arguments];
  return part.type === 'reasoning' ? [part.text] : [];
}
