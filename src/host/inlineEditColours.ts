import { DecorationRangeBehavior, OverviewRulerLane, ThemeColor, window, type TextEditorDecorationType } from 'vscode';
import { markIcons } from './inlineEditMarks.ts';

/** What can be marked in an editor besides the lines that are asked about. */
export type DecorationKind =
  | 'pending'
  | 'added'
  | 'changed'
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
    // High contrast themes have this instead of the background; the others have no colour for it.
    outlineColor: new ThemeColor('diffEditor.insertedTextBorder'),
    outlineStyle: 'dashed',
    outlineWidth: '1px',
    overviewRulerLane: OverviewRulerLane.Full,
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
