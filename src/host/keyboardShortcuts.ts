import { commands, l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { commandsWithKeys } from './commandKeys.ts';
import { panelKeys, type PanelKey } from './panelKeys.ts';

interface Item extends QuickPickItem {
  run?(): Thenable<unknown>;
}

/** Lists every key of the panel and every command of Parley; what is chosen is run. */
export async function showKeyboardShortcuts(): Promise<void> {
  const changeKeys: Item = {
    label: `$(keyboard) ${l10n.t('Change keys…')}`,
    run: () => commands.executeCommand('workbench.action.openGlobalKeybindings', '@ext:parley.parley'),
  };
  const items: readonly Item[] = [
    changeKeys,
    separator(l10n.t('In the panel')),
    ...panelKeys.map(({ id, keys }) => ({ label: meanings[id](), description: keys })),
    separator(l10n.t('Commands, with the keys they have unless you changed them')),
    ...commandItems(),
  ];
  const title = l10n.t('Keyboard shortcuts of Parley');
  const placeHolder = l10n.t('Choose a command to run it');
  const picked = await window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  await picked?.run?.();
}

const separator = (label: string): Item => ({ label, kind: QuickPickItemKind.Separator });

const meanings: Readonly<Record<PanelKey['id'], () => string>> = {
  send: () => l10n.t('Send the question'),
  sendSeveral: () => l10n.t('Send the question to several models'),
  newLine: () => l10n.t('Begin a new line in the question'),
  recall: () => l10n.t('Fetch earlier questions, from the first line of the question'),
  editLast: () => l10n.t('Edit the last question'),
  leave: () => l10n.t('Stop the answer, leave editing, or close a list'),
  attach: () => l10n.t('Name what to attach, or a slash command'),
  choose: () => l10n.t('Choose among what is offered'),
  take: () => l10n.t('Take what is chosen'),
  openLink: () => l10n.t('Open the link that has the focus'),
};

/** Those with keys first. */
function commandItems(): readonly Item[] {
  const items = commandsWithKeys().map(({ command, title, enablement, keys }): Item => {
    const run = enablement === undefined ? { run: () => commands.executeCommand(command) } : {};
    return { label: title, ...(keys === undefined ? {} : { description: keys }), ...run };
  });
  return [...items.filter(hasKeys), ...items.filter((item) => !hasKeys(item))];
}

const hasKeys = ({ description }: Item): boolean => description !== undefined;
