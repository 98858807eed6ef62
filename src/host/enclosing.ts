import { commands, Range, type SelectionRange, type TextDocument } from 'vscode';
import type { Region } from '../edit/region.ts';
import { longestRegion, statementLines, type Span } from '../edit/statement.ts';
import { symbolAt } from './attachments.ts';

/** A language that has just started may take long; who waits for a box to write in would wonder. */
const promptMs = 400;
/** Who asked for something that is done with the code around the cursor gets that code. */
export const patientMs = 3_000;

/**
 * The lines of the smallest symbol around a place; where there is none of a fitting size, those of the smallest statement;
 * where no language tells of any, those of the place itself.
 */
export async function enclosingLines(document: TextDocument, place: Range, waitMs = promptMs): Promise<Region> {
  const spans = within(waitMs, spansAt(document, place));
  const symbol = await within(waitMs, symbolAt(document, place));
  const count = symbol?.lines === undefined ? Infinity : symbol.lines.end - symbol.lines.start + 1;
  if (symbol?.lines !== undefined && count <= longestRegion) return { start: symbol.lines.start - 1, count };
  const { start, end } = place;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const lines = { count: document.lineCount, of: (line: number) => document.lineAt(line).text };
  return statementLines((await spans) ?? [], lines) ?? { start: start.line, count: last - start.line + 1 };
}

/** What the languages would select around a place, step by step. */
async function spansAt({ uri }: TextDocument, place: Range): Promise<readonly Span[]> {
  try {
    const [smallest] =
      (await commands.executeCommand<readonly SelectionRange[] | undefined>(
        'vscode.executeSelectionRangeProvider',
        uri,
        [place.start],
      )) ?? [];
    const spans: Span[] = [];
    for (let one = smallest; one !== undefined; one = one.parent)
      if (one.range.contains(place)) spans.push(spanOf(one.range));
    return spans;
  } catch {
    return [];
  }
}

const spanOf = ({ start, end }: Range): Span => ({
  startLine: start.line,
  startCharacter: start.character,
  endLine: end.line,
  endCharacter: end.character,
});

async function within<T>(waitMs: number, found: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), waitMs)));
  return Promise.race([found, timeout]).finally(() => clearTimeout(timer));
}
