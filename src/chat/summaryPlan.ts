import type { Attachment } from '../model/attachment.ts';
import { mediaTokens } from '../model/requestTokens.ts';
import { estimateTokens } from '../model/tokens.ts';
import { attachmentBlock } from './prompt.ts';
import { split, type Piece } from './split.ts';

/** What each request says besides the material. */
const promptTokens = 200;
/** What a part's summary is asked to be at most, in words and so in tokens. */
export const partWords = 250;
const partTokens = 400;

/** How much a summary takes, to be told before it begins. */
export interface SummaryPlan {
  readonly requests: number;
  readonly inputTokens: number;
}

/** A file and the parts in which a model can read it; one part means that it fits. */
export interface FilePlan {
  readonly file: Attachment;
  readonly pieces: readonly Piece[];
  readonly cost: SummaryPlan;
}

/**
 * Tokens of material that one request can hold: the window without the answer and the prompt, and with a margin for
 * what the estimate may be off.
 */
export function materialTokens(window: number): number {
  const answer = Math.min(8_000, window / 4);
  return Math.max(256, Math.floor((window - answer) * 0.8) - promptTokens);
}

/** The files in parts; undefined when all of them fit into one request. */
export function partsOf(files: readonly Attachment[], window: number): readonly FilePlan[] | undefined {
  const limit = materialTokens(window);
  if (tokensOf(files) <= limit) return undefined;
  return files.map((file) => {
    const pieces = split(file.text ?? '', limit);
    return { file, pieces, cost: costOf(tokensOf([file]), pieces.length, limit) };
  });
}

/** How many requests a summary of these files takes, and about how many tokens they read. */
export function planSummary(files: readonly Attachment[], window: number): SummaryPlan {
  const parts = partsOf(files, window);
  if (parts === undefined) return { requests: 1, inputTokens: tokensOf(files) + promptTokens };
  return {
    requests: parts.reduce((sum, { cost }) => sum + cost.requests, 0),
    inputTokens: parts.reduce((sum, { cost }) => sum + cost.inputTokens, 0),
  };
}

/** Texts in groups that fit into a request together, in their order. */
export function grouped(texts: readonly string[], limit: number): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let room = 0;
  for (const text of texts) {
    const tokens = estimateTokens(text);
    if (groups.length === 0 || tokens > room) {
      groups.push([]);
      room = limit;
    }
    groups.at(-1)?.push(text);
    room -= tokens;
  }
  return groups;
}

/** Reading the parts, then combining their notes until one text is left. */
function costOf(tokens: number, pieces: number, limit: number): SummaryPlan {
  let requests = pieces;
  let inputTokens = tokens + pieces * promptTokens;
  if (pieces <= 1) return { requests, inputTokens };
  const perGroup = Math.max(2, Math.floor(limit / partTokens));
  let summaries = pieces;
  while (summaries > 1) {
    const groups = Math.ceil(summaries / perGroup);
    requests += groups;
    inputTokens += summaries * partTokens + groups * promptTokens;
    summaries = groups;
  }
  return { requests, inputTokens };
}

function tokensOf(files: readonly Attachment[]): number {
  return files.reduce(
    (sum, file) =>
      sum + estimateTokens(attachmentBlock(file)) + (file.media === undefined ? 0 : mediaTokens(file.media)),
    0,
  );
}
