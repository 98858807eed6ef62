import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './until.ts';

export type Box = vscode.QuickPick<vscode.QuickPickItem>;

/** Opens a list of the real editor, to be acted on by code: what it would draw is in the box. */
export async function openPicker<T>(open: () => Promise<T>, prepare: (box: Box) => void = () => {}) {
  const create = vscode.window.createQuickPick;
  let box: Box | undefined;
  let disposals = 0;
  let onButton: ((event: vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>) => unknown) | undefined;
  let onValue: ((value: string) => unknown) | undefined;
  vscode.window.createQuickPick = (() => {
    box = create();
    const dispose = box.dispose.bind(box);
    box.dispose = () => {
      disposals += 1;
      dispose();
    };
    // The editor tells of neither when the code is what acts.
    Object.defineProperty(box, 'onDidTriggerItemButton', {
      value: (listener: typeof onButton) => (onButton = listener),
    });
    Object.defineProperty(box, 'onDidChangeValue', { value: (listener: typeof onValue) => (onValue = listener) });
    prepare(box);
    return box;
  }) as typeof create;
  const picked = open();
  await until(() => box !== undefined);
  vscode.window.createQuickPick = create;
  assert.ok(box);
  const shown = box;
  const press = (item: vscode.QuickPickItem | undefined) => {
    const button = item?.buttons?.[0];
    assert.ok(item && button);
    onButton?.({ item, button });
  };
  const type = (value: string) => {
    shown.value = value;
    onValue?.(value);
  };
  return { box: shown, picked, press, type, isDisposed: () => disposals > 0 };
}

/** Resolves when the editor has drawn what boxes were given before, and has told what is active then. */
export async function drawn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await vscode.commands.executeCommand('setContext', 'parley.drawn', true);
}
