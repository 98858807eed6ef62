import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { describe as described } from '../../src/host/endpoints.ts';
import { Models, windowOf } from '../../src/host/models.ts';
import { Failure } from '../../src/llm/failure.ts';
import type { ModelInfo } from '../../src/llm/provider.ts';
import type { Connection } from '../../src/providers/connections.ts';
import { openai, ollama } from '../../src/providers/registry.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

const cloud: Connection = { id: 'openai', label: 'OpenAI', provider: openai, baseUrl: openai.baseUrl };
const local: Connection = { id: 'ollama', label: 'Ollama', provider: ollama, baseUrl: ollama.baseUrl };
const down = new Failure({ kind: 'network' }, 'OpenAI');

describe('models', () => {
  let state: ReturnType<typeof memoryState>;
  let usable: readonly Connection[];
  let lists: Map<Connection, () => Promise<readonly ModelInfo[]>>;
  let asked: string[];
  let chosen: number;
  let models: Models;

  beforeEach(() => {
    state = memoryState();
    usable = [cloud, local];
    lists = new Map();
    asked = [];
    chosen = 0;
    models = new Models({
      state,
      usable: () => Promise.resolve(usable),
      list: (connection) => {
        asked.push(connection.id);
        return lists.get(connection)?.() ?? Promise.resolve([]);
      },
      describe: described,
      addKey: () => assert.fail('no key was asked for'),
      onChoose: () => void (chosen += 1),
    });
  });

  const listing = (connection: Connection, ...ids: readonly string[]) =>
    lists.set(connection, () => Promise.resolve(ids.map((id) => ({ id }))));

  test('none is current until one is chosen, and no provider is asked for it', async () => {
    assert.equal(await models.current(), undefined);
    models.choose({ connection: cloud, info: { id: 'not-listed-anywhere', label: 'Mine', contextWindow: 7 } });
    assert.deepEqual(await models.current(), {
      connection: cloud,
      info: { id: 'not-listed-anywhere', label: 'Mine', contextWindow: 7 },
    });
    assert.deepEqual([asked, chosen], [[], 1]);
  });

  test('the chosen one is not current while its connection cannot be used, and is again afterwards', async () => {
    models.choose({ connection: cloud, info: { id: 'm' } });
    usable = [local];
    assert.equal(await models.current(), undefined);
    usable = [{ ...cloud, baseUrl: 'https://elsewhere.example/v1' }];
    assert.equal((await models.current())?.connection.baseUrl, 'https://elsewhere.example/v1');
  });

  test('what is remembered in another shape counts as nothing', async () => {
    for (const odd of [7, 'gpt', null, {}, { connection: 'openai' }, { connection: 'openai', info: { id: 1 } }]) {
      state.update('model', odd);
      assert.equal(await models.current(), undefined);
    }
  });

  test('the preferred model is the first that the list has, in the order of the preference', async () => {
    listing(cloud, 'whisper', 'gpt-4o-2024', 'gpt-4.1-mini');
    assert.equal((await models.choosePreferred(cloud))?.info.id, 'gpt-4.1-mini');
    assert.equal((await models.current())?.info.id, 'gpt-4.1-mini');
    listing(local, 'one', 'two');
    assert.equal((await models.choosePreferred(local))?.info.id, 'one');
  });

  test('a list without models chooses nothing', async () => {
    assert.equal(await models.choosePreferred(cloud), undefined);
    assert.equal(chosen, 0);
  });

  test('a list that failed is asked for again, one that came is not, until refreshed', async () => {
    lists.set(cloud, () => Promise.reject(down));
    await assert.rejects(models.choosePreferred(cloud), /OpenAI could not be reached/);
    listing(cloud, 'gpt-5');
    assert.equal((await models.choosePreferred(cloud))?.info.id, 'gpt-5');
    await models.choosePreferred(cloud);
    assert.equal(asked.length, 2);
    models.refresh();
    listing(cloud, 'gpt-4o');
    assert.equal((await models.choosePreferred(cloud))?.info.id, 'gpt-4o');
  });

  test('the window is what the list says, or what the provider has at least', () => {
    assert.equal(windowOf({ connection: local, info: { id: 'm', contextWindow: 131_072 } }), 131_072);
    assert.equal(windowOf({ connection: local, info: { id: 'm' } }), 4_096);
  });

  describe('the picker', () => {
    type Box = vscode.QuickPick<vscode.QuickPickItem>;

    /** Opens it; what the editor would draw is in the box. */
    async function pick(): Promise<{ box: Box; picked: Promise<unknown>; isDisposed(): boolean }> {
      const create = vscode.window.createQuickPick;
      let box: Box | undefined;
      let disposals = 0;
      vscode.window.createQuickPick = (() => {
        box = create();
        const dispose = box.dispose.bind(box);
        box.dispose = () => {
          disposals += 1;
          dispose();
        };
        return box;
      }) as typeof create;
      const picked = models.pick();
      await until(() => box !== undefined);
      vscode.window.createQuickPick = create;
      assert.ok(box);
      return { box, picked, isDisposed: () => disposals > 0 };
    }

    const labels = ({ items }: Box) => items.map(({ label }) => label);
    const accept = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

    test('shows what comes when it comes, says what failed, and stays silent about a local server that is off', async () => {
      const late = Promise.withResolvers<readonly ModelInfo[]>();
      lists.set(cloud, () => late.promise);
      lists.set(local, () => Promise.reject(new Failure({ kind: 'network' }, 'Ollama')));
      const { box, picked, isDisposed } = await pick();
      assert.deepEqual(labels(box), ['$(key) Add a key…']);
      late.reject(new Failure({ kind: 'unauthorized' }, 'OpenAI'));
      await until(() => !box.busy);
      assert.deepEqual(labels(box), ['OpenAI', '$(warning) No list of models', '$(key) Add a key…']);
      assert.match(box.items[1]?.detail ?? '', /^OpenAI did not accept the key/);
      box.hide();
      assert.equal(await picked, undefined);
      await until(isDisposed);
    });

    test('a list that comes late leaves the selection where it is', async () => {
      const late = Promise.withResolvers<readonly ModelInfo[]>();
      lists.set(cloud, () => late.promise);
      listing(local, 'llama');
      const { box, picked, isDisposed } = await pick();
      await until(() => box.activeItems[0]?.label === 'llama');
      late.resolve([{ id: 'gpt-5' }]);
      await until(() => !box.busy);
      assert.deepEqual(labels(box), ['OpenAI', 'gpt-5', 'Ollama', 'llama', '$(key) Add a key…']);
      await accept();
      assert.deepEqual(await picked, { connection: local, info: { id: 'llama' } });
      assert.equal((await models.current())?.info.id, 'llama');
      await until(isDisposed);
    });

    test('models downloaded meanwhile on this machine are found', async () => {
      usable = [local];
      for (const id of ['one', 'two']) {
        listing(local, id);
        const { box, picked } = await pick();
        await until(() => !box.busy);
        assert.ok(labels(box).includes(id));
        box.hide();
        await picked;
      }
    });
  });
});
