import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openWindow } from '../rig/window.ts';
import { startFaultServer } from '../servers/faultServer.ts';
import { openaiScript } from '../servers/openaiScript.ts';
import { ChatPage } from './chatPage.ts';
import { liveSession } from './liveSession.ts';

/** What may be missing after a crash: the last second. */
const forgivenMs = 1_000;

describe('crashes, and two windows on one chat', () => {
  const live = liveSession(
    async () => ({ faulty: await startFaultServer({ limitMs: 60_000 }) }),
    ({ faulty }) => ({
      settings: {
        'parley.connections': {
          faulty: { provider: 'openai-compatible', baseUrl: `${faulty.url}/v1`, label: 'Faulty' },
        },
      },
    }),
  );
  const { chat } = live;

  /** All that is on disk of all chats. */
  async function written(): Promise<string> {
    const folder = join(live.session.userDataDir, 'User', 'globalStorage', 'parley.parley', 'chats');
    const names = await readdir(folder).catch(() => []);
    const texts = names.filter((name) => name.endsWith('.jsonl')).map((name) => readFile(join(folder, name), 'utf8'));
    return (await Promise.all(texts)).join('\n');
  }

  async function writtenWithin(text: string, limitMs: number): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (!(await written()).includes(text)) {
      assert.ok(Date.now() < deadline, `“${text}” is not on disk after ${limitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('kill -9 of the extension host in the middle of an answer costs its last second at most', async () => {
    const { faulty } = live.servers;
    const script = openaiScript();
    await live.window.showPanel();
    faulty.script(
      { status: 200, headers: { 'content-type': 'application/json' } },
      { bytes: JSON.stringify({ data: [{ id: 'listed' }] }) },
    );
    await chat.nameModel('scripted', 'Faulty');
    faulty.script(
      { bytes: script.open() + script.text('First words. ') },
      { wait: 'seen' },
      { bytes: script.text('Later words. ') },
      { wait: 'never' },
    );
    await chat.send('What survives a crash?');
    await chat.answers.getByText('First words.').waitFor();
    assert.match(await written(), /What survives a crash\?/, 'the question was there before it left');
    faulty.open('seen');
    await chat.answers.getByText('Later words.').waitFor();
    await writtenWithin('Later words.', forgivenMs);

    const hosts = await live.session.server.extensionHosts();
    assert.equal(hosts.length, 1);
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    await live.window.reload();
    await chat.show();
    await chat.questions.getByText('What survives a crash?').waitFor();
    await chat.answers.getByText('First words. Later words.').waitFor();
    await chat.button('Continue').waitFor();

    faulty.script(
      { bytes: script.open() + script.text('It goes on.') },
      { bytes: script.finish('stop') + script.done() },
    );
    await chat.ask('And now?');
    assert.match(await chat.answers.last().innerText(), /It goes on\./);
    for (const line of (await written()).split('\n').filter((text) => text !== '')) JSON.parse(line);
  });

  const readOnlyBanner = (page: ChatPage) =>
    page.frame.locator('.banner').getByText('This chat is open in another window.');

  it('a second window follows the chat and can take it over', async () => {
    const { faulty } = live.servers;
    const script = openaiScript();
    const { session } = live;
    const second = await openWindow({
      profile: live.window.page.context(),
      server: session.server,
      workspace: session.workspace,
    });
    const other = new ChatPage(() => second);
    await other.show();
    await readOnlyBanner(other).waitFor();

    faulty.script(
      { bytes: script.open() + script.text('Seen by both.') },
      { bytes: script.finish('stop') + script.done() },
    );
    await chat.ask('Who sees this?');
    await other.answers.getByText('Seen by both.').waitFor();

    await other.button('Take over').click();
    await readOnlyBanner(other).waitFor({ state: 'detached' });
    faulty.script(
      { bytes: script.open() + script.text('From the second.') },
      { bytes: script.finish('stop') + script.done() },
    );
    await other.ask('And from here?');
    await readOnlyBanner(chat).waitFor();
    await chat.answers.getByText('From the second.').waitFor();
    await second.close();
  });
});
