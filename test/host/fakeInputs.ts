import { mock } from 'node:test';
import * as vscode from 'vscode';

/** What a person does with a box that shows. */
export type Turn =
  | { readonly type: string }
  | { readonly pick: string }
  | { readonly press: 'back' | 'page' | 'enter' }
  | { readonly leave: true };

/** A box as it showed, and what it said about the last thing typed. */
export interface Shown {
  readonly title: string | undefined;
  readonly place: string;
  readonly value: string;
  readonly labels: readonly string[];
  readonly details: readonly (string | undefined)[];
  /** The row that Enter takes. */
  readonly active: string | undefined;
  password: boolean;
  message: string | undefined;
  /** Everything it said, in turn. */
  readonly said: string[];
}

export interface FakeInputs {
  readonly shown: readonly Shown[];
  /** What is done with the boxes to come, in turn; a refused answer leaves its box to the next turn. */
  script(...turns: readonly Turn[]): void;
}

/** Stands in for the boxes that the editor draws, until `mock.restoreAll`. */
export function fakeInputs(): FakeInputs {
  const shown: Shown[] = [];
  const turns: Turn[] = [];
  const play = (box: FakeBox) => {
    const record: Shown = {
      title: box.title,
      place: box.step === undefined ? '' : `${box.step}/${box.totalSteps}`,
      value: box.value,
      labels: box.items.map(({ label }) => label),
      details: box.items.map(({ detail }) => detail),
      active: box.activeItems[0]?.label,
      password: box.password,
      message: messageOf(box),
      said: [],
    };
    shown.push(record);
    const next = () => {
      if (box.isClosed) return;
      const turn = turns.shift();
      if (turn === undefined) return box.hide();
      try {
        take(box, turn);
        record.message = messageOf(box);
        if (record.message !== undefined) record.said.push(record.message);
      } catch (error) {
        // Thrown from here it would be nobody's; the test that looks at the message finds it.
        record.message = String(error);
        return box.hide();
      }
      queueMicrotask(next);
    };
    queueMicrotask(next);
  };
  mock.method(vscode.window, 'createInputBox', () => new FakeBox(play));
  mock.method(vscode.window, 'createQuickPick', () => new FakeBox(play));
  return { shown, script: (...more) => void turns.push(...more) };
}

function take(box: FakeBox, turn: Turn): void {
  if ('leave' in turn) return box.hide();
  if ('press' in turn && turn.press !== 'enter') {
    const button = box.buttons.find((one) => (one === vscode.QuickInputButtons.Back) === (turn.press === 'back'));
    if (button === undefined) throw new Error(`There is no button “${turn.press}” at ${box.title}.`);
    return box.triggered.fire(button);
  }
  if ('type' in turn) {
    box.value = turn.type;
    box.changed.fire(turn.type);
  } else if ('pick' in turn) {
    const fits = box.items.filter(({ label }) => label.includes(turn.pick));
    const item = fits.find(({ label }) => label === turn.pick) ?? fits[0];
    if (item === undefined) throw new Error(`“${turn.pick}” is not offered at ${box.title}.`);
    box.activeItems = [item];
  }
  box.accepted.fire();
}

const messageOf = ({ validationMessage: said }: FakeBox): string | undefined =>
  typeof said === 'object' ? said.message : said;

class FakeBox {
  title: string | undefined;
  step: number | undefined;
  totalSteps: number | undefined;
  prompt: string | undefined;
  placeholder: string | undefined;
  value = '';
  password = false;
  ignoreFocusOut = false;
  matchOnDescription = false;
  validationMessage: string | vscode.InputBoxValidationMessage | undefined;
  items: readonly vscode.QuickPickItem[] = [];
  buttons: readonly vscode.QuickInputButton[] = [];
  isClosed = false;
  readonly changed = new vscode.EventEmitter<string>();
  readonly accepted = new vscode.EventEmitter<void>();
  readonly triggered = new vscode.EventEmitter<vscode.QuickInputButton>();
  readonly hidden = new vscode.EventEmitter<void>();
  readonly onDidChangeValue = this.changed.event;
  readonly onDidAccept = this.accepted.event;
  readonly onDidTriggerButton = this.triggered.event;
  readonly onDidHide = this.hidden.event;
  readonly #onShow: (box: FakeBox) => void;
  #active: readonly vscode.QuickPickItem[] | undefined;

  constructor(onShow: (box: FakeBox) => void) {
    this.#onShow = onShow;
  }

  /** As in the editor: the first row until something else is set, and none when that is empty. */
  get activeItems(): readonly vscode.QuickPickItem[] {
    return this.#active ?? this.items.slice(0, 1);
  }

  set activeItems(items: readonly vscode.QuickPickItem[]) {
    this.#active = items;
  }

  show(): void {
    this.#onShow(this);
  }

  hide(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.hidden.fire();
  }

  dispose(): void {
    this.isClosed = true;
  }
}
