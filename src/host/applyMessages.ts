import { l10n } from 'vscode';
import type { Match, Refusal } from '../edit/matchResult.ts';

/** Why a block of code is not applied to a file, and what to do about it. */
export function refusalText({ reason, lines }: Extract<Match, { type: 'refusal' }>, path: string): string {
  return sentences[reason](path, lines.map((line) => line + 1).slice(0, 5));
}

const listed = (lines: readonly number[]): string => lines.join(', ');

const sentences: Readonly<Record<Refusal, (path: string, lines: readonly number[]) => string>> = {
  'not-found': (path, lines) =>
    lines.length === 0
      ? l10n.t('Nothing was changed: {0} has no place that is like this code.', path)
      : l10n.t(
          'Nothing was changed: no place in {0} is enough like this code. The closest is line {1}.',
          path,
          lines[0] ?? 1,
        ),
  ambiguous: (path, lines) =>
    lines.length < 2
      ? l10n.t(
          'Nothing was changed: this code may go to more than one place in {0}. Select the lines it is for and apply it again.',
          path,
        )
      : l10n.t(
          'Nothing was changed: this code may go to lines {0} of {1}. Select the lines it is for and apply it again.',
          listed(lines),
          path,
        ),
  elision: (path) =>
    l10n.t('Nothing was changed: it is not certain which lines of {0} this code leaves out. Ask for it in full.', path),
  loses: (path, lines) =>
    l10n.t(
      'Nothing was changed: this code leaves out what {0} has at line {1}. Ask for it in full, or for a smaller part.',
      path,
      listed(lines),
    ),
  brackets: (path) =>
    l10n.t(
      'Nothing was changed: brackets in {0} would not match any more. The code may be cut off; ask for it again.',
      path,
    ),
  syntax: (path) => l10n.t('Nothing was changed: {0} would be no valid JSON any more. Ask for the code again.', path),
  cut: () => l10n.t('Nothing was changed: this code is cut off. Ask for it again.'),
  unchanged: (path) => l10n.t('{0} has all of this already.', path),
  nothing: () => l10n.t('There is nothing in this block that can be applied.'),
  overlap: (path, lines) =>
    l10n.t(
      'Nothing was changed: two parts of this code change line {1} of {0}. Ask for one change.',
      path,
      lines[0] ?? 1,
    ),
  exists: (path) => l10n.t('Nothing was changed: this code makes {0} anew, but it is there already.', path),
  missing: (path) => l10n.t('Nothing was changed: this code changes {0}, which does not exist.', path),
  deletes: (path) => l10n.t('This would delete {0}. Delete it in the Explorer if you want that.', path),
  renames: (path) => l10n.t('This would rename a file to {0}. Rename it in the Explorer, then apply the rest.', path),
  'other-files': (path) => l10n.t('Nothing was changed: this code is not for {0}.', path),
  conflict: () => l10n.t('Nothing was changed: this code has the marks of a merge conflict. Ask for it without them.'),
};
