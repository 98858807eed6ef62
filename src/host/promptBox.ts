import { window, type QuickPickItem } from 'vscode';
import { answerIn } from './answerIn.ts';

type PromptItem = QuickPickItem & { readonly text: string };

export interface PromptBoxOptions {
  readonly title: string;
  readonly placeholder: string;
  /** Offered below what is typed, most recent first. */
  readonly recent: readonly string[];
  /** What is in the box at first. */
  readonly value?: string;
  /** Whether the box may be left by Enter with nothing in it, and what that then means. */
  readonly emptyLabel?: string;
}

/** Asks for a line of free text with earlier ones to pick from. `undefined` when left with Escape. */
export function promptBox(options: PromptBoxOptions): Promise<string | undefined> {
  const box = window.createQuickPick<PromptItem>();
  box.title = options.title;
  box.placeholder = options.placeholder;
  box.value = options.value ?? '';
  let shown: readonly PromptItem[] = [];
  const show = () => {
    shown = itemsFor(box.value.trim(), options);
    box.items = shown;
  };
  show();
  box.onDidChangeValue(show);
  return answerIn(box, () => {
    // Enter can come before the list has followed what was typed: an item of an earlier list is not meant.
    const [active] = box.activeItems;
    const picked = active !== undefined && shown.includes(active) ? active.text : box.value.trim();
    return picked === '' && options.emptyLabel === undefined ? undefined : picked;
  });
}

/** What is typed comes first and always shows, so that Enter means it even when a recent line matches better. */
function itemsFor(typed: string, { recent, emptyLabel }: PromptBoxOptions): readonly PromptItem[] {
  const first =
    typed !== ''
      ? [{ label: typed, text: typed, alwaysShow: true }]
      : emptyLabel !== undefined
        ? [{ label: emptyLabel, text: '', alwaysShow: true }]
        : [];
  return [...first, ...recent.filter((text) => text !== typed).map((text) => ({ label: oneLine(text), text }))];
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
