import { mock } from 'node:test';
import * as vscode from 'vscode';

/** Lists and messages as a person meets them. */
export interface FakeDialogs {
  /** What was said, without buttons. */
  readonly messages: string[];
  /** The labels of each list and of the buttons of each message that had some. */
  readonly offered: (readonly string[])[];
  /** What is picked in each of them in turn, by a part of its label; one that is left over is left with Escape. */
  readonly picks: string[];
}

/** Stands in for quick picks and messages, until `mock.restoreAll`. */
export function fakeDialogs(): FakeDialogs {
  const dialogs: FakeDialogs = { messages: [], offered: [], picks: [] };
  const choose = <T extends string | vscode.QuickPickItem>(items: readonly T[]): T | undefined => {
    const label = (item: T) => (typeof item === 'string' ? item : item.label);
    dialogs.offered.push(items.map(label));
    const wanted = dialogs.picks.shift();
    return wanted === undefined ? undefined : items.find((item) => label(item).includes(wanted));
  };
  const say = async (text: string, ...rest: (string | object)[]) => {
    dialogs.messages.push(text);
    const buttons = rest.filter((one) => typeof one === 'string');
    return buttons.length === 0 ? undefined : choose(buttons);
  };
  mock.method(vscode.window, 'showQuickPick', async (items: readonly vscode.QuickPickItem[]) => choose(items));
  mock.method(vscode.window, 'showWarningMessage', say);
  mock.method(vscode.window, 'showInformationMessage', say);
  mock.method(vscode.window, 'showErrorMessage', say);
  return dialogs;
}
