import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Uri, extensions, workspace } from 'vscode';

interface Keybinding {
  readonly key: string;
  readonly command: string;
  readonly when?: string;
}

/** What "Preferences: Open Default Keyboard Shortcuts (JSON)" shows: every key of this VS Code and its extensions. */
async function defaultKeybindings(): Promise<readonly Keybinding[]> {
  const document = await workspace.openTextDocument(Uri.parse('vscode://defaultsettings/keybindings.json'));
  const list = document.getText().replaceAll(/^\s*\/\/.*$/gm, '');
  return JSON.parse(list) as Keybinding[];
}

describe('keybindings', () => {
  const commands = ['askSelection', 'editSelection', 'focusChat', 'edit.acceptHunk', 'edit.rejectHunk'];
  for (const command of commands.map((name) => `parley.${name}`)) {
    it(`of ${command} collide with nothing built in`, async () => {
      const manifest = extensions.getExtension('parley.parley')?.packageJSON as {
        contributes: { keybindings: (Keybinding & { mac?: string })[] };
      };
      const own = manifest.contributes.keybindings.find((binding) => binding.command === command);
      assert.ok(own);
      const all = await defaultKeybindings();
      assert.ok(all.length > 500);
      assert.ok(
        all.some((binding) => binding.command === command),
        'the list has those of extensions',
      );
      // Ours are for where text is written.
      const others = all.filter(
        ({ command: other, when }) => !other.startsWith('parley.') && when?.includes('!inputFocus') !== true,
      );
      const keys = [own.key, own.mac];
      assert.deepEqual(
        others.filter(({ key }) => keys.includes(key)),
        [],
      );
    });
  }
});
