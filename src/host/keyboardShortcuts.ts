import { commands, extensions, l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
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

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly enablement?: string }[];
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly mac?: string }[];
  };
}

/** Those with keys first. What is bound to which key now is told to no extension, only what the manifest says. */
function commandItems(): readonly Item[] {
  const manifest = extensions.getExtension('parley.parley')?.packageJSON as Manifest | undefined;
  const { commands: all = [], keybindings = [] } = manifest?.contributes ?? {};
  const items = all.map(({ command, title, enablement }): Item => {
    const binding = keybindings.find((one) => one.command === command);
    const run = enablement === undefined ? { run: () => commands.executeCommand(command) } : {};
    return { label: title, ...(binding === undefined ? {} : { description: keysOf(binding) }), ...run };
  });
  return [...items.filter(hasKeys), ...items.filter((item) => !hasKeys(item))];
}

const hasKeys = ({ description }: Item): boolean => description !== undefined;

/** `ctrl+k a` as “Ctrl+K A”, with what it is on a Mac: where the window is, this host does not know. */
function keysOf({ key, mac }: { readonly key: string; readonly mac?: string }): string {
  const keys = named(key, otherKeys, '+');
  return mac === undefined ? keys : l10n.t('{0}, on macOS {1}', keys, named(mac, macKeys, ''));
}

function named(keys: string, names: Readonly<Record<string, string>>, joint: string): string {
  const nameOf = (key: string) => names[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
  const strokes = keys.split(' ').map((stroke) => stroke.split('+').map(nameOf).join(joint));
  return strokes.join(' ');
}

const otherKeys: Readonly<Record<string, string>> = { up: '↑', down: '↓', pageup: 'PageUp', pagedown: 'PageDown' };
const macKeys: Readonly<Record<string, string>> = { ...otherKeys, cmd: '⌘', ctrl: '⌃', alt: '⌥', shift: '⇧' };
