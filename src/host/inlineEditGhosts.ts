import {
  l10n,
  MarkdownString,
  Position,
  Range,
  ThemeColor,
  type DecorationOptions,
  type ThemableDecorationAttachmentRenderOptions,
} from 'vscode';
import type { SeenHunk } from './inlineEditViews.ts';

/** More of it would push what took its place out of sight; the hover has it all. */
const longestWithin = 60;
const longestBehind = 120;

/** No stable API puts removed lines between lines: old text is put into, or behind, the lines that took its place. */
export function ghostsOf(seen: SeenHunk): {
  readonly ghost: readonly DecorationOptions[];
  readonly note: readonly DecorationOptions[];
} {
  const { view, run } = seen;
  const { base, region } = run.session;
  const within = view.removals.map(({ line, character, text }) => {
    const at = new Position(region.start + line, character);
    return { range: new Range(at, at), renderOptions: { before: struck(shortened(text, longestWithin)) } };
  });
  const behind = view.replaced
    .filter(({ text }) => text.trim() !== '')
    .map(({ line, text }) => ({
      range: endOf(seen, line),
      renderOptions: { after: { ...struck(shortened(text.trim(), longestBehind)), margin: apart } },
    }));
  const note = view.gone.map(({ line, original: { start, count } }) => ({
    range: endOf(seen, line),
    renderOptions: { after: quiet(goneText(base.slice(start, start + count), region.start + line < 0)) },
  }));
  return { ghost: [...within, ...behind], note };
}

/** What the lines of a hunk were before, whole, with what can be done about it. */
export function hoverOf(seen: SeenHunk): readonly DecorationOptions[] {
  const { run, hunk, key, first, last } = seen;
  const { start, count } = hunk.original;
  if (count === 0) return [];
  const text = new MarkdownString(
    count === 1 ? l10n.t('Before the edit:') : l10n.t('Before the edit, {0} lines:', count),
    true,
  );
  text.appendCodeblock(run.session.base.slice(start, start + count).join('\n'), run.document.languageId);
  text.appendMarkdown(
    [
      ['acceptHunk', l10n.t('$(check) Accept')],
      ['rejectHunk', l10n.t('$(discard) Reject')],
      ['showRemoved', l10n.t('$(diff-removed) Show in place')],
    ]
      .map(([name, title]) => `[${title}](command:parley.edit.${name}?${argumentsOf([run.id, key])})`)
      .join(' &nbsp; '),
  );
  text.isTrusted = {
    enabledCommands: ['acceptHunk', 'rejectHunk', 'showRemoved'].map((name) => `parley.edit.${name}`),
  };
  return [{ range: new Range(first, 0, last, run.document.lineAt(last).text.length), hoverMessage: text }];
}

const argumentsOf = (values: readonly string[]) => encodeURIComponent(JSON.stringify(values));
const apart = '0 0 0 2ch';

/** The end of a line of the region; of the first line of the document when what is gone was before that. */
function endOf({ run: { document, session } }: SeenHunk, line: number): Range {
  const at = Math.min(Math.max(0, session.region.start + line), document.lineCount - 1);
  const { end } = document.lineAt(at).range;
  return new Range(end, end);
}

function goneText(lines: readonly string[], isAbove: boolean): string {
  const first = shortened(firstWords(lines), longestWithin);
  if (isAbove) {
    return lines.length === 1
      ? l10n.t('⋯ 1 line removed above: {0}', first)
      : l10n.t('⋯ {0} lines removed above: {1}', lines.length, first);
  }
  return lines.length === 1
    ? l10n.t('⋯ 1 line removed: {0}', first)
    : l10n.t('⋯ {0} lines removed: {1}', lines.length, first);
}

/** The first line that says anything. */
export function firstWords(lines: readonly string[]): string {
  return lines.find((line) => line.trim() !== '')?.trim() ?? '';
}

function struck(contentText: string): ThemableDecorationAttachmentRenderOptions {
  return {
    contentText,
    color: new ThemeColor('descriptionForeground'),
    backgroundColor: new ThemeColor('diffEditor.removedTextBackground'),
    // As for new lines: only high contrast themes have it.
    border: '1px dashed',
    borderColor: new ThemeColor('diffEditor.removedTextBorder'),
    textDecoration: 'line-through',
  };
}

function quiet(contentText: string): ThemableDecorationAttachmentRenderOptions {
  return {
    contentText,
    color: new ThemeColor('descriptionForeground'),
    backgroundColor: new ThemeColor('diffEditor.removedLineBackground'),
    border: '1px dashed',
    borderColor: new ThemeColor('diffEditor.removedTextBorder'),
    fontStyle: 'italic',
    margin: apart,
  };
}

/** The beginning of a text. */
export function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
