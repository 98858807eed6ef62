import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { startDemo } from '../servers/demo.ts';
import { liveSession } from './liveSession.ts';
import { lastChat, lastQuestion, sentChats } from './sentRequests.ts';

const command = 'Parley: Ask AI about Selection';

describe('ask about a selection', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const { chat } = live;

  before(async () => {
    await chat.useDemo();
    await live.window.openFile('src/invoice.ts');
  });

  beforeEach(() => chat.newChat());

  const linesOnDisk = async (first: number, last: number) => {
    const text = await readFile(join(live.session.workspace, 'src/invoice.ts'), 'utf8');
    return text
      .split('\n')
      .slice(first - 1, last)
      .join('\n');
  };

  const selectAndRun = async (first: number, last: number) => {
    await live.window.selectLines(first, last);
    await live.window.palette(command);
    return live.window.quickInput.text();
  };

  it('sends the text with its path, language and lines, and the next turn carries all of it', async () => {
    assert.match(await selectAndRun(29, 39), /Ask AI about src\/invoice\.ts, lines 29–39/);
    await live.window.quickInput.answer('What does totals do?');
    const answer = await chat.answerTo('What does totals do?');
    assert.match(await answer.innerText(), /This is Parley's demo/);
    assert.equal(await chat.questions.last().locator('.chip-open').getAttribute('title'), 'src/invoice.ts:29-39');
    assert.equal(
      lastQuestion(live.servers.demo),
      `Selection from \`src/invoice.ts\`, lines 29-39\n\`\`\`typescript\n${await linesOnDisk(29, 39)}\n\`\`\`\n\nWhat does totals do?`,
    );

    await chat.ask('And why is discount not taxed?');
    const [first, second, third, ...more] = lastChat(live.servers.demo).messages;
    assert.equal(first?.content, sentChats(live.servers.demo).at(-2)?.messages[0]?.content);
    assert.equal(second?.role, 'assistant');
    assert.match(second.content, /^\*\*This is Parley's demo/);
    assert.deepEqual(third, { role: 'user', content: 'And why is discount not taxed?' });
    assert.deepEqual(more, []);
  });

  it('sends every one of several selections', async () => {
    await live.window.selectLines(30, 32);
    await live.window.press('Shift+Alt+KeyI');
    await live.window.press('Shift+Home');
    await live.window.page.locator('#status\\.editor\\.selection', { hasText: '3 selections' }).waitFor();
    await live.window.palette(command);
    assert.match(await live.window.quickInput.text(), /Ask AI about 3 selections/);
    await live.window.quickInput.answer('What are these three?');
    await chat.answerTo('What are these three?');
    const titles = await chat.questions.last().locator('.chip-open').all();
    assert.deepEqual(await Promise.all(titles.map((chip) => chip.getAttribute('title'))), [
      'src/invoice.ts:30',
      'src/invoice.ts:31',
      'src/invoice.ts:32',
    ]);
    const sent = lastQuestion(live.servers.demo);
    for (const [index, line] of (await linesOnDisk(30, 32)).split('\n').entries())
      assert.ok(sent.includes(`line ${30 + index}\n\`\`\`typescript\n${line.trimStart()}\n`), sent);
  });

  it('offers the symbol, the file or nothing when nothing is selected', async () => {
    const { quickInput, page } = live.window;
    const chooseFrom = async (label: string, question: string) => {
      await live.window.goTo(34, 5);
      await live.window.palette(command);
      await page.getByPlaceholder('What should go along?').waitFor();
      const labels = (await quickInput.labels()).map((text) => text.trim());
      await quickInput.pick(label);
      await page.getByPlaceholder('What do you want to know?').waitFor();
      await quickInput.answer(question);
      await chat.answerTo(question);
      return labels;
    };
    const offered = await chooseFrom('totals', 'Which symbol?');
    assert.deepEqual(offered, ['totals', 'Whole file', 'Image or PDF…', 'Nothing']);
    assert.match(
      lastQuestion(live.servers.demo),
      /^Symbol from `src\/invoice\.ts`, symbol `totals`, lines 29-39\n```typescript\nexport function totals/,
    );
    await chooseFrom('Whole file', 'Which file?');
    assert.ok(
      lastQuestion(live.servers.demo).startsWith(
        `File \`src/invoice.ts\`\n\`\`\`typescript\n${await linesOnDisk(1, 5)}`,
      ),
    );
    await chooseFrom('Nothing', 'Which of none?');
    assert.equal(lastQuestion(live.servers.demo), 'Which of none?');
  });

  it('an empty question leaves the selection in the composer, where it can be taken off or sent', async () => {
    const before = sentChats(live.servers.demo).length;
    const attach = async () => {
      await selectAndRun(3, 8);
      await live.window.quickInput.answer('');
      await chat.waitingChips.getByText('invoice.ts').waitFor();
    };
    await attach();
    await chat.button('Remove invoice.ts').click();
    await chat.waitingChips.waitFor({ state: 'detached' });

    await attach();
    await chat.frame.locator('#question:focus').waitFor();
    await live.window.press('Shift+Tab');
    await chat.frame.locator('.chip-remove:focus').waitFor();
    await live.window.press('Enter');
    await chat.waitingChips.waitFor({ state: 'detached' });
    assert.equal(sentChats(live.servers.demo).length, before);

    await attach();
    await chat.ask('What is a line?');
    assert.match(lastQuestion(live.servers.demo), /^Selection from `src\/invoice\.ts`, lines 3-8\n/);
    assert.equal(await chat.waitingChips.count(), 0);
  });

  it('is in the context menu', async () => {
    await live.window.selectLines(29, 29);
    const line = live.window.page.locator('.view-line', { hasText: 'export function totals' });
    await line.click({ button: 'right', position: { x: 60, y: 6 } });
    assert.ok((await live.window.menuLabels()).includes('Edit Selection with AI'));
    await live.window.chooseMenuItem('Ask AI about Selection');
    assert.match(await live.window.quickInput.text(), /Ask AI about src\/invoice\.ts, line 29/);
    await live.window.quickInput.dismiss();
  });

  it('is on Ctrl+K A, and remembers the questions', async () => {
    const { window, session } = live;
    const pressKeys = async () => {
      await window.selectLines(41, 43);
      await window.press('Control+KeyK');
      await window.press('KeyA');
      assert.match(await session.window.quickInput.text(), /Ask AI about src\/invoice\.ts, lines 41–43/);
    };
    await pressKeys();
    await window.quickInput.answer('When is it due?');
    await chat.answerTo('When is it due?');
    await chat.newChat();
    await pressKeys();
    await window.quickInput.pick('When is it due?');
    await chat.answerTo('When is it due?');
    assert.equal(sentChats(live.servers.demo).at(-1)?.messages.length, 1);
    assert.match(lastQuestion(live.servers.demo), /lines 41-43\n[^]*\n\nWhen is it due\?$/);
  });

  it('sends what was typed, however fast Enter comes after it', async () => {
    for (const question of ['One?', 'Two, then?', 'What is three?']) {
      await selectAndRun(41, 43);
      await live.window.page.keyboard.insertText(question);
      await live.window.press('Enter');
      await chat.answerTo(question);
    }
  });
});
