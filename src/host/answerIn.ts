import type { QuickPick, QuickPickItem } from 'vscode';

/**
 * Shows a box until `accepted` makes something of what was chosen or typed in it; what it makes undefined of leaves the
 * box open. Resolves to undefined when the user leaves.
 */
export function answerIn<T>(
  box: Pick<QuickPick<QuickPickItem>, 'onDidAccept' | 'onDidHide' | 'show' | 'hide' | 'dispose'>,
  accepted: () => T | undefined,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    box.onDidAccept(() => {
      const answer = accepted();
      if (answer === undefined) return;
      resolve(answer);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}
