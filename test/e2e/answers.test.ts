import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { begun, ended, modelList } from '../servers/chatSteps.ts';
import { startDemo } from '../servers/demo.ts';
import { startFaultServer } from '../servers/faultServer.ts';
import { liveSession } from './liveSession.ts';
import { lastChat } from './sentRequests.ts';

describe('answers', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }), faulty: await startFaultServer({ limitMs: 60_000 }) }),
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
  const steps = (name: string) => chat.frame.locator('.steps').getByRole('button', { name });

  before(() => chat.useDemo());
  beforeEach(() => chat.newChat());

  describe('of the demo', () => {
    it('goes on seamlessly where the output limit cut it off', async () => {
      await chat.ask('long');
      const cut = await chat.answers.last().locator('parley-markdown').innerText();
      await steps('Continue').click();
      const answer = chat.frame.locator('article.assistant.ended:last-of-type');
      await answer.getByText('The end.').waitFor();
      const text = await answer.locator('parley-markdown').innerText();
      const numbers = (part: string) => Array.from(part.matchAll(/\((\d+)\)/g), (match) => Number(match[1]));
      assert.ok(numbers(cut).length < 60);
      assert.deepEqual(
        numbers(text),
        Array.from({ length: 60 }, (_, index) => index + 1),
      );
      assert.equal(await chat.answers.count(), 1);
      assert.equal(await steps('Continue').count(), 0);
    });

    it('an error is a card with one button that helps', async () => {
      await chat.ask('error');
      const card = chat.frame.getByRole('group', { name: 'The answer failed' });
      assert.match(await card.innerText(), /key/i);
      assert.deepEqual(await card.getByRole('button').allInnerTexts(), ['Add a key…']);
      await card.getByRole('button').click();
      assert.match(await live.window.quickInput.text(), /Add a key/);
      await live.window.quickInput.dismiss();
    });

    it('an overloaded provider is asked again, in sight, until it answers', async () => {
      await chat.send('fail');
      await chat.frame.getByText(/Overloaded\. Trying again/).waitFor();
      assert.match(await (await chat.ended()).innerText(), /This is Parley's demo/);
    });

    it('F2 edits the last question, and what it replaces is sent no more', async () => {
      await chat.ask('What is a ledger?');
      await chat.ask('What is a legder entry?');
      await chat.composer.press('F2');
      await chat.frame.getByText('Editing your last question').waitFor();
      assert.equal(await chat.composer.inputValue(), 'What is a legder entry?');
      await chat.ask('What is a ledger entry?');
      const { messages } = lastChat(live.servers.demo);
      assert.deepEqual(
        messages.map(({ role }) => role),
        ['user', 'assistant', 'user'],
      );
      assert.equal(messages.at(-1)?.content, 'What is a ledger entry?');
      assert.ok(!JSON.stringify(messages).includes('legder'));
      assert.equal(await chat.questions.count(), 2);
    });

    it('reasoning is folded until it is opened', async () => {
      const answer = await chat.ask('think: what is this?');
      const fold = answer.locator('details.fold');
      assert.equal(await fold.getAttribute('open'), null);
      assert.equal(await fold.getByText('First I count the messages').isVisible(), false);
      await fold.getByText('Thought').click();
      await fold.getByText('First I count the messages').waitFor();
    });

    it('a refusal says so', async () => {
      assert.match(await (await chat.ask('refuse')).innerText(), /The model refused\s+I can't help with that/);
    });

    it('code is copied, and inserted at the cursor in one undo step', async () => {
      const code = 'think: what does this function return?';
      await live.window.openFile('src/money.ts');
      const original = await live.window.editorText();
      const answer = await chat.ask('help');
      await answer.locator('parley-code').getByRole('button', { name: 'Copy' }).click();
      const paste = async () => {
        await chat.composer.press('ControlOrMeta+KeyV');
        return chat.composer.inputValue();
      };
      // The editor writes the clipboard in its own time, after the click.
      for (let tries = 0; tries < 50 && (await paste()) === ''; tries++);
      assert.equal(await chat.composer.inputValue(), code);
      await chat.composer.fill('');
      await answer.locator('parley-code').getByRole('button', { name: 'Insert at cursor' }).click();
      const editor = live.window.page.locator('.editor-group-container.active .monaco-editor');
      await editor.locator('.view-line', { hasText: code }).waitFor();
      assert.equal(await live.window.editorText(), `${code}${original}`);
      await live.window.press('ControlOrMeta+KeyZ');
      await editor.locator('.view-line', { hasText: code }).waitFor({ state: 'detached' });
      assert.equal(await live.window.editorText(), original);
    });
  });

  describe('of a server that takes its time', () => {
    before(async () => {
      live.servers.faulty.script(...modelList('listed'));
      await chat.nameModel('scripted', 'Faulty');
    });

    it('stop keeps what came and closes the connection; retry replaces it', async () => {
      const { faulty } = live.servers;
      faulty.script(begun('The first half'), { wait: 'never' });
      await chat.send('Slowly, please');
      await chat.answers.last().getByText('The first half').waitFor();
      await chat.button('Stop (Escape)').click();
      const stopped = await chat.ended();
      assert.match(await stopped.innerText(), /The first half\s+Stopped\./);
      assert.equal(await faulty.requests.at(-1)?.closed, 'client');

      faulty.script(begun('All of it'), ended);
      await steps('Retry').click();
      await chat.answers.getByText('All of it').waitFor();
      assert.equal(await chat.answers.getByText('The first half').count(), 0);
      assert.deepEqual(lastChat(faulty).messages, [{ role: 'user', content: 'Slowly, please' }]);
    });

    it('a connection that breaks leaves what came, to be continued or asked again', async () => {
      live.servers.faulty.script(begun('Half an answer'), { cut: 'rst' });
      const answer = await chat.ask('Break off');
      assert.match(await answer.innerText(), /Half an answer/);
      assert.deepEqual(await answer.locator('.steps').getByRole('button').allInnerTexts(), ['Continue', 'Retry']);
    });

    it('the whole way goes by keyboard alone', async () => {
      const { window, servers } = live;
      const { keyboard } = window.page;
      await window.openFile('src/invoice.ts');
      await window.selectLines(45, 47);
      await window.press('Control+KeyK');
      await window.press('KeyA');
      await window.page.getByPlaceholder('What do you want to know?').waitFor();
      servers.faulty.script(begun('Overdue means late.'), ended);
      await keyboard.type('What is overdue?');
      await keyboard.press('Enter');
      await chat.answerTo('What is overdue?');

      servers.faulty.script(begun('Today counts'), { wait: 'never' });
      await keyboard.type('And today?');
      await keyboard.press('Enter');
      await chat.answers.last().getByText('Today counts').waitFor();
      await keyboard.press('Escape');
      await chat.ended();
      assert.equal(await servers.faulty.requests.at(-1)?.closed, 'client');

      servers.faulty.script(begun('Tomorrow does not.'), ended);
      await keyboard.press('F2');
      await chat.frame.getByText('Editing your last question').waitFor();
      await keyboard.press('Shift+Home');
      await keyboard.type('And tomorrow?');
      await keyboard.press('Enter');
      await chat.answerTo('And tomorrow?');
      assert.deepEqual(
        lastChat(servers.faulty).messages.map(({ content }) => content.split('\n').at(-1)),
        ['What is overdue?', 'Overdue means late.', 'And tomorrow?'],
      );
    });
  });
});
