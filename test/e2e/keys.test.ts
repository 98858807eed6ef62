import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { changeSettings } from '../rig/quietSettings.ts';
import { startDemo } from '../servers/demo.ts';
import { startFaultServer } from '../servers/faultServer.ts';
import type { RecordedRequest } from '../servers/recordedRequest.ts';
import { filesWith, tracesIn } from './keyTraces.ts';
import { liveSession } from './liveSession.ts';

const newKey = () => `sk-CANARY-${crypto.randomUUID()}`;

declare global {
  interface Window {
    /** Every message that came into a frame of the page. */
    heard?: string[];
  }
}

/** Runs in every frame before its own code. VS Code writes a webview's document anew, which drops listeners of its window. */
function recordMessages(): void {
  window.heard = [];
  const original = Reflect.get(EventTarget.prototype, 'addEventListener') as (...args: unknown[]) => void;
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...args: unknown[]): void {
    original.apply(this, args);
    if (args[0] !== 'message') return;
    original.call(this, 'message', ({ data }: MessageEvent) => window.heard?.push(JSON.stringify(data) ?? ''));
  };
}

describe('keys', () => {
  const live = liveSession(
    async () => ({
      provider: await startDemo({ pace: 'instant' }),
      sink: await startFaultServer(),
      redirecting: await startFaultServer(),
    }),
    () => ({}),
  );
  const { chat } = live;
  const key = newKey();
  const bound = newKey();

  /** What a request carries, header by header. */
  const partsOf = ({ path, headers, body }: RecordedRequest) => ({ path, body, ...headers });
  const tracesPerRequest = (ofKey: string) =>
    live.servers.provider.requests.map((request) => tracesIn(ofKey, partsOf(request)));

  const addServer = async (url: string, label: string, ofKey: string) => {
    await live.window.palette('Parley: Add a Connection…');
    await live.window.quickInput.choose('OpenAI-compatible', 'OpenAI-compatible');
    await answerBox('OpenAI-compatible: address', url);
    await answerBox('OpenAI-compatible: key', ofKey);
    await answerBox('OpenAI-compatible: name', label);
  };

  const manage = async (label: string, step: string) => {
    await live.window.palette('Parley: Manage Connections and Keys…');
    await live.window.page.getByPlaceholder('Test, change or remove').waitFor();
    await live.window.quickInput.pick(label);
    await live.window.quickInput.titled(label);
    await live.window.quickInput.pick(step);
  };

  const answerBox = async (title: string, answer: string) => {
    await live.window.quickInput.titled(title);
    await live.window.quickInput.answer(answer);
  };

  before(async () => {
    await live.window.page.context().addInitScript(recordMessages);
    await live.window.reload();
    await chat.show();
  });

  it('a key travels in one header of each request to its provider', async () => {
    await addServer(`${live.servers.provider.url}/v1`, 'Canary', key);
    await live.window.notification('Canary works.');
    await chat.modelButton('Demo large').waitFor();
    await chat.ask('Is this key kept?');
    assert.deepEqual(
      live.servers.provider.requests.map(({ method, path }) => `${method} ${path}`),
      // To test it, to begin with a model, and to ask.
      ['GET /v1/models', 'GET /v1/models', 'POST /v1/chat/completions'],
    );
    assert.deepEqual(tracesPerRequest(key), [['authorization'], ['authorization'], ['authorization']]);
  });

  it('and is nowhere else: not on disk, in the log, or in the panel', async () => {
    await live.window.palette('Parley: Show Log');
    // This rig's server writes no log files, so what the log says is seen where files are: in a desktop VS Code.
    await live.window.page.locator('.part.panel .view-lines').first().waitFor();
    const shown = await live.window.page.locator('.part.panel').innerText();
    const frames = live.window.page.frames().filter((frame) => frame !== live.window.page.mainFrame());
    const heard = await Promise.all(frames.map((frame) => frame.evaluate(() => window.heard ?? [])));
    const pages = await Promise.all(frames.map((frame) => frame.content()));
    assert.ok(
      heard.flat().some((message) => message.includes('snapshot')),
      'the recording of messages works',
    );
    // Where this rig's VS Code keeps secrets; encrypted.
    const stored = await live.window.page.evaluate(() => JSON.stringify(localStorage));
    assert.match(stored, /secret/);
    assert.deepEqual(tracesIn(key, { shown, stored, heard: heard.flat().join('\n'), pages: pages.join('\n') }), []);
    for (const folder of [live.session.userDataDir, live.session.extensionsDir, live.session.workspace])
      assert.deepEqual(await filesWith(key, folder), []);
    await live.window.palette('View: Hide Panel');
  });

  it('survives a restart', async () => {
    await live.session.restart();
    await chat.show();
    await chat.ask('Is this key still kept?');
    assert.deepEqual(tracesPerRequest(key).at(-1), ['authorization']);
  });

  it('a key that does not work is not kept, unless one insists', async () => {
    const bad = `${newKey()}-invalid`;
    const addBad = async () => {
      await live.window.palette('Parley: Add a Key…');
      await answerBox('Add a key', ` ${bad}\t`);
      await live.window.page.locator('.quick-input-title', { hasText: 'Whose key is this?' }).waitFor();
      const notKept = live.window.toast('The key was not kept.');
      await live.window.quickInput.pickUntil('Canary', notKept);
      return notKept;
    };
    const first = await addBad();
    assert.deepEqual(tracesPerRequest(bad).at(-1), ['authorization']);
    await first.getByRole('button', { name: 'Paste Again' }).click();
    await live.window.quickInput.dismiss();
    // VS Code hides all that comes while one of the same text goes.
    await live.window.toast('Trying the key with Canary').waitFor({ state: 'detached' });
    await chat.ask('Which key is asked with?');
    assert.deepEqual(tracesPerRequest(key).at(-1), ['authorization']);

    await (await addBad()).getByRole('button', { name: 'Keep It Anyway' }).click();
    // The list of models fails with that key, so a model is asked for.
    await live.window.page.getByPlaceholder(/Type to search/).waitFor();
    await live.window.quickInput.dismiss();
    await chat.send('And now?');
    await chat.frame.getByRole('group', { name: 'The answer failed' }).waitFor();
    assert.deepEqual(tracesPerRequest(bad).at(-1), ['authorization']);
  });

  it('is replaced and removed, whatever state it is in', async () => {
    const other = newKey();
    await manage('Canary', 'Replace key…');
    await answerBox('Key for Canary', other);
    await chat.modelButton('Demo large').waitFor();
    await chat.ask('With the other one?');
    assert.deepEqual(tracesPerRequest(other).at(-1), ['authorization']);

    await manage('Canary', 'Remove key');
    await live.window.notification('The key of Canary was removed from this machine.');
    await chat.ask('Without any?');
    assert.equal(live.servers.provider.requests.at(-1)?.headers['authorization'], undefined);
  });

  it('is not sent where a redirect points', async () => {
    const { redirecting, sink } = live.servers;
    redirecting.script({ status: 307, headers: { location: `${sink.url}/v1/models` } });
    await addServer(`${redirecting.url}/v1`, 'Bound', bound);
    await live.window.notification('which was not followed');
    for (const request of redirecting.requests) assert.deepEqual(tracesIn(bound, partsOf(request)), ['authorization']);
    assert.ok(redirecting.requests.length > 0);
    assert.deepEqual(sink.requests, []);
  });

  it('is not sent to another address, and a folder that is opened cannot move a connection', async () => {
    const { provider, sink } = live.servers;
    const at = (baseUrl: string) => ({ bound: { provider: 'openai-compatible', baseUrl, label: 'Bound' } });
    const folder = join(live.session.workspace, '.vscode');
    await mkdir(folder);
    await writeFile(
      join(folder, 'settings.json'),
      JSON.stringify({
        'parley.connections': at(`${sink.url}/v1`),
        'parley.instructions': 'Say what the folder wants.',
      }),
    );
    await changeSettings(live.session.userDataDir, { 'parley.connections': at(`${provider.url}/v1`) });
    await live.session.restart();
    await chat.show();
    await live.window.palette('Parley: Manage Connections and Keys…');
    await live.window.page.locator('.quick-input-list', { hasText: 'given for another address' }).waitFor();
    await live.window.quickInput.dismiss();
    await chat.pickModel('Demo large');
    await chat.ask('To the new address?');
    assert.equal(provider.requests.at(-1)?.headers['authorization'], undefined);
    assert.ok(!provider.requests.at(-1)?.body.includes('Say what the folder wants.'));
    assert.deepEqual(tracesPerRequest(bound).flat(), []);
    assert.deepEqual(sink.requests, []);
  });
});
