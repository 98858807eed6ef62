import type { PanelState } from '../protocol.ts';

/** Where the arrow keys have led among earlier questions. What was changed on the way is kept until something is sent. */
export interface Recall {
  /** Newest first, as they were when the first was fetched. */
  readonly questions: readonly string[];
  /** -1 is the text that was being written. */
  readonly at: number;
  /** The texts of places that were left, as they were left. */
  readonly texts: Readonly<Record<number, string>>;
}

/** The questions of the chat, then those of others that are not among them; newest first. */
export function earlierQuestions({ transcript, recent = [] }: PanelState): readonly string[] {
  const asked = transcript.turns.flatMap((turn) => (turn.role === 'user' ? [turn.text] : []));
  return [...new Set([...asked.toReversed(), ...recent])];
}

/** One step back (1) or forth (-1) from what the composer holds; undefined at either end. */
export function recalled(
  before: Recall | undefined,
  { draft, by, earlier }: { readonly draft: string; readonly by: 1 | -1; readonly earlier: () => readonly string[] },
): { readonly recall: Recall; readonly draft: string } | undefined {
  if (before === undefined && by === -1) return undefined;
  const { questions, at, texts } = before ?? { questions: earlier(), at: -1, texts: {} };
  const next = at + by;
  const kept = { ...texts, [at]: draft };
  const text = kept[next] ?? questions[next];
  return text === undefined ? undefined : { recall: { questions, at: next, texts: kept }, draft: text };
}

/** What is known of the box when an arrow key is pressed. */
export interface Box {
  readonly value: string;
  /** Negative when something is selected. */
  readonly caret: number;
  /** Lines that are too long stand on several rows, so that the first of the text is not the first of the box. */
  readonly isWrapped: boolean;
}

/**
 * Whether the arrow key has no row left to go to in the text, so that it leads to another question. A question that was
 * fetched and not touched is gone on from wherever its text would lead.
 */
export function leadsOut({ value, caret, isWrapped }: Box, by: 1 | -1, recall: Recall | undefined): boolean {
  if (caret < 0) return false;
  const untouched = recall !== undefined && recall.at >= 0 && value === recall.questions[recall.at];
  if (untouched && caret === value.length) return true;
  const rest = by === 1 ? value.slice(0, caret) : value.slice(caret);
  return isWrapped ? rest === '' : !rest.includes('\n');
}
