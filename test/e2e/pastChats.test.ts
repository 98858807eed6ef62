import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { until } from '../host/until.ts';
import { startDemo } from '../servers/demo.ts';
import { liveSession } from './liveSession.ts';

/** The editor starts its extensions anew, while it looks at everything else in the folder. */
const slowMs = 60_000;

describe('past chats', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const { chat } = live;

  const rows = () => live.window.page.locator('.quick-input-list .monaco-list-row');
  const row = (label: string) => rows().filter({ hasText: label }).first();
  const labels = async () => (await live.window.quickInput.labels()).map((label) => label.trim());
  const showChats = async () => {
    await live.window.palette('Parley: Show Chats…');
    await live.window.page.getByPlaceholder('Search past chats').waitFor();
    await rows().first().waitFor();
  };
  const press = async (on: Locator, button: string) => {
    await on.hover();
    await on.locator(`.action-label[aria-label="${button}"]`).click();
  };
  const answer = async (text: string, title: string) => {
    await live.window.quickInput.titled(title);
    await live.window.quickInput.answer(text);
    await live.window.quickInput.answered(title);
  };
  /** The dialog of a window that has no native one asks for the path in the box at the top. */
  const answerPath = async (path: string, title: string) => {
    const { quickInput } = live.window;
    await quickInput.titled(title);
    await quickInput.isFilled();
    await quickInput.answer(path);
    await quickInput.waitUntilClosed();
  };
  const exportAs = async (format: string, path: string) => {
    await live.window.palette('Parley: Export Chat…');
    await live.window.quickInput.pick(format);
    await answerPath(path, 'Export Chat');
    await (await live.window.notification('The chat was exported to')).waitFor();
    await live.window.palette('Notifications: Clear All Notifications');
    return readFile(path, 'utf8');
  };
  const importFrom = async (path: string) => {
    await live.window.palette('Parley: Import Chat…');
    await answerPath(path, 'Import Chats');
  };
  const inWorkspace = (name: string) => join(live.session.workspace, name);

  it('a chat is renamed from the palette and from the list, and keeps its title', async () => {
    await chat.useDemo();
    await chat.ask('Which model are you?');
    await live.window.palette('Parley: Rename Chat…');
    await answer('Who answers', 'Rename Chat');
    await chat.newChat();
    await chat.ask('A question of the second chat');
    await showChats();
    assert.deepEqual(await labels(), ['A question of the second chat', 'Who answers']);
    assert.match(await row('A question').innerText(), /Today/);
    await press(row('Who answers'), 'Rename');
    await answer('  The first one ', 'Rename Chat');
    await live.window.page.getByPlaceholder('Search past chats').waitFor();
    await row('The first one').waitFor();
    await live.window.quickInput.dismiss();
  });

  it('what was said in a chat is found, with the place of the match', async () => {
    await showChats();
    await live.window.quickInput.type('which MODEL');
    await row('The first one').waitFor();
    assert.deepEqual(await labels(), ['The first one']);
    assert.match(await row('The first one').innerText(), /Which model are you\?/);
    await live.window.quickInput.type('second chat');
    await row('A question of the second chat').waitFor();
    await live.window.quickInput.pick('A question of the second chat');
    await chat.questions.getByText('A question of the second chat').waitFor();
  });

  it('a chat is exported, and imported again as the same', async () => {
    const markdown = await exportAs('Markdown', inWorkspace('second.md'));
    assert.match(markdown, /^# A question of the second chat\n\n## You\n/);
    const json = await exportAs('JSON', inWorkspace('second.json'));
    await importFrom(inWorkspace('second.json'));
    // What was imported is opened.
    await chat.focusedComposer();
    await showChats();
    assert.equal((await labels()).filter((label) => label === 'A question of the second chat').length, 2);
    await live.window.quickInput.dismiss();
    assert.equal(await exportAs('JSON', inWorkspace('again.json')), json);
    await chat.ask('And it goes on');
  });

  it('a file that is no chat is refused in words', async () => {
    await writeFile(inWorkspace('broken.json'), '{"format":"parley-chat","version":9}');
    await importFrom(inWorkspace('broken.json'));
    await live.window.notification(/broken\.json was not imported\. It was exported by a newer version of Parley/);
    await live.window.palette('Notifications: Clear All Notifications');
  });

  it('a chat is copied as Markdown', async () => {
    await live.window.palette('Parley: Copy Chat as Markdown');
    await live.window.notification('The chat was copied as Markdown.');
    assert.match(
      await live.window.page.evaluate(() => navigator.clipboard.readText()),
      /^# A question of the second chat\n[^]*And it goes on/,
    );
    await live.window.palette('Notifications: Clear All Notifications');
  });

  describe('what is being written', () => {
    /** The turn at the top edge, and how far it is scrolled past. */
    const place = () =>
      chat.frame.locator('#conversation').evaluate((box) => {
        const edge = box.getBoundingClientRect().top;
        const turns = [...box.querySelectorAll('article')];
        const index = turns.findIndex((turn) => turn.getBoundingClientRect().bottom > edge);
        return { index, offset: edge - (turns[index]?.getBoundingClientRect().top ?? 0) };
      });
    const isAsItWas = async () => {
      await chat.composer.waitFor({ timeout: slowMs });
      await chat.button('Jump to latest').waitFor();
      await until(async () => (await chat.composer.inputValue()) === 'half a thought');
      await chat.waitingChips.getByText('money.ts').waitFor();
      assert.equal(await chat.waitingChips.count(), 1);
      await until(async () => {
        const now = await place();
        return now.index === before.index && Math.abs(now.offset - before.offset) < 40;
      });
    };
    let before = { index: 0, offset: 0 };

    it('stays when the panel is hidden and shown', async () => {
      await chat.newChat();
      for (let turn = 1; turn <= 4; turn++) await chat.ask(`Tell me about this editor, part ${turn}`);
      await chat.begin('half a thought', 'src/money.ts');
      await chat.frame.locator('#conversation').hover();
      await live.window.page.mouse.wheel(0, -300);
      await chat.button('Jump to latest').waitFor();
      before = await place();
      await live.window.palette('Explorer: Focus on Folders View');
      await live.window.page.locator('iframe.webview[src*="extensionId=parley.parley"]').waitFor({ state: 'hidden' });
      await chat.show();
      await isAsItWas();
    });

    it('stays when the window is reloaded', async () => {
      await live.window.reload();
      // It was showing, and comes back by itself.
      await isAsItWas();
    });

    it('stays when the panel is moved to the other side bar', async () => {
      await live.window.palette('View: Move View');
      await live.window.quickInput.pick('Chat');
      await live.window.quickInput.pick('New Secondary Side Bar Entry');
      await live.window.page.locator('.part.auxiliarybar').getByText('Parley', { exact: true }).first().waitFor();
      await live.window.page.locator('.part.sidebar').getByText('Parley: Chat').waitFor({ state: 'hidden' });
      await isAsItWas();
    });

    it('goes along with the question that is asked then', async () => {
      await chat.composer.press('Enter');
      await chat.questions.getByText('half a thought').waitFor();
      await chat.ended();
      assert.match(await chat.questions.last().innerText(), /money\.ts/);
      assert.equal(await chat.waitingChips.count(), 0);
    });
  });
});
