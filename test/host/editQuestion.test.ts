import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { EditFiles, mostCharacters } from '../../src/host/editFiles.ts';
import { askEdit } from '../../src/host/editQuestion.ts';
import { promptBox } from '../../src/host/promptBox.ts';
import { fakeDialogs, type FakeDialogs } from './fakeDialogs.ts';
import { fakeInputs, type FakeInputs } from './fakeInputs.ts';

type FileItem = vscode.QuickPickItem & { readonly uri?: vscode.Uri };

describe('the question of an edit', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
  const folder = vscode.Uri.joinPath(root, 'asked');
  const write = (name: string, text: string) =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
  let recents: string[];
  let inputs: FakeInputs;
  let dialogs: FakeDialogs;

  before(async () => {
    await write('near.ts', 'near');
    await write('big.txt', 'x'.repeat(mostCharacters - 3));
    await write('.env', 'TOKEN=1');
    await write('with two spaces.md', 'spaced');
    await write('picture.png', 'png');
  });
  after(() => vscode.workspace.fs.delete(folder, { recursive: true }));
  beforeEach(() => {
    recents = [];
    inputs = fakeInputs();
    dialogs = fakeDialogs();
  });
  afterEach(() => mock.restoreAll());

  const ask = (given?: Parameters<typeof askEdit>[0]['given']) =>
    askEdit({
      what: 'line 3',
      recents: { list: () => recents, add: (text) => void recents.unshift(text) },
      ...(given === undefined ? {} : { given }),
    });

  /** What the list of files shows, and which of them the user leaves picked. */
  function picking(...names: readonly string[]): { shown: FileItem[] } {
    const list: { shown: FileItem[] } = { shown: [] };
    mock.method(vscode.window, 'showQuickPick', async (items: Promise<FileItem[]>) => {
      list.shown = await items;
      return list.shown.filter(({ label }) => names.includes(label));
    });
    return list;
  }

  test('recent instructions are offered, the latest first, and the new one is the latest then', async () => {
    recents = ['second', 'first'];
    inputs.script({ type: 'third' });
    assert.deepEqual(await ask(), { instruction: 'third', files: [] });
    assert.deepEqual(inputs.shown[0]?.labels, ['second', 'first']);
    assert.deepEqual(recents, ['third', 'second', 'first']);
  });

  test('a button adds files, after which the box is back with what was typed, and says how many', async () => {
    const list = picking('near.ts', 'money.ts');
    inputs.script({ press: 'page' }, { press: 'enter' });
    const asked = await ask({ instruction: 'Round it', files: [] });
    assert.deepEqual(
      inputs.shown.map(({ title }) => title),
      ['Edit line 3 with AI', 'Edit line 3 with AI, with 2 files'],
    );
    assert.equal(asked?.instruction, 'Round it');
    assert.deepEqual(asked?.files.map(({ path }) => path).toSorted(), ['asked/near.ts', 'src/money.ts']);
    assert.ok(list.shown.every(({ label }) => label !== '.env'));
  });

  test('open editors come first, and those that were picked before are picked still', async () => {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, 'near.ts'));
    const [file] = await chosen('asked/near.ts');
    const list = picking('money.ts');
    inputs.script({ press: 'page' }, { press: 'enter' });
    const asked = await ask({ instruction: 'Round it', files: [file] });
    assert.deepEqual(
      list.shown.slice(0, 2).map(({ label, picked }) => [label, picked ?? false]),
      [
        ['open editors', false],
        ['near.ts', true],
      ],
    );
    assert.equal(list.shown.filter(({ label }) => label === 'near.ts').length, 1);
    assert.deepEqual(
      asked?.files.map(({ path }) => path),
      ['src/money.ts'],
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('names after # take their files along; what names none stays as it is', async () => {
    inputs.script({ type: 'As #asked/near.ts, #src/money.ts. Not #fff or a#src/invoice.ts' });
    const asked = await ask();
    assert.equal(asked?.instruction, 'As asked/near.ts, src/money.ts. Not #fff or a#src/invoice.ts');
    assert.deepEqual(
      asked.files.map(({ path, text }) => [path, text?.slice(0, 4)]),
      [
        ['asked/near.ts', 'near'],
        ['src/money.ts', '/** '],
      ],
    );
    assert.match(recents[0] ?? '', /^As #asked/);
  });

  test('a name with spaces is in quotation marks, as it is completed', async () => {
    const files = new EditFiles([]);
    const completed = async (typed: string) => (await files.complete(typed)).map(({ text }) => text);
    const whole = 'As in #"asked/with two spaces.md" ';
    for (const typed of ['As in #two', 'As in #"two sp', 'As in #"asked/with two spaces.md'])
      assert.ok((await completed(typed)).includes(whole), typed);
    assert.deepEqual(await completed(whole.trimEnd()), []);
    assert.deepEqual(await completed('As in #"'), await completed('As in #'));
    assert.deepEqual(await completed('As in #"near'), ['As in #asked/near.ts ']);
    inputs.script({ type: `${whole.trimEnd()}, but not "#asked/near.ts" or #"no such" or #"asked/near.ts` });
    const asked = await ask();
    assert.equal(
      asked?.instruction,
      'As in "asked/with two spaces.md", but not "#asked/near.ts" or #"no such" or #"asked/near.ts',
    );
    assert.deepEqual(
      asked.files.map(({ path, text }) => [path, text]),
      [['asked/with two spaces.md', 'spaced']],
    );
  });

  test('what cannot go along is named, and the box is back', async () => {
    for (const [name, said] of [
      ['asked/picture.png', /picture\.png is no text file/],
      ['asked/.env', /\.env does not go along/],
    ] as const) {
      dialogs.messages.length = 0;
      inputs.script({ type: `As #${name}` }, { press: 'enter' }, { leave: true });
      assert.equal(await ask(), undefined);
      // Enter in the box that came back asked for the same.
      const refusals = dialogs.messages.filter((message) => said.test(message));
      assert.equal(refusals.length, 2, dialogs.messages.join('\n'));
    }
    assert.deepEqual(recents, []);
  });

  test('files that are too large together are refused by name, and the others go along', async () => {
    const files = new EditFiles([]);
    assert.equal(await files.takeNamed('#asked/big.txt #asked/near.ts'), undefined);
    assert.deepEqual(
      files.chosen.map(({ path }) => path),
      ['asked/big.txt'],
    );
    assert.match(dialogs.messages[0] ?? '', /^asked\/near\.ts is too large to go along: .* 200000 characters/);
  });

  test('a name is completed while it is written at the end', async () => {
    const files = new EditFiles([]);
    const completed = async (typed: string) => (await files.complete(typed)).map(({ text }) => text);
    assert.deepEqual(await completed('Round as #near'), ['Round as #asked/near.ts ']);
    assert.deepEqual(await completed('#asked/nea'), ['#asked/near.ts ']);
    assert.deepEqual(await completed('#asked/near.ts'), []);
    assert.deepEqual(await completed('Round as #near and'), []);
    assert.deepEqual(await completed('color: #zzz'), []);
    assert.ok(!(await completed('#')).some((text) => text.includes('.env')));
    assert.deepEqual(await completed('#.env'), ['#asked/.env ']);
  });

  test('taking a completion fills the box and leaves it open', async () => {
    const complete = async (typed: string) =>
      typed.endsWith('#nea') ? [{ label: 'near.ts', description: '', text: 'As #near.ts ' }] : [];
    inputs.script({ pick: 'near.ts' }, { press: 'enter' });
    const answer = await promptBox({ title: 'T', placeholder: 'P', recent: [], value: 'As #nea', complete });
    assert.equal(answer, 'As #near.ts');
    inputs.script({ pick: 'As written' });
    assert.equal(await promptBox({ title: 'T', placeholder: 'P', recent: [], value: 'As #nea', complete }), 'As #nea');
    assert.equal(inputs.shown.length, 2);
  });

  async function chosen(path: string) {
    const files = new EditFiles([]);
    await files.takeNamed(`#${path}`);
    const [file] = files.chosen;
    assert.ok(file !== undefined);
    return [file] as const;
  }
});
