import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { commandNames } from '../../src/host/commands.ts';
import { panelKeys } from '../../src/host/panelKeys.ts';

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: { readonly untrustedWorkspaces?: object };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly keybindings: readonly Keybinding[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command?: string; readonly submenu?: string; readonly when?: string }[]>
    >;
    readonly submenus: readonly { readonly id: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when?: string;
}

interface Setting {
  readonly scope?: string;
  readonly markdownDescription?: string;
}

const read = async (name: string) =>
  JSON.parse(await readFile(new URL(`../../${name}`, import.meta.url), 'utf8')) as unknown;
const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = (await read('package.nls.json')) as Record<string, string>;
const { commands, keybindings, menus, submenus, configuration } = manifest.contributes;

test('the manifest and the code name the same commands', () => {
  assert.deepEqual(
    commands.map(({ command }) => command).toSorted(),
    commandNames.map((name) => `parley.${name}`).toSorted(),
  );
});

test('menus and keybindings name commands and menus there are', () => {
  const known = new Set([...commands.map(({ command }) => command), ...submenus.map(({ id }) => id)]);
  const items = Object.values(menus).flat();
  const named = [
    ...items.map(({ command, submenu }) => command ?? submenu),
    ...keybindings.map(({ command }) => command),
  ];
  assert.deepEqual(
    named.filter((name) => name === undefined || !known.has(name)),
    [],
  );
  for (const { id } of submenus) assert.ok(id in menus, id);
});

test('what begins an edit is not offered where nothing can be written, since it would be asked for in vain', () => {
  const palette = new Map(menus['commandPalette']?.map(({ command, when }) => [command, when]));
  for (const name of ['editSelection', 'documentThis', 'fixProblem'])
    assert.equal(palette.get(`parley.${name}`), '!activeEditorIsReadonly', name);
});

// Undeclared scope means that any cloned repository may set it: https://code.visualstudio.com/api/references/contribution-points#contributes.configuration
test('every setting belongs to the user alone', () => {
  for (const [name, { scope }] of Object.entries(configuration.properties)) assert.equal(scope, 'application', name);
});

test('no setting accepts a key', () => {
  const names = JSON.stringify(configuration.properties, (key, value: unknown) =>
    key.endsWith('escription') ? '' : value,
  );
  assert.doesNotMatch(names, /key|secret|password|credential/i);
});

test('every text of the manifest is there, and none is left over', () => {
  const used = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, name = '']) => name);
  assert.deepEqual([...new Set(used)].toSorted(), Object.keys(strings).toSorted());
});

test('the types are those of the lowest supported VS Code', () => {
  assert.equal(`^${manifest.devDependencies['@types/vscode']}`, manifest.engines.vscode);
});

test('no key means two things at once', () => {
  for (const system of ['key', 'mac'] as const) {
    const all = keybindings.map((binding) => `${binding[system] ?? binding.key} ${binding.when ?? ''}`);
    assert.deepEqual(all, [...new Set(all)]);
  }
});

// Whoever gives the panel another key of its own says so in the list that the user sees.
test('the list of the keys that the panel takes itself is what its handlers take', async () => {
  const folder = new URL('../../src/webview/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  const codes = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const keys = /\bkey === '(\w+)'|\b(Arrow\w+|Page\w+|Home|End): -?1\b/g;
  const handled = codes.flatMap((code) => [...code.matchAll(keys)].map(([, compared, listed]) => compared ?? listed));
  const told = panelKeys.flatMap((key) => key.handled);
  assert.ok(handled.length >= 5);
  assert.deepEqual(new Set(handled), new Set(told));
});
