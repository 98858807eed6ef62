import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { startDemo } from '../servers/demo.ts';
import { isKept } from './editorStorage.ts';
import { liveSession } from './liveSession.ts';
import { lastChat, lastQuestion, sentChats } from './sentRequests.ts';

const menuItem = 'Summarize File';

/** A picture of one transparent pixel. */
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

describe('summarize', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const { chat } = live;
  const path = (name: string) => join(live.session.workspace, name);
  const onDisk = (name: string) => readFile(path(name), 'utf8');
  const dialog = () => live.window.page.locator('.monaco-dialog-box');
  const stopButton = () => chat.button('Stop (Escape)');

  before(async () => {
    // Before the Explorer lists the folder.
    await writeFile(path('data/gone.txt'), 'soon gone\n');
    await writeFile(path('data/dot.png'), Buffer.from(dot, 'base64'));
    await chat.useDemo();
  });

  beforeEach(async () => {
    await live.window.showPanel();
    await chat.newChat();
  });

  it('one file from the Explorer', async () => {
    await live.window.rightClickInExplorer('src/money.ts', menuItem);
    const answer = await chat.answerTo('Summarize this file.');
    assert.match(await answer.innerText(), /src\/money\.ts has 16 lines/);
    assert.match(lastQuestion(live.servers.demo), /^File `src\/money\.ts`\n/);
    assert.ok(lastQuestion(live.servers.demo).includes(await onDisk('src/money.ts')));
  });

  it('several files from the Explorer, in one question', async () => {
    await live.window.rightClickInExplorer(['src/money.ts', 'src/reminder.ts'], menuItem);
    await chat.answerTo('Summarize these files.');
    const titles = await chat.questions.last().locator('.chip-open').all();
    assert.deepEqual(await Promise.all(titles.map((chip) => chip.getAttribute('title'))), [
      'src/money.ts',
      'src/reminder.ts',
    ]);
    for (const name of ['src/money.ts', 'src/reminder.ts'])
      assert.ok(lastQuestion(live.servers.demo).includes(await onDisk(name)));
  });

  it('a file from its tab, with what is not saved yet', async () => {
    await live.window.openFile('service/main.go');
    await live.window.selectLines(1, 1);
    await live.window.press('Home');
    await live.window.page.keyboard.type('// not saved yet ');
    await live.window.page.locator('.tab.active.dirty').waitFor();
    await live.window.page.locator('.tab.active').click({ button: 'right' });
    await live.window.chooseMenuItem(menuItem);
    await chat.answerTo('Summarize this file.');
    assert.ok(lastQuestion(live.servers.demo).includes(`// not saved yet ${await onDisk('service/main.go')}`));
  });

  it('the active file from the palette', async () => {
    await live.window.openFile('web/style.css');
    await live.window.palette('Parley: Summarize File');
    await chat.answerTo('Summarize this file.');
    assert.match(lastQuestion(live.servers.demo), /^File `web\/style\.css`\n/);
  });

  it('an image, which goes along as it is', async () => {
    await live.window.rightClickInExplorer('data/dot.png', menuItem);
    await chat.answerTo('Summarize this file.');
    assert.deepEqual(
      await chat.questions
        .last()
        .locator('.chip-open')
        .all()
        .then((chips) => chips.length),
      1,
    );
    assert.equal(lastQuestion(live.servers.demo), 'Image `data/dot.png`\n\nSummarize this file.');
    const { body } = live.servers.demo.requests.findLast(({ method }) => method === 'POST') ?? { body: '' };
    assert.ok(body.includes(`"data:image/png;base64,${dot}"`));
  });

  it('says in plain words why a file cannot be summarized, and sends nothing', async () => {
    const sent = sentChats(live.servers.demo).length;
    const refusals = {
      'data/logo.bin': 'data/logo.bin is not a text file.',
      'data/empty.txt': 'data/empty.txt is empty: there is nothing to summarize.',
      'data/gone.txt': 'data/gone.txt cannot be read. It may have been moved or deleted.',
    };
    await live.window.explorer.show();
    for (const [name, message] of Object.entries(refusals)) {
      // Not clicked before, which would open it: what an editor holds can be summarized when its file is gone.
      await (await live.window.explorer.row(name)).click({ button: 'right' });
      await live.window.menuLabels();
      if (name === 'data/gone.txt') await rm(path(name));
      await live.window.chooseMenuItem(menuItem);
      await live.window.notification(message);
    }
    assert.equal(sentChats(live.servers.demo).length, sent);
  });

  describe('a file that the model cannot read at once', () => {
    before(async () => {
      const log = await onDisk('data/access.log');
      await writeFile(path('data/part.log'), log.slice(0, log.lastIndexOf('\n', 40_000) + 1));
      await live.window.showPanel();
      await chat.pickModel('Demo small');
    });

    it('asks first, and sends nothing when declined', async () => {
      const sent = sentChats(live.servers.demo).length;
      await live.window.rightClickInExplorer('data/access.log', menuItem);
      await dialog().waitFor();
      assert.match(
        await dialog().innerText(),
        /data\/access\.log is more than the model reads at once\.\s+The summary takes \d+ requests that read about [\d,]+ tokens/,
      );
      await live.window.press('Escape');
      await dialog().waitFor({ state: 'detached' });
      assert.equal(sentChats(live.servers.demo).length, sent);
    });

    it('shows how far it is, and can be stopped', async () => {
      await live.window.rightClickInExplorer('data/access.log', menuItem);
      await dialog().getByRole('button', { name: 'Summarize in Parts' }).click();
      await chat.frame.getByText(/Reading part \d+ of \d+ of data\/access\.log/).waitFor();
      await chat.frame.locator('progress').waitFor();
      await stopButton().click();
      const answer = await chat.ended();
      assert.match(await answer.innerText(), /Stopped\./);
      const [first] = lastChat(live.servers.demo).messages;
      assert.ok((first?.content.length ?? 0) < 40_000);
    });

    it('is summarized in parts that miss nothing, and combined', async () => {
      await live.window.rightClickInExplorer('data/part.log', menuItem);
      await dialog().getByRole('button', { name: 'Summarize in Parts' }).click();
      const answer = await chat.answerTo('Summarize this file.');
      assert.match(await answer.innerText(), /This is Parley's demo/);
      const questions = sentChats(live.servers.demo)
        .map(({ messages }) => messages[0]?.content ?? '')
        .filter((question) => question.includes('data/part.log'));
      assert.ok(questions.length > 3);
      const parts = questions.slice(0, -1).join('\n');
      for (const line of (await onDisk('data/part.log')).trimEnd().split('\n')) assert.ok(parts.includes(line), line);
    });

    it('leaves the next question small', async () => {
      await live.window.rightClickInExplorer('data/part.log', menuItem);
      await dialog().getByRole('button', { name: 'Summarize in Parts' }).click();
      await chat.answerTo('Summarize this file.');
      await chat.ask('And in one sentence?');
      const { messages } = lastChat(live.servers.demo);
      assert.match(
        messages[0]?.content ?? '',
        /^File `data\/part\.log` \(its content is not part of this conversation\)/,
      );
    });

    it('goes on with the chat of the last time in a window that has not shown the panel yet', async () => {
      await chat.ask('What was said before?');
      await live.window.palette('View: Show Search');
      await isKept(live.window.page, '"chat":', 'What was said before?');
      await isKept(live.window.page, 'sidebar.activeviewletid=workbench.view.search');
      await live.window.reload();
      await live.window.rightClickInExplorer('data/part.log', menuItem);
      await dialog().getByRole('button', { name: 'Summarize in Parts' }).click();
      await chat.answerTo('Summarize this file.');
      await chat.questions.first().getByText('What was said before?').waitFor();
    });
  });
});
