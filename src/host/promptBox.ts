import { l10n, window, type QuickInputButton, type QuickPick, type QuickPickItem } from 'vscode';
import { answerIn } from './answerIn.ts';

interface PromptItem extends QuickPickItem {
  readonly text: string;
  /** Taken, it only fills the box. */
  readonly fills?: true;
}

/** What the end of a typed line could mean. */
export interface Completion {
  readonly label: string;
  readonly description: string;
  /** The whole line with it. */
  readonly text: string;
}

export interface PromptBoxOptions {
  readonly title: string;
  readonly placeholder: string;
  /** Offered below what is typed, most recent first. */
  readonly recent: readonly string[];
  /** What is in the box at first, selected. */
  readonly value?: string;
  /** What was being typed in it before: the caret goes to its end. */
  readonly typed?: string;
  /** Whether the box may be left by Enter with nothing in it, and what that then means. */
  readonly emptyLabel?: string;
  /** What comes above what is typed; taking one leaves the box open. */
  readonly complete?: (typed: string) => Promise<readonly Completion[]>;
  /** Leaves the box as Escape does, after it has told what was typed. */
  readonly button?: QuickInputButton & { press(typed: string): void };
}

/** Asks for a line of free text with earlier ones to pick from. `undefined` when left with Escape. */
export function promptBox(options: PromptBoxOptions): Promise<string | undefined> {
  const { button, typed } = options;
  const box = window.createQuickPick<PromptItem>();
  box.title = options.title;
  box.placeholder = options.placeholder;
  box.value = options.value ?? '';
  const list = promptList(box, options);
  box.onDidChangeValue(list.follow);
  if (button !== undefined) {
    box.buttons = [button];
    box.onDidTriggerButton(() => {
      button.press(box.value);
      box.hide();
    });
  }
  const answer = answerIn(box, list.taken);
  if (typed !== undefined) {
    // What a box has when it shows is selected, and the next letter would replace it.
    box.value = typed;
    list.follow();
  }
  return answer;
}

/** Keeps what a box offers after what is typed in it; `taken` is what Enter means, undefined when that only fills the box. */
function promptList(box: QuickPick<PromptItem>, options: PromptBoxOptions) {
  let shown: readonly PromptItem[] = [];
  const show = (items: readonly PromptItem[]) => {
    shown = items;
    box.items = items;
  };
  const follow = () => {
    show(itemsFor(box.value.trim(), options));
    const typed = box.value;
    void options.complete?.(typed).then((found) => {
      if (found.length > 0 && box.value === typed) show(completing(typed.trim(), found));
    });
  };
  follow();
  const taken = (): string | undefined => {
    // Enter can come before the list has followed what was typed: an item of an earlier list is not meant.
    const [active] = box.activeItems;
    const item = active !== undefined && shown.includes(active) ? active : undefined;
    if (item?.fills) {
      box.value = item.text;
      follow();
      return undefined;
    }
    const picked = item?.text ?? box.value.trim();
    return picked === '' && options.emptyLabel === undefined ? undefined : picked;
  };
  return { follow, taken };
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

/** What is typed is last under another name, and recent lines are not there: the editor puts first what matches by its label. */
function completing(typed: string, found: readonly Completion[]): readonly PromptItem[] {
  const items = found.map((one) => ({ ...one, alwaysShow: true, fills: true }) as const);
  return [...items, { label: l10n.t('As written'), description: typed, text: typed, alwaysShow: true }];
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
