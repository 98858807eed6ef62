import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { startDemo } from '../servers/demo.ts';
import { startFaultServer } from '../servers/faultServer.ts';
import { clickUntil } from '../rig/quickInput.ts';
import { liveSession } from './liveSession.ts';

const key = 'sk-CANARY-of-the-connections-test';

describe('connections', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }), faulty: await startFaultServer() }),
    () => ({ env: { AWS_REGION: 'eu-central-1' } }),
  );
  const { chat } = live;

  const title = (text: string) => live.window.page.locator('.quick-input-title', { hasText: text });
  const message = (text: string | RegExp) => live.window.page.locator('.quick-input-message', { hasText: text });

  /** For the eye of whoever changes the flow. */
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'connections', `${name}.png`));

  const begin = async (provider: string) => {
    await live.window.palette('Parley: Add a Connection…');
    await live.window.page.getByPlaceholder('Who serves the models?').waitFor();
    await live.window.quickInput.choose(provider, provider);
  };

  const tests = () => live.servers.demo.requests.filter(({ path }) => path.endsWith('/models')).length;

  before(() => chat.show());

  it('a server is added with a sloppy address, tested, and asked', async () => {
    const { quickInput } = live.window;
    const { host } = new URL(live.servers.demo.url);
    await live.window.palette('Parley: Add a Connection…');
    await picture('1-providers');
    await quickInput.dismiss();
    await begin('OpenAI-compatible');
    await title('OpenAI-compatible: address (2/4)').waitFor();
    await quickInput.type('http://ai.example.com/v1');
    await message('Use https').waitFor();
    await picture('2-problem');
    await quickInput.type(`${host}//v1/v1/chat/completions?x=1`);
    await message(`Requests go to http://${host}/v1`).waitFor();
    await picture('3-address');
    await quickInput.answer('');
    await title('OpenAI-compatible: key (3/4)').waitFor();
    await quickInput.answer(key);
    await title('OpenAI-compatible: name (4/4)').waitFor();
    await picture('4-name');
    await quickInput.answer('Sloppy');
    const toast = await live.window.notification('Sloppy works.');
    await picture('5-works');
    assert.match(
      await toast.innerText(),
      new RegExp(`http://${host}/v1/models answered in \\d+ ms with \\d+ models: Demo`),
    );
    await chat.modelButton('Demo large').waitFor();
    await chat.ask('Was that address good enough?');
    const { path, headers } = live.servers.demo.requests.at(-1) ?? {};
    assert.deepEqual([path, headers?.['authorization']], ['/v1/chat/completions', `Bearer ${key}`]);
  });

  it('an address without its version is put right', async () => {
    const { quickInput } = live.window;
    await begin('OpenAI-compatible');
    await title('address (2/4)').waitFor();
    await quickInput.answer(live.servers.demo.url);
    await title('key (3/4)').waitFor();
    await live.window.press('Enter');
    await title('name (4/4)').waitFor();
    await quickInput.answer('Versionless');
    const toast = await live.window.notification(`but ${live.servers.demo.url}/v1 answers`);
    await picture('6-version');
    await toast.getByRole('button', { name: 'Use That Address' }).click();
    await live.window.notification('Versionless works.');
  });

  it('one can go back, and nothing that was typed is lost', async () => {
    const { page, quickInput } = live.window;
    await begin('AWS Bedrock');
    await title('AWS region').waitFor();
    const box = page.locator('.quick-input-box input').first();
    assert.equal(await box.inputValue(), 'eu-central-1');
    await message('AWS_REGION of the environment says eu-central-1.').waitFor();
    await picture('7-field');
    await quickInput.answer('eu-west-3');
    await title('key or login').waitFor();
    await picture('8-proof');
    await live.window.press('Enter');
    await title('key (4/5)').waitFor();
    const goBack = () => page.locator('.quick-input-titlebar .codicon-quick-input-back').click();
    await goBack();
    await title('key or login').waitFor();
    await goBack();
    await title('AWS region').waitFor();
    assert.equal(await box.inputValue(), 'eu-west-3');
    await quickInput.dismiss();
  });

  it('a failure names its cause, and leads to what helps', async () => {
    const { faulty } = live.servers;
    const { quickInput } = live.window;
    faulty.script(
      { status: 401, headers: { 'content-type': 'application/json' } },
      { bytes: '{"error":{"message":"Bad key"}}' },
    );
    await begin('OpenAI-compatible');
    await title('address (2/4)').waitFor();
    await quickInput.answer(`${faulty.url}/v1`);
    await title('key (3/4)').waitFor();
    await quickInput.answer('sk-wrong-key');
    await title('name (4/4)').waitFor();
    await quickInput.answer('Faulty');
    const toast = await live.window.notification('Faulty did not accept the key');
    await picture('9-fails');
    assert.match(await toast.innerText(), new RegExp(`Bad key \\(Asked: ${faulty.url}/v1/models\\)`));
    await toast.getByRole('button', { name: 'Edit Address…' }).click();
    await title('OpenAI-compatible: address').waitFor();
    await quickInput.answer(`${live.servers.demo.url}/v1`);
    const dialog = live.window.page.locator('.monaco-dialog-box', { hasText: 'Faulty has a new address.' });
    await dialog.waitFor();
    await picture('9b-key-goes-along');
    await dialog.getByRole('button', { name: 'Send It There' }).click();
    await live.window.notification('Faulty works.');
  });

  it('what is set up is listed, tested, and changed', async () => {
    const { quickInput, page } = live.window;
    // The one before said that it works, too.
    await live.window.palette('Notifications: Clear All Notifications');
    await live.window.palette('Parley: Manage Connections and Keys…');
    await page.getByPlaceholder('Test, change or remove').waitFor();
    await picture('10-manage');
    // The one whose model is asked at the moment.
    await quickInput.pick('Faulty');
    await title('Faulty').waitFor();
    await picture('11-menu');
    await quickInput.pick('Streaming');
    const streaming = page.locator('.quick-input-list .monaco-list-row[aria-label*="Streaming"]', { hasText: 'off' });
    await streaming.and(page.locator('.focused')).waitFor();
    await clickUntil(page.locator('.quick-input-titlebar .codicon-quick-input-back'), title('Connections and keys'));
    await quickInput.pick('Faulty');
    const before = tests();
    await quickInput.pick('Test connection');
    await live.window.notification('Faulty works.');
    assert.equal(tests(), before + 1);
    await chat.ask('And without a stream?');
    assert.doesNotMatch(live.servers.demo.requests.at(-1)?.body ?? '', /"stream":true/);
  });

  it('without the connection that was asked, another model can be picked, or it is brought back', async () => {
    const { quickInput } = live.window;
    await chat.newChat();
    await live.window.palette('Parley: Manage Connections and Keys…');
    await quickInput.pick('Faulty');
    await quickInput.pick('Remove connection');
    const toast = await live.window.notification('Faulty was removed, and its key with it.');
    await chat.frame.getByRole('heading', { name: 'No model is picked' }).waitFor();
    await picture('11b-no-model');
    await toast.getByRole('button', { name: 'Undo' }).click();
    await chat.modelButton('Demo large').waitFor();
    await chat.ask('Are you back?');
    assert.equal(live.servers.demo.requests.at(-1)?.headers['authorization'], 'Bearer sk-wrong-key');
  });

  it('looks right in a light theme, too', async () => {
    await live.window.setTheme('light');
    await begin('OpenAI-compatible');
    await title('address (2/4)').waitFor();
    await live.window.quickInput.type('localhost:8080/v1/models');
    await message('Requests go to').waitFor();
    await picture('12-light-address');
    await live.window.quickInput.dismiss();
    await live.window.palette('Parley: Manage Connections and Keys…');
    await live.window.quickInput.pick('Sloppy');
    await title('Sloppy').waitFor();
    await picture('13-light-menu');
    await live.window.quickInput.dismiss();
  });
});
