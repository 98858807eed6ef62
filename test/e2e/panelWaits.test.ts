import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { emptyTranscript, fold } from '../../src/model/transcript.ts';
import { launchBrowser } from '../rig/browser.ts';
import {
  asked,
  eventsMessage,
  openPanel,
  panelState,
  posted,
  say,
  servePanel,
  show,
  streamed,
  type PanelSite,
} from './panelPage.ts';
import { scenes } from './panelScenes.ts';

let browser: Browser;
let site: PanelSite;

before(async () => {
  [browser, site] = await Promise.all([launchBrowser(console.log), servePanel()]);
});

after(async () => {
  await browser.close();
  await site.close();
});

async function withPanel(scene: string | undefined, test: (page: Page) => Promise<void>): Promise<void> {
  const page = await openPanel(browser, site);
  try {
    if (scene !== undefined) await show(page, scenes[scene] ?? assert.fail(scene));
    await test(page);
  } finally {
    await page.close();
  }
}

/** The panel comes back to an answer that has been silent for so long. */
async function comeBack(page: Page, quietMs: number): Promise<void> {
  const transcript = asked('Why?').reduce(fold, emptyTranscript);
  await say(page, { type: 'snapshot', state: panelState({ transcript, quietMs }) });
}

const status = (page: Page) => page.locator('[role=status]').innerText();

describe('waits', () => {
  for (const [scene, now] of [
    ['retry', 'Retry now'],
    ['queued', 'Ask anyway'],
  ] as const) {
    it(`${scene}: both ways out are named buttons that the keyboard reaches, one after the other`, () =>
      withPanel(scene, async (page) => {
        const card = page.getByRole('region', { name: 'Waiting' });
        await card.getByRole('button', { name: now }).focus();
        await page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Cancel');
        await page.keyboard.press('Enter');
        assert.deepEqual(await posted(page), [{ type: 'ask-now' }, { type: 'stop' }]);
      }));
  }

  it('the focus stays on a button while the seconds go by, and no second is read out', () =>
    withPanel('queued', async (page) => {
      await page.getByRole('button', { name: 'Ask anyway' }).focus();
      const announced = await status(page);
      assert.equal(announced, "The question waits 42 seconds for the provider's limit.");
      await page.getByText('Asking in 40 s.').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Ask anyway');
      assert.equal(await status(page), announced);
    }));

  it('the card goes when the request leaves, and when text comes', () =>
    withPanel('queued', async (page) => {
      const card = page.getByRole('region', { name: 'Waiting' });
      await card.waitFor();
      await say(page, eventsMessage(streamed([{ type: 'queued', delayMs: 0 }])));
      await card.waitFor({ state: 'detached' });
      await page.getByText('Waiting for the model…').waitFor();
      await say(page, eventsMessage(streamed([{ type: 'text', delta: 'So.' }])));
      await page.getByText('So.').waitFor();
      assert.equal(await page.getByText('Waiting').count(), 0);
    }));

  it('when a button goes with its card, the keyboard goes on in the question', () =>
    withPanel('queued', async (page) => {
      await page.getByRole('button', { name: 'Ask anyway' }).focus();
      await say(page, eventsMessage(streamed([{ type: 'queued', delayMs: 0 }])));
      await page.locator('#question:focus').waitFor();
    }));

  it('silence is counted in words, by itself, and from when it began', () =>
    withPanel(undefined, async (page) => {
      await comeBack(page, 12_000);
      await page.getByText('Waiting for the first word… 12 s').waitFor();
      await page.getByText('Waiting for the first word… 13 s').waitFor();
      await say(page, eventsMessage(streamed([{ type: 'alive' }])));
      await page.getByText(/Waiting for the first word… 1\d s · still there, last sign of life 1 s ago/).waitFor();
      assert.equal(await status(page), 'Nothing new yet, but the provider is still there.');
    }));

  it('an answer that another window is given is shown as one that runs, without a step to take', () =>
    withPanel('open in another window', async (page) => {
      const answer = page.getByRole('article').last();
      await answer.getByText('Half an answer').waitFor();
      assert.equal(await answer.getAttribute('aria-busy'), 'true');
      assert.deepEqual(await answer.getByRole('button').allTextContents(), []);
      await page.getByRole('button', { name: 'Take over' }).click();
      assert.deepEqual(await posted(page), [{ type: 'action', action: 'take-over' }]);
    }));

  it('a limit that lasts says until when, and what the headers say', () =>
    withPanel('rate limited', async (page) => {
      await page.getByText(/It takes requests again \w+.*\d:\d\d/).waitFor();
      await page.getByText('Details').click();
      await page.getByText('x-ratelimit-remaining-requests: 0').waitFor();
      await page.getByRole('button', { name: 'Retry' }).first().click();
      assert.deepEqual(await posted(page), [{ type: 'retry' }]);
    }));
});
