import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { describe as described } from '../../src/host/endpoints.ts';
import { Models, windowOf } from '../../src/host/models.ts';
import { Failure } from '../../src/llm/failure.ts';
import type { ModelInfo } from '../../src/llm/provider.ts';
import { emptyCatalogue, type Catalogue } from '../../src/providers/catalogue.ts';
import type { Connection, Source } from '../../src/providers/connections.ts';
import { cloud, down, known, local } from './knownModels.ts';
import { memoryState } from './memoryState.ts';
import { drawn, openPicker, type Box } from './openPicker.ts';
import { until } from './until.ts';

describe('models', () => {
  let state: ReturnType<typeof memoryState>;
  let usable: readonly Source[];
  let lists: Map<Source, () => Promise<readonly ModelInfo[]>>;
  let catalogue: Catalogue;
  let offered: number;
  let helped: string[];
  let asked: string[];
  let chosen: number;
  let models: Models;

  beforeEach(() => {
    state = memoryState();
    usable = [cloud, local];
    lists = new Map();
    catalogue = emptyCatalogue;
    offered = 0;
    helped = [];
    asked = [];
    chosen = 0;
    models = new Models({
      state,
      usable: () => Promise.resolve(usable),
      list: (connection) => {
        asked.push(connection.id);
        return lists.get(connection)?.() ?? Promise.resolve([]);
      },
      catalogue: () => Promise.resolve(catalogue),
      describe: described,
      offers: () => [{ label: '$(key) Add a key…', run: () => void (offered += 1) }],
      helpWith: ({ id }) => ({ label: 'find out what helps', run: () => void helped.push(id) }),
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
    const moved = { ...cloud, baseUrl: 'https://elsewhere.example/v1' };
    usable = [moved];
    assert.equal((await models.current())?.connection, moved);
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

  test('the gaps of what a list says are filled from the catalogue, also for a model chosen long ago', async () => {
    listing(cloud, 'gpt-5');
    assert.equal((await models.choosePreferred(cloud))?.info.contextWindow, undefined);
    catalogue = known;
    const current = await models.current();
    assert.ok(current);
    assert.equal(windowOf(current), 400_000);
    assert.deepEqual(current.info.price, { input: 1.25, output: 10 });
  });

  test('the newest dated version is chosen before the alias', async () => {
    listing(cloud, 'gpt-5', 'gpt-5-2025-08-07', 'gpt-5-2026-01-01', 'gpt-5-mini');
    assert.equal((await models.choosePreferred(cloud))?.info.id, 'gpt-5-2026-01-01');
  });

  test('models are found by name without asking anybody, with all that is known of them', async () => {
    catalogue = known;
    models.choose({ connection: local, info: { id: 'qwen', label: 'Qwen', contextWindow: 9_000 } });
    const refs = [
      { connection: 'openai', model: 'gpt-5' },
      { connection: 'ollama', model: 'qwen' },
      { connection: 'ollama', model: 'never-seen' },
      { connection: 'gone', model: 'gpt-5' },
    ];
    const found = await models.find(refs);
    assert.deepEqual(
      found.map((model) => model && [model.connection.id, model.info.label, model.info.contextWindow]),
      [['openai', 'GPT-5', 400_000], ['ollama', 'Qwen', 9_000], ['ollama', undefined, undefined], undefined],
    );
    assert.deepEqual(asked, []);
    lists.set(local, async () => [{ id: 'never-seen', contextWindow: 5_000 }]);
    await models.choosePreferred(local);
    assert.equal((await models.find(refs))[2]?.info.contextWindow, 5_000);
  });

  test('where there is no list at all the catalogue is one; where it failed it is not', async () => {
    catalogue = known;
    lists.set(cloud, () => Promise.reject(new Failure({ kind: 'not-found' }, 'OpenAI')));
    assert.equal((await models.choosePreferred(cloud))?.info.id, 'gpt-5');
    lists.set(cloud, () => Promise.reject(new Failure({ kind: 'unauthorized' }, 'OpenAI')));
    await assert.rejects(models.choosePreferred(cloud), /did not accept the key/);
  });

  test('the window is what the list says, or what the provider has at least', () => {
    assert.equal(windowOf({ connection: local, info: { id: 'm', contextWindow: 131_072 } }), 131_072);
    assert.equal(windowOf({ connection: local, info: { id: 'm' } }), 4_096);
  });

  describe('the picker', () => {
    const pick = (prepare?: (box: Box) => void) => openPicker(() => models.pick(), prepare);
    const labels = ({ items }: Box) => items.map(({ label }) => label);
    /** Rows wait until the editor shows those before them. */
    const shows = async (box: Box, ...wanted: readonly string[]) => {
      await until(() => isDeepStrictEqual(labels(box), wanted)).catch(() => undefined);
      assert.deepEqual(labels(box), wanted);
    };
    const accept = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

    test('shows what comes when it comes, says what failed, and stays silent about a local server that is off', async () => {
      const late = Promise.withResolvers<readonly ModelInfo[]>();
      lists.set(cloud, () => late.promise);
      lists.set(local, () => Promise.reject(new Failure({ kind: 'network' }, 'Ollama')));
      const { box, picked, isDisposed } = await pick();
      assert.deepEqual(labels(box), ['$(key) Add a key…']);
      late.reject(new Failure({ kind: 'unauthorized' }, 'OpenAI'));
      await until(() => !box.busy);
      await shows(box, 'OpenAI', '$(warning) No list of models', '$(key) Add a key…');
      assert.match(box.items[1]?.detail ?? '', /^OpenAI did not accept the key/);
      await until(() => box.activeItems[0] === box.items[1]);
      await until(async () => {
        await accept();
        return helped.length > 0;
      });
      assert.equal(await picked, undefined);
      assert.deepEqual([helped, chosen], [['openai'], 0]);
      await until(isDisposed);
    });

    test('what is taken in the moment in which the rows change is taken only when it is certainly meant', async () => {
      const late = Promise.withResolvers<readonly ModelInfo[]>();
      lists.set(cloud, () => late.promise);
      listing(local, 'llama', 'qwen');
      let click: (label: string) => void = () => assert.fail('nobody listens');
      const { box, picked } = await pick((made) => {
        let onActive: (() => unknown) | undefined;
        Object.defineProperty(made, 'onDidChangeActive', { value: (listener: () => unknown) => (onActive = listener) });
        Object.defineProperty(made, 'onDidAccept', {
          value: (onAccept: () => unknown) => {
            click = (label) => {
              made.activeItems = made.items.filter((item) => item.label === label);
              onActive?.();
              onAccept();
            };
          },
        });
      });
      await until(() => box.activeItems[0]?.label === 'llama');
      late.resolve([{ id: 'gpt-5' }]);
      // No time passes: the editor still shows the rows before, where another stood in this place.
      for (let turn = 0; turn < 100 && !labels(box).includes('gpt-5'); turn++) await Promise.resolve();
      click('gpt-5');
      assert.equal(chosen, 0);
      await until(() => {
        click('gpt-5');
        return chosen === 1;
      });
      assert.equal((await picked)?.info.id, 'gpt-5');
    });

    test('a list that comes late leaves the selection where it is', async () => {
      const late = Promise.withResolvers<readonly ModelInfo[]>();
      lists.set(cloud, () => late.promise);
      listing(local, 'llama');
      const { box, picked, isDisposed } = await pick();
      await until(() => box.activeItems[0]?.label === 'llama');
      late.resolve([{ id: 'gpt-5' }]);
      await until(() => !box.busy);
      await shows(box, 'OpenAI', 'gpt-5', 'Ollama', 'llama', '$(key) Add a key…');
      await accept();
      assert.deepEqual(await picked, { connection: local, info: { id: 'llama' } });
      assert.equal(offered, 0);
      assert.equal((await models.current())?.info.id, 'llama');
      await until(isDisposed);
    });

    test('models downloaded meanwhile on this machine are found', async () => {
      usable = [local];
      for (const id of ['one', 'two']) {
        listing(local, id);
        const { box, picked } = await pick();
        await until(() => !box.busy);
        await until(() => labels(box).includes(id));
        box.hide();
        await picked;
      }
    });

    const described = ({ items }: Box, label: string) => {
      const item = items.find((one) => one.label === label);
      return [item?.description, item?.detail];
    };

    test('a model is shown with what is known of it, and with no price that is not', async () => {
      catalogue = known;
      usable = [cloud];
      listing(cloud, 'gpt-5', 'gpt-5-2026-01-01', 'gpt-free', 'gpt-unpriced', 'nobody-knows');
      const { box, picked } = await pick();
      await until(() => !box.busy);
      assert.deepEqual(described(box, 'GPT-5'), [
        'gpt-5 · alias, moves · OpenAI',
        'Reads up to 400K tokens · images · reasoning · $1.25 in · $10 out per million tokens',
      ]);
      assert.equal(described(box, 'gpt-5-2026-01-01')[0], 'pinned · OpenAI');
      assert.equal(described(box, 'gpt-free')[1], 'Reads up to 8K tokens · free');
      assert.equal(described(box, 'gpt-unpriced')[1], 'Reads up to 8K tokens');
      assert.deepEqual(described(box, 'nobody-knows'), ['OpenAI', undefined]);
      box.hide();
      await picked;
    });

    test('without a list the models of the catalogue are offered, and said to be', async () => {
      catalogue = known;
      usable = [cloud];
      lists.set(cloud, () => Promise.reject(down));
      const { box, picked } = await pick();
      await until(() => !box.busy);
      await shows(
        box,
        'OpenAI',
        '$(warning) No list of models',
        'GPT-5',
        'gpt-free',
        'gpt-unpriced',
        '$(key) Add a key…',
      );
      assert.equal(described(box, 'GPT-5')[0], 'gpt-5 · OpenAI · from the catalogue');
      box.hide();
      await picked;
    });

    test('favourites come first and those used lately next, before any list is there; each model once', async () => {
      usable = [cloud, local];
      listing(local, 'llama', 'qwen');
      models.choose({ connection: local, info: { id: 'llama' } });
      models.choose({ connection: cloud, info: { id: 'gpt-5' } });
      await models.toggleFavourite();
      models.choose({ connection: { ...local, id: 'gone' }, info: { id: 'unusable' } });
      const late = Promise.withResolvers<readonly ModelInfo[]>();
      lists.set(cloud, () => late.promise);
      const { box, picked } = await pick();
      assert.deepEqual(labels(box).slice(0, 4), ['Favourites', 'gpt-5', 'Recently used', 'llama']);
      late.resolve([{ id: 'gpt-4o' }, { id: 'gpt-5', contextWindow: 9_000 }]);
      await until(() => !box.busy);
      await shows(
        box,
        'Favourites',
        'gpt-5',
        'Recently used',
        'llama',
        'OpenAI',
        'gpt-4o',
        'Ollama',
        'qwen',
        '$(key) Add a key…',
      );
      assert.equal(described(box, 'gpt-5')[1], 'Reads up to 9K tokens');
      box.hide();
      await picked;
    });

    test('the model that is asked is selected at once', async () => {
      usable = [cloud];
      listing(cloud, 'gpt-4o', 'gpt-5');
      models.choose({ connection: cloud, info: { id: 'gpt-4o' } });
      models.choose({ connection: cloud, info: { id: 'gpt-5' } });
      await models.toggleFavourite();
      models.choose({ connection: cloud, info: { id: 'gpt-4o' } });
      const { box, picked } = await pick();
      await until(() => !box.busy && box.activeItems[0]?.label === 'gpt-4o');
      await accept();
      assert.equal((await picked)?.info.id, 'gpt-4o');
    });

    test('favourites are kept, and taken back', async () => {
      models.choose({ connection: cloud, info: { id: 'gpt-5', contextWindow: 9_000 } });
      await models.toggleFavourite();
      assert.deepEqual(state.get('favouriteModels'), [
        { connection: 'openai', info: { id: 'gpt-5', contextWindow: 9_000 } },
      ]);
      await models.toggleFavourite();
      assert.deepEqual(state.get('favouriteModels'), []);
      state.update('favouriteModels', [7, { connection: 'openai', info: { id: 'kept' } }, null]);
      usable = [cloud];
      const { box, picked } = await pick();
      assert.deepEqual(labels(box).slice(0, 2), ['Favourites', 'kept']);
      box.hide();
      await picked;
    });

    test('the star of a row makes it a favourite and leaves the selection on it', async () => {
      usable = [cloud];
      listing(cloud, 'gpt-4o', 'gpt-5');
      const { box, picked, press } = await pick();
      await until(() => !box.busy);
      await drawn();
      const item = box.items.find(({ label }) => label === 'gpt-5');
      assert.ok(item?.buttons?.[0]);
      box.activeItems = [item];
      press(item);
      await shows(box, 'Favourites', 'gpt-5', 'OpenAI', 'gpt-4o', '$(key) Add a key…');
      // The editor tells of rows by their places, and may yet speak of those before.
      await until(() => box.activeItems[0]?.label === 'gpt-5');
      press(box.items[1]);
      await shows(box, 'OpenAI', 'gpt-4o', 'gpt-5', '$(key) Add a key…');
      box.hide();
      await picked;
    });

    test('a name that no list has can be typed', async () => {
      usable = [cloud];
      listing(cloud, 'gpt-5');
      const { box, picked, type } = await pick();
      await until(() => !box.busy);
      type('mine-1');
      await shows(box, 'OpenAI', 'gpt-5', 'Not listed', '$(edit) Use “mine-1”', '$(key) Add a key…');
      box.hide();
      await picked;
    });

    test('a typed name is first offered where a model was asked lately', async () => {
      listing(cloud, 'gpt-5');
      listing(local, 'llama');
      models.choose({ connection: local, info: { id: 'llama' } });
      const { box, picked, type } = await pick();
      await until(() => !box.busy);
      type('mine-1');
      const typed = () => box.items.filter(({ label }) => label.includes('mine-1'));
      await until(() => typed().length > 0);
      assert.deepEqual(
        typed().map(({ description }) => description),
        ['Ollama', 'OpenAI'],
      );
      box.hide();
      await picked;
    });
  });
});
