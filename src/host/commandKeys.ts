import { extensions, l10n } from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly ManifestCommand[];
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly mac?: string }[];
  };
}

interface ManifestCommand {
  readonly command: string;
  readonly title: string;
  readonly icon?: string;
  readonly enablement?: string;
}

/** A command as the manifest has it, with its keys as the user knows them. */
export interface CommandWithKeys extends ManifestCommand {
  readonly keys?: string;
}

/** All commands of Parley. What is bound to which key now is told to no extension, only what the manifest says. */
export function commandsWithKeys(): readonly CommandWithKeys[] {
  const manifest = extensions.getExtension('parley.parley')?.packageJSON as Manifest | undefined;
  const { commands = [], keybindings = [] } = manifest?.contributes ?? {};
  return commands.map((one) => {
    const binding = keybindings.find(({ command }) => command === one.command);
    return binding === undefined ? one : { ...one, keys: keysOf(binding) };
  });
}

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
