import { window, type QuickPickItem } from 'vscode';

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

type PromptItem = QuickPickItem & ({ readonly isRecent: true; readonly text: string } | { readonly isRecent?: never });

/** Asks for a line of free text with earlier ones to pick from. `undefined` when left with Escape. */
export function promptBox(options: PromptBoxOptions): Promise<string | undefined> {
  const box = window.createQuickPick<PromptItem>();
  box.title = options.title;
  box.placeholder = options.placeholder;
  box.value = options.value ?? '';
  const show = () => {
    box.items = itemsFor(box.value.trim(), options);
  };
  show();
  return new Promise((resolve) => {
    box.onDidChangeValue(show);
    box.onDidAccept(() => {
      // Enter can come before the list has followed what was typed, so only a recent line is taken from it.
      const active = box.activeItems[0];
      const picked = active?.isRecent === true ? active.text : box.value.trim();
      if (picked === '' && options.emptyLabel === undefined) return;
      resolve(picked);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

/** What is typed comes first and always shows, so that Enter means it even when a recent line matches better. */
function itemsFor(typed: string, { recent, emptyLabel }: PromptBoxOptions): readonly PromptItem[] {
  const first =
    typed !== ''
      ? [{ label: typed, alwaysShow: true }]
      : emptyLabel !== undefined
        ? [{ label: emptyLabel, alwaysShow: true }]
        : [];
  const earlier = recent.filter((text) => text !== typed);
  return [...first, ...earlier.map((text) => ({ label: oneLine(text), isRecent: true as const, text }))];
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
