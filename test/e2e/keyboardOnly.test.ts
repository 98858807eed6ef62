import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { openaiScript } from '../servers/openaiScript.ts';
import { liveSession } from './liveSession.ts';

const code = 'export const take = () => true;';

/** Two models with an answer of two screens; asked to go on and on, they do not end. */
async function startModels() {
  const script = openaiScript();
  const words = Array.from({ length: 40 }, (_, line) => `Line ${line} of the answer.`).join('\n\n');
  const answer = `\`\`\`typescript\n${code}\n\`\`\`\n\n${words}`;
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const data = [{ id: 'large-one' }, { id: 'small-one' }];
      return void response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
    }
    let asked = '';
    request.on('data', (part: Buffer) => (asked += part.toString()));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(script.open() + script.text(answer));
      if (!asked.includes('and on')) response.end(script.finish('stop') + script.done());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { url, stop };
}

const pointerMark = 'parley-test: a pointer was used';

describe('without a mouse', () => {
  const live = liveSession(
    async () => ({ models: await startModels() }),
    ({ models }) => ({
      settings: { 'parley.connections': { ollama: { provider: 'ollama', baseUrl: models.url, api: 'chat' } } },
    }),
  );
  const { chat } = live;
  const pointers: string[] = [];

  const command = async (title: string) => {
    await live.window.quickInput.open('F1');
    await take(`>${title}`, title);
  };
  /** The first row is the one that Enter takes. */
  const take = async (filter: string, label: string) => {
    await live.window.quickInput.find(filter, label);
    const chosen = live.window.page.locator('.quick-input-list .monaco-list-row.focused').getByText(label).first();
    await chosen.waitFor();
    // A list that has just got more to offer lets the key go by.
    for (let attempt = 0; attempt < 5 && (await chosen.isVisible()); attempt += 1) {
      await live.window.press('Enter');
      await chosen.waitFor({ state: 'hidden', timeout: 2_000 }).catch(() => undefined);
    }
  };
  const focused = () =>
    chat.frame.locator('body').evaluate(() => {
      const { activeElement } = document;
      return document.hasFocus() ? (activeElement?.ariaLabel ?? activeElement?.textContent?.trim() ?? '') : '';
    });
  /** Walks until the focus is on what has this name. */
  const walkTo = async (name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
    const passed: string[] = [];
    for (let step = 0; step < 60; step += 1) {
      const now = await focused();
      if (name.test(now)) return;
      passed.push(now);
      await live.window.press(key);
    }
    assert.fail(`${String(name)} was not reached; these were: ${passed.join(', ')}`);
  };
  const type = (text: string) => live.window.page.keyboard.type(text);
  /** Writes the end of a question, or all of it, and sends it. */
  const askWith = async (question: string, end = question) => {
    await chat.focusedComposer();
    await type(end);
    await live.window.press('Enter');
    await chat.questions.last().getByText(question).waitFor();
  };
  const question = (text: string) => chat.questions.getByText(text, { exact: true });

  it('the panel is opened and a way in is taken', async () => {
    // In each document there will be, that of the panel included.
    await live.window.page.addInitScript((mark) => {
      for (const kind of ['pointerdown', 'mousedown', 'wheel', 'touchstart'])
        addEventListener(kind, () => console.log(mark), { capture: true, passive: true });
    }, pointerMark);
    live.window.page.on('console', (message) => message.text() === pointerMark && pointers.push(message.text()));
    await live.window.reload();
    await command('Parley: Focus on Chat View');
    await chat.button('Use Ollama').waitFor();
    await walkTo(/^Use Ollama/);
    await live.window.press('Enter');
    await chat.focusedComposer();
  });

  it('a model is chosen', async () => {
    await walkTo(/^Model: /);
    await live.window.press('Enter');
    await live.window.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await take('small-one', 'small-one');
    await chat.modelButton('small-one').waitFor();
    await walkTo(/^Question$/, 'Shift+Tab');
  });

  it('a question is asked, and the answer read', async () => {
    await askWith('First question');
    await chat.ended();
    await askWith('Second question');
    await chat.ended();
    await walkTo(/^Conversation$/, 'Shift+Tab');
    await live.window.press('PageUp');
    await chat.button('Jump to latest').waitFor();
    await live.window.press('Home');
    await chat.frame.getByText(code).first().waitFor();
  });

  it('the focus goes through the turns in their order', async () => {
    await walkTo(/^Edit and ask again$/);
    await walkTo(/^Delete question and answer$/);
    await walkTo(/^Code, typescript$/);
    await walkTo(/^Answer again with another model/);
    await walkTo(/^Edit and ask again$/);
    assert.equal(await chat.questions.nth(1).getByRole('button', { name: 'Edit and ask again' }).isVisible(), true);
  });

  it('a code block is copied', async () => {
    await walkTo(/^Copy$/);
    await live.window.press('Enter');
    await live.window.page.waitForFunction(async (text) => (await navigator.clipboard.readText()) === text, code);
  });

  it('the end is jumped to, where the question is', async () => {
    await walkTo(/^Conversation$/, 'Shift+Tab');
    await live.window.press('Home');
    await walkTo(/^Question$/);
    await walkTo(/^Jump to latest$/, 'Shift+Tab');
    await live.window.press('Enter');
    await chat.button('Jump to latest').waitFor({ state: 'hidden' });
    await chat.focusedComposer();
  });

  it('an earlier question is asked in other words, and its first version shown again', async () => {
    await walkTo(/^Edit and ask again$/, 'Shift+Tab');
    await live.window.press('Enter');
    await askWith('Second question, better', ', better');
    await chat.ended();
    await walkTo(/^Previous version$/, 'Shift+Tab');
    await live.window.press('Enter');
    await question('Second question').waitFor();
    // It keeps its place, for whoever goes through several.
    assert.equal(await focused(), 'Previous version');
  });

  it('something is attached, and an answer is stopped', async () => {
    await walkTo(/^Question$/);
    await type('#money');
    await chat.frame.getByRole('option', { selected: true }).getByText('money.ts').waitFor();
    await live.window.press('Enter');
    await chat.waitingChips.getByText('money.ts').waitFor();
    await askWith('Go on and on');
    await chat.button('Stop (Escape)').waitFor();
    await live.window.press('Escape');
    await chat.ended();
    await chat.answers.last().getByText('Stopped.').waitFor();
  });

  it('a past chat is opened, and Tab leads out of the panel', async () => {
    await command('Parley: New Chat');
    await chat.questions.first().waitFor({ state: 'detached' });
    // The command ends by that, which would close a box that is opened before.
    await chat.focusedComposer();
    await command('Parley: Show Chats…');
    await live.window.page.getByPlaceholder('Search past chats').waitFor();
    await take('First question', 'First question');
    await question('First question').waitFor();
    await chat.focusedComposer();
    for (let step = 0; step < 10 && (await focused()) !== ''; step += 1) await live.window.press('Tab');
    assert.equal(await focused(), '', 'Tab does not leave the panel.');
  });

  it('all of it without a pointer', () => {
    assert.deepEqual(pointers, []);
  });
});
