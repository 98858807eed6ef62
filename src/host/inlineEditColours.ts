import { DecorationRangeBehavior, OverviewRulerLane, ThemeColor, window, type TextEditorDecorationType } from 'vscode';
import { markIcons } from './inlineEditMarks.ts';

/** What can be marked in an editor besides the lines that are asked about. */
export type DecorationKind =
  | 'pending'
  | 'added'
  | 'changed'
  /** The first and the last line of new ones that stand together. */
  | 'top'
  | 'bottom'
  | 'insertedText'
  /** Old text, struck out. */
  | 'ghost'
  /** A word on old lines that are not shown. */
  | 'note'
  /** The mark beside a line after which lines are gone. */
  | 'removedAt'
  | 'hover';

/** The looks of each, in colours of the theme alone: those of the editor's own diff view. */
export function decorationTypes(): Readonly<Record<DecorationKind | 'asked', TextEditorDecorationType>> {
  const create = window.createTextEditorDecorationType;
  const rangeBehavior = DecorationRangeBehavior.ClosedClosed;
  const newLine = {
    isWholeLine: true,
    backgroundColor: new ThemeColor('diffEditor.insertedLineBackground'),
    overviewRulerLane: OverviewRulerLane.Full,
    rangeBehavior,
  };
  // High contrast themes have this instead of the background; the others have no colour for it.
  const edge = {
    isWholeLine: true,
    borderColor: new ThemeColor('diffEditor.insertedTextBorder'),
    borderStyle: 'dashed',
    rangeBehavior,
  };
  return {
    asked: create({ isWholeLine: true, backgroundColor: new ThemeColor('editor.rangeHighlightBackground') }),
    pending: create({ isWholeLine: true, opacity: '0.45' }),
    added: create({
      ...newLine,
      ...markIcons('added'),
      overviewRulerColor: new ThemeColor('editorOverviewRuler.addedForeground'),
    }),
    changed: create({
      ...newLine,
      ...markIcons('changed'),
      overviewRulerColor: new ThemeColor('editorOverviewRuler.modifiedForeground'),
    }),
    top: create({ ...edge, borderWidth: '1px 0 0 0' }),
    bottom: create({ ...edge, borderWidth: '0 0 1px 0' }),
    insertedText: create({ backgroundColor: new ThemeColor('diffEditor.insertedTextBackground'), rangeBehavior }),
    ghost: create({ rangeBehavior }),
    note: create({ rangeBehavior }),
    removedAt: create({
      ...markIcons('removed'),
      overviewRulerColor: new ThemeColor('editorOverviewRuler.deletedForeground'),
      overviewRulerLane: OverviewRulerLane.Full,
      rangeBehavior,
    }),
    hover: create({ rangeBehavior }),
  };
}
