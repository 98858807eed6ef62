import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { begun, ended, modelList } from '../servers/chatSteps.ts';
import { startDemo } from '../servers/demo.ts';
import { startFaultServer } from '../servers/faultServer.ts';
import { liveSession } from './liveSession.ts';
import { lastChat, sentChats } from './sentRequests.ts';

describe('several models', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }), faulty: await startFaultServer({ limitMs: 120_000 }) }),
    ({ demo, faulty }) => ({
      env: { PARLEY_DEMO_URL: demo.url },
      settings: {
        'parley.connections': {
          faulty: { provider: 'openai-compatible', baseUrl: `${faulty.url}/v1`, label: 'Faulty' },
        },
      },
    }),
  );
  const { chat } = live;
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'compare', `${name}.png`));
  const tab = (label: string) => chat.frame.locator('.answer-tabs button', { hasText: label });
  const answerOf = (label: string) => chat.frame.locator('.comparison article', { hasText: label });
  const keep = (label: string) => answerOf(label).getByRole('button', { name: 'Keep this one' });
  const pick = async (...labels: string[]) => {
    for (const label of labels) await live.window.quickInput.pick(label);
    const count = labels.length + 1;
    await live.window.page.getByText(`Ask ${count} models: ${count} requests`).waitFor();
    await live.window.page.keyboard.press('Enter');
  };

  before(async () => {
    live.servers.faulty.script(...modelList('listed'));
    await chat.useDemo();
  });

  it('answer one question at the same time, and the one that is kept is gone on with', async () => {
    const { faulty, demo } = live.servers;
    faulty.script(begun('From afar'), { wait: 'never' });
    await chat.composer.fill('What is a ledger?');
    await chat.composer.press('Alt+Enter');
    await pick('Demo small', 'listed');
    await answerOf('Demo large').locator('.turn-footer').waitFor({ state: 'attached' });
    await answerOf('Demo small').locator('.turn-footer').waitFor({ state: 'attached' });
    await tab('listed').click();
    await answerOf('listed').getByText('From afar').waitFor();
    assert.equal(await answerOf('Demo small').isVisible(), false);
    await picture('live-narrow');
    await tab('Demo small').click();
    await keep('Demo small').click();
    assert.equal(await faulty.requests.at(-1)?.closed, 'client');
    await chat.frame.getByRole('group', { name: 'Version 3 of 3 of this answer' }).waitFor();
    for (const { messages } of [...sentChats(demo).slice(-2), lastChat(faulty)])
      assert.deepEqual(messages, [{ role: 'user', content: 'What is a ledger?' }]);
    await chat.ask('And an entry?');
    assert.equal(lastChat(demo).model, 'demo-large');
    assert.deepEqual(
      lastChat(demo).messages.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
  });

  it('the others are there as versions, also after a reload', async () => {
    await live.window.reload();
    await chat.show();
    const group = chat.frame.getByRole('group', { name: 'Version 3 of 3 of this answer' });
    await group.getByRole('button', { name: 'Previous version' }).press('Enter');
    await chat.frame.getByText('From afar').waitFor();
    await chat.frame.getByText('Stopped.').waitFor();
    assert.equal(await chat.frame.locator('.comparison').count(), 0);
  });

  it('are asked beside an answer that is there; one fails without the others, and the window may close meanwhile', async () => {
    const { faulty } = live.servers;
    await chat.newChat();
    await chat.ask('What is a journal?');
    faulty.script(...modelList('listed'));
    faulty.script({ status: 401 }, { bytes: '{"error":{"message":"No."}}' });
    await chat.answers.last().getByRole('button', { name: 'Ask other models too…' }).press('Enter');
    await pick('Demo small', 'listed');
    await tab('listed').click();
    await answerOf('listed').getByRole('group', { name: 'The answer failed' }).waitFor();
    await tab('Demo small').click();
    await answerOf('Demo small').locator('.turn-footer').waitFor();
    await live.window.reload();
    await chat.show();
    await tab('Demo small').click();
    await keep('Demo small').click();
    await chat.frame.getByRole('article', { name: 'Answer of Demo small' }).waitFor();
    await chat.frame.getByRole('group', { name: 'Version 2 of 2 of this answer' }).waitFor();
  });

  it('leaving the list asks nobody, and the question is in the composer again', async () => {
    const before = live.servers.demo.requests.length;
    live.servers.faulty.script(...modelList('listed'));
    await chat.composer.fill('Never mind');
    await chat.button('Ask several models… (Alt+Enter)').click();
    await live.window.quickInput.labels();
    await live.window.quickInput.dismiss();
    await chat.frame.locator('[data-turn=pending]').waitFor({ state: 'detached' });
    assert.equal(await chat.composer.inputValue(), 'Never mind');
    assert.deepEqual(
      live.servers.demo.requests.slice(before).filter(({ method }) => method === 'POST'),
      [],
    );
    await chat.composer.fill('');
  });

  it('stop stops all of them', async () => {
    const { faulty } = live.servers;
    await chat.newChat();
    await chat.nameModel('scripted', 'Faulty');
    faulty.script(begun('One'), { wait: 'never' });
    faulty.script(begun('Two'), { wait: 'never' });
    await chat.composer.fill('Slowly, please');
    await chat.composer.press('Alt+Enter');
    await pick('listed');
    await tab('listed').click();
    await answerOf('listed')
      .getByText(/One|Two/)
      .waitFor();
    await tab('scripted').click();
    await answerOf('scripted')
      .getByText(/One|Two/)
      .waitFor();
    await chat.button('Stop (Escape)').click();
    await answerOf('scripted').getByText('Stopped.').waitFor();
    assert.deepEqual(await Promise.all(faulty.requests.slice(-2).map(({ closed }) => closed)), ['client', 'client']);
    faulty.script(begun('On'), ended);
    await chat.composer.fill('Go on');
    await chat.composer.press('Enter');
    await chat.answers.last().getByText('On', { exact: true }).waitFor();
    assert.equal(lastChat(faulty).model, 'scripted');
  });
});
