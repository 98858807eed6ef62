import * as read from './read.ts';
import { isRecord } from '../model/json.ts';

/** All else in it (signature, encrypted data, format) is the host's own affair, and kept as it is. */
const known = { type: read.text, index: read.number, text: read.text, summary: read.text };
const fields = read.object(known);
export type ReasoningDetail = read.Found<typeof fields>;

/** What is of an unexpected type among the known is left out. */
const detail: read.Read<ReasoningDetail> = (json) =>
  isRecord(json)
    ? { ...Object.fromEntries(Object.entries(json).filter(([name]) => !(name in known))), ...fields(json) }
    : undefined;

/** The details of a piece, without those of unknown form. */
export const reasoningDetails = (details: unknown): readonly ReasoningDetail[] => read.items(detail, details);

/** What a detail lets one read. */
export const wordsOf = ({ text: own, summary }: ReasoningDetail): string => own || summary || '';

/**
 * Collects reasoning as OpenRouter and its kin send it, to be sent back whole with the history:
 * https://openrouter.ai/docs/guides/best-practices/reasoning-tokens#preserving-reasoning
 */
export class ReasoningDetails {
  readonly #found: ReasoningDetail[] = [];

  /** Pieces of a stream: those of one type at one index are one detail, in which what comes later adds to the words. */
  addPieces(pieces: readonly ReasoningDetail[]): void {
    for (const piece of pieces) {
      const place = this.#found.findLastIndex(({ type, index }) => type === piece.type && index === piece.index);
      const open = this.#found[place];
      if (open === undefined || piece.type === 'reasoning.encrypted') this.#found.push(piece);
      else this.#found[place] = joined(open, piece);
    }
  }

  /** Details of a whole answer. */
  addWhole(details: readonly ReasoningDetail[]): void {
    this.#found.push(...details);
  }

  /** What the host wants back; undefined when it sent nothing of the kind. */
  replay(): unknown {
    return this.#found.length === 0 ? undefined : { reasoning_details: this.#found };
  }
}

function joined(open: ReasoningDetail, piece: ReasoningDetail): ReasoningDetail {
  const said = Object.fromEntries(Object.entries(piece).filter(([, value]) => value !== null && value !== undefined));
  return {
    ...open,
    ...said,
    ...(typeof open.text === 'string' ? { text: open.text + (piece.text ?? '') } : {}),
    ...(typeof open.summary === 'string' ? { summary: open.summary + (piece.summary ?? '') } : {}),
  };
}
