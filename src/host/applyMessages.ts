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
      ? l10n.t('{0} was not changed: it has no place that is like this code.', path)
      : l10n.t(
          '{0} was not changed: no place in it is enough like this code. The closest is line {1}.',
          path,
          lines[0] ?? 1,
        ),
  ambiguous: (path, lines) =>
    lines.length < 2
      ? l10n.t(
          '{0} was not changed: this code may go to more than one place in it. Select the lines it is for and apply it again.',
          path,
        )
      : l10n.t(
          '{0} was not changed: this code may go to its lines {1}. Select the lines it is for and apply it again.',
          path,
          listed(lines),
        ),
  elision: (path) =>
    l10n.t('{0} was not changed: it is not certain which of its lines this code leaves out. Ask for it in full.', path),
  loses: (path, lines) =>
    l10n.t(
      '{0} was not changed: this code leaves out what it has at line {1}. Ask for it in full, or for a smaller part.',
      path,
      listed(lines),
    ),
  brackets: (path) =>
    l10n.t(
      '{0} was not changed: its brackets would not match any more. The code may be cut off; ask for it again.',
      path,
    ),
  syntax: (path) => l10n.t('{0} was not changed: it would be no valid JSON any more. Ask for the code again.', path),
  cut: (path) => l10n.t('{0} was not changed: this code is cut off. Ask for it again.', path),
  unchanged: (path) => l10n.t('{0} has all of this already.', path),
  nothing: () => l10n.t('There is nothing in this block that can be applied.'),
  overlap: (path, lines) =>
    l10n.t('{0} was not changed: two parts of this code change its line {1}. Ask for one change.', path, lines[0] ?? 1),
  exists: (path) => l10n.t('{0} was not changed: this code makes it anew, but it is there already.', path),
  missing: (path) => l10n.t('Nothing was changed in {0}: it does not exist.', path),
  deletes: (path) => l10n.t('This would delete {0}. Delete it in the Explorer if you want that.', path),
  renames: (path) => l10n.t('This would rename a file to {0}. Rename it in the Explorer, then apply the rest.', path),
  'other-files': (path) => l10n.t('{0} was not changed: this code is not for it.', path),
  conflict: (path) =>
    l10n.t('{0} was not changed: this code has the marks of a merge conflict. Ask for it without them.', path),
};
