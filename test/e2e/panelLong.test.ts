import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Turn } from '../../src/model/transcript.ts';
import { launchBrowser } from '../rig/browser.ts';
import { eventsMessage, openPanel, panelState, say, servePanel, streamed, type PanelSite } from './panelPage.ts';

let browser: Browser;
let site: PanelSite;
let page: Page;

const messages = 5_000;
const model = { connection: 'openai', model: 'gpt-5-mini' };
const turns = Array.from({ length: messages }, (_, index): Turn => {
  const id = `t${index}`;
  if (index % 2 === 0) return { role: 'user', id, at: 0, text: `Question ${index}?`, attachments: [] };
  const parts = [
    { type: 'text' as const, text: `Answer **${index}**\n\n- one\n- two\n\n${'More of it. '.repeat(40)}` },
  ];
  return { role: 'assistant', id, at: 0, model, label: 'GPT-5 mini', parts, finish: { reason: 'stop' } };
});

before(async () => {
  [browser, site] = await Promise.all([launchBrowser(console.log), servePanel()]);
  page = await openPanel(browser, site);
  await say(page, { type: 'snapshot', state: panelState({ transcript: { turns } }) });
  await page.getByText(`Answer ${messages - 1}`).waitFor();
});

after(async () => {
  await browser.close();
  await site.close();
});

const drawn = () => page.locator('parley-markdown').count();
/** How far the end of the chat is below what is in sight. */
const belowPx = () =>
  page.locator('#conversation').evaluate((one) => Math.round(one.scrollHeight - one.scrollTop - one.clientHeight));

describe('a chat of 5,000 messages', () => {
  it('stands at its end, with all messages in the document and only those near the screen drawn', async () => {
    assert.equal(await page.locator('[data-turn]').count(), messages);
    assert.ok((await drawn()) < 40, `${await drawn()} answers are drawn`);
    assert.ok((await belowPx()) < 2);
  });

  it('can be copied whole, with what is not drawn', async () => {
    const selected = await page.locator('#conversation').evaluate((one) => {
      const selection = getSelection();
      selection?.selectAllChildren(one);
      const text = selection?.toString() ?? '';
      selection?.removeAllRanges();
      return text;
    });
    assert.equal(selected.match(/Question \d+\?/g)?.length, messages / 2);
    assert.equal(selected.match(/Answer \W*\d+/g)?.length, messages / 2);
  });

  it('draws what the reader comes to, and what was read does not jump', async () => {
    const scroller = page.locator('#conversation');
    const answer = page.locator(`[data-turn=t${messages - 41}] parley-markdown`);
    await scroller.hover();
    for (let turn = 0; turn < 200 && (await answer.count()) === 0; turn += 1) await page.mouse.wheel(0, -400);
    await answer.waitFor();
    const topOf = () => answer.evaluate((one) => Math.round(one.getBoundingClientRect().top));
    await answer.scrollIntoViewIfNeeded();
    const before = await topOf();
    await page.waitForFunction(() => {
      const { top, bottom } = document.querySelector('#conversation')?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
      return [...document.querySelectorAll('.far')].every((box) => {
        const rect = box.getBoundingClientRect();
        return rect.bottom < top || rect.top > bottom;
      });
    });
    assert.ok(Math.abs((await topOf()) - before) <= 2, `${before} -> ${await topOf()}`);
    assert.ok((await drawn()) < 100);
  });

  it('goes back to its end at a click, and takes what comes there', async () => {
    await page.getByRole('button', { name: 'Jump to latest' }).click();
    const asked = [
      { type: 'user', id: 'q', at: 0, text: 'One more?', attachments: [] },
      { type: 'assistant', id: 'anew', at: 0, model, label: 'GPT-5 mini' },
    ] as const;
    const answer = streamed(
      [
        { type: 'text', delta: 'Here **it** is.' },
        { type: 'finish', reason: 'stop' },
      ],
      'new',
    );
    await say(page, eventsMessage([...asked, ...answer]));
    await page.getByText('Here it is.').waitFor();
    await page.waitForFunction(() => {
      const one = document.querySelector('#conversation');
      return one !== null && one.scrollHeight - one.scrollTop - one.clientHeight < 2;
    });
  });
});
