import { EndOfLine, Range, type TextDocument, type TextDocumentContentChangeEvent } from 'vscode';
import type { Change, Extent, Region } from '../edit/region.ts';

/** The lines of a region; those beyond the end of the document are left out. */
export function linesOf(document: TextDocument, { start, count }: Region): readonly string[] {
  const length = Math.max(0, Math.min(count, document.lineCount - start));
  return Array.from({ length }, (_line, index) => document.lineAt(start + index).text);
}

/** All of them. */
export const allLines = (document: TextDocument) => linesOf(document, { start: 0, count: document.lineCount });

/** What is to be known of a document to say where in it some lines begin and end. */
export function extentOf(document: TextDocument): Extent {
  return {
    lineCount: document.lineCount,
    eol: document.eol === EndOfLine.CRLF ? '\r\n' : '\n',
    lengthOf: (line) => document.lineAt(line).text.length,
  };
}

/** A change as the editor tells it. */
export function changeOf({ range, text }: TextDocumentContentChangeEvent): Change {
  return {
    startLine: range.start.line,
    startCharacter: range.start.character,
    endLine: range.end.line,
    endCharacter: range.end.character,
    text,
  };
}

/** Where a change is in its document. */
export function rangeOf({ startLine, startCharacter, endLine, endCharacter }: Change): Range {
  return new Range(startLine, startCharacter, endLine, endCharacter);
}
