import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { until } from '../host/until.ts';
import { startDemo } from '../servers/demo.ts';
import { startFaultServer } from '../servers/faultServer.ts';
import { openaiScript } from '../servers/openaiScript.ts';
import { liveSession } from './liveSession.ts';
import { lastChat } from './sentRequests.ts';

/** An Ollama as one finds it on a developer's machine; it only tells what it has: https://docs.ollama.com/api/tags */
async function startLocalModels(...ids: string[]) {
  const server = createServer((_request, response) =>
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ models: ids.map((id) => ({ name: id, model: id })) })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { url, stop };
}

describe('chats', () => {
  const live = liveSession(
    async () => ({
      demo: await startDemo({ pace: 'instant' }),
      ollama: await startLocalModels('qwen-test:7b'),
      faulty: await startFaultServer({ limitMs: 60_000 }),
    }),
    ({ demo, ollama, faulty }) => ({
      env: { PARLEY_DEMO_URL: demo.url, OPENAI_API_KEY: 'sk-proj-of-the-environment' },
      settings: {
        'parley.connections': {
          ollama: { provider: 'ollama', baseUrl: `${ollama.url}/v1` },
          faulty: { provider: 'openai-compatible', baseUrl: `${faulty.url}/v1`, label: 'Faulty' },
        },
      },
    }),
  );
  const { chat } = live;

  const showChats = async () => {
    await live.window.palette('Parley: Show Chats…');
    await live.window.page.getByPlaceholder('Search past chats').waitFor();
  };

  it('the first run shows the ways in', async () => {
    await live.window.showPanel();
    await chat.button('Use Ollama').waitFor();
    assert.deepEqual(await chat.frame.locator('.way strong').allInnerTexts(), [
      // The settings name a server that can be asked.
      'Pick a model',
      'Use your OpenAI key',
      'Paste an API key',
      'Add a connection',
      'Use Ollama',
      'Try the demo',
    ]);
    await chat.button('Paste an API key').click();
    assert.deepEqual(
      (await live.window.quickInput.labels()).map((label) => label.trim()),
      ['Paste a key…', 'Use OPENAI_API_KEY'],
    );
    await live.window.quickInput.dismiss();
    await chat.button('Use Ollama').click();
    await chat.modelButton('qwen-test:7b').waitFor();
    await chat.frame.getByText('Ask about your code').waitFor();
  });

  it('the model picker lists the models of every connection and switches to the one picked', async () => {
    live.servers.faulty.script({ status: 500 }, { bytes: 'broken' });
    await chat.frame.locator('.model-button').click();
    const { page, quickInput } = live.window;
    for (const label of ['No list of models', 'Demo large', 'Demo small', 'qwen-test:7b', 'Add a key…'])
      await page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().waitFor();
    await quickInput.pickUntil('Demo small', chat.modelButton('Demo small'));
    await chat.ask('Which model are you?');
    assert.equal(lastChat(live.servers.demo).model, 'demo-small');
  });

  it('a reload keeps the chat and what was being written', async () => {
    await chat.composer.fill('half a thought');
    await live.window.openFile('src/money.ts');
    await live.window.reload();
    await chat.show();
    await chat.questions.getByText('Which model are you?').waitFor();
    await chat.answers.getByText("This is Parley's demo").waitFor();
    await until(async () => (await chat.composer.inputValue()) === 'half a thought');
  });

  it('a restart keeps the chat, and it goes on', async () => {
    await chat.composer.fill('');
    await live.session.restart();
    await chat.show();
    await chat.questions.getByText('Which model are you?').waitFor();
    await chat.ask('And after a restart?');
    assert.deepEqual(
      lastChat(live.servers.demo).messages.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
  });

  it('past chats are listed, opened, and deleted with a way back', async () => {
    const { quickInput, page } = live.window;
    await chat.newChat();
    await chat.ask('A question of the second chat');
    await showChats();
    assert.deepEqual(
      (await quickInput.labels()).map((label) => label.trim()),
      ['A question of the second chat', 'Which model are you?'],
    );
    await quickInput.pick('Which model are you?');
    await chat.questions.getByText('And after a restart?').waitFor();

    await showChats();
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'second chat' });
    await row.hover();
    await row.locator('.action-label[aria-label="Delete"]').click();
    await row.waitFor({ state: 'detached' });
    await quickInput.dismiss();
    const toast = await live.window.notification('“A question of the second chat” was deleted.');
    await showChats();
    assert.deepEqual(
      (await quickInput.labels()).map((label) => label.trim()),
      ['Which model are you?'],
    );
    await quickInput.dismiss();
    await toast.getByRole('button', { name: 'Undo' }).click();
    await chat.questions.getByText('A question of the second chat').waitFor();
    await chat.answers.getByText("This is Parley's demo").waitFor();
  });

  it('an answer goes on in its chat while another chat is asked', async () => {
    const { faulty } = live.servers;
    const script = openaiScript();
    const end = { bytes: script.finish('stop') + script.done() };
    faulty.script(
      { status: 200, headers: { 'content-type': 'application/json' } },
      { bytes: JSON.stringify({ data: [{ id: 'listed' }] }) },
    );
    await chat.nameModel('scripted', 'Faulty');
    await chat.newChat();
    faulty.script(
      { bytes: script.open() + script.text('Slow: ') },
      { wait: 'slow' },
      { bytes: script.text('done.') },
      end,
    );
    await chat.send('The slow one');
    await chat.answers.getByText('Slow:').waitFor();
    await chat.newChat();
    faulty.script({ bytes: script.open() + script.text('Quick.') }, end);
    await chat.ask('The quick one');
    assert.equal(await chat.answers.getByText('Quick.').count(), 1);
    faulty.open('slow');
    await showChats();
    await live.window.quickInput.pick('The slow one');
    await chat.answers.getByText('Slow: done.').waitFor();
    await chat.ended();
    assert.equal(await chat.answers.count(), 1);
  });
});
