import type { TextDocument } from 'vscode';
import { withoutHiddenText } from '../chat/hiddenText.ts';
import type { EditContext } from '../edit/context.ts';
import type { Region } from '../edit/region.ts';
import type { Attachment } from '../model/attachment.ts';
import { problemText, shownProblems } from './problems.ts';

/** What goes along with an edit: the problems that the editor shows in its lines, and the files that the user named. */
export function contextOf({ uri }: TextDocument, { start, count }: Region, files: readonly Attachment[]): EditContext {
  return {
    problems: shownProblems(uri)
      .filter(({ range }) => range.start.line < start + count && range.end.line >= start)
      .map((problem) => ({ line: problem.range.start.line + 1, text: visible(problemText(problem)) })),
    files: files.map(({ path, text = '' }) => ({ path: visible(path), text: visible(text) })),
  };
}

const visible = (text: string): string => withoutHiddenText(text).text;
