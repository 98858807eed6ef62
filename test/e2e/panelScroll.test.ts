import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { emptyTranscript, fold } from '../../src/model/transcript.ts';
import type { HostToView, Place } from '../../src/protocol.ts';
import { asked, eventsMessage, panelState, say, streamed } from './panelPage.ts';
import { panelSession } from './panelSession.ts';

const session = panelSession();

/** With an empty chat. */
const withPanel = (test: (page: Page) => Promise<void>) => session.withPanel('empty', test);

const text = (delta: string) => ({ type: 'text', delta }) as const;
const stop = { type: 'finish', reason: 'stop' } as const;

/** Where the reader is, as soon as the host was told, or was told of this offset. */
async function toldPlace(page: Page, chat: string, offset?: number): Promise<Place> {
  const told = await page.waitForFunction(
    ([of, wanted]) =>
      window.posted.findLast(
        (message) =>
          message.type === 'place' &&
          message.chat === of &&
          message.place !== undefined &&
          (wanted === undefined || message.place.offset === wanted),
      ),
    [chat, offset] as const,
  );
  const last = await told.jsonValue();
  return last?.type === 'place' && last.place ? last.place : assert.fail('The reader is at the end.');
}

describe('scrolling', () => {
  const long = Array.from({ length: 80 }, (_, index) => `Paragraph ${index}.`).join('\n\n');
  const distance = (page: Page) =>
    page.locator('#conversation').evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);

  const firstTop = (page: Page) =>
    page
      .locator('#conversation p')
      .first()
      .evaluate((paragraph) => paragraph.getBoundingClientRect().top);

  it('follows the end only while the reader is there', () =>
    withPanel(async (page) => {
      const jump = page.getByRole('button', { name: 'Jump to latest' });
      await say(page, eventsMessage([...asked('q'), ...streamed([text(long)])]));
      await page.getByText('Paragraph 79.').waitFor();
      assert.ok((await distance(page)) <= 24);
      await page.locator('#conversation').hover();
      await page.mouse.wheel(0, -600);
      await jump.waitFor();
      const top = await page.locator('#conversation').evaluate((box) => box.scrollTop);
      await say(page, eventsMessage(streamed([text('\n\nThe last one.')])));
      await page.getByText('The last one.').waitFor({ state: 'attached' });
      assert.equal(await page.locator('#conversation').evaluate((box) => box.scrollTop), top);
      await jump.click();
      await jump.waitFor({ state: 'hidden' });
      assert.ok((await distance(page)) <= 24);
    }));

  it('is left by who scrolls as slowly as a finger can', () =>
    withPanel(async (page) => {
      await say(page, eventsMessage([...asked('q'), ...streamed([text(long)])]));
      await page.getByText('Paragraph 79.').waitFor();
      await page.locator('#conversation').hover();
      for (let step = 0; step < 5; step += 1) {
        await page.mouse.wheel(0, -2);
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
      }
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
      assert.ok((await distance(page)) > 1);
    }));

  it('comes back to the place where the reader was', () =>
    withPanel(async (page) => {
      const transcript = [...asked('q'), ...streamed([text(long), stop])].reduce(fold, emptyTranscript);
      await say(page, { type: 'snapshot', state: panelState({ transcript }) });
      await page.getByText('Paragraph 79.').waitFor();
      await page.locator('#conversation').hover();
      await page.mouse.wheel(0, -700);
      const place = await toldPlace(page, panelState().chat);
      const first = await firstTop(page);
      await page.reload();
      await page.waitForFunction(() => window.posted.some(({ type }) => type === 'ready'));
      await say(page, { type: 'snapshot', state: panelState({ transcript, place }) });
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
      const again = await firstTop(page);
      assert.ok(Math.abs(first - again) < 40, `${first} then ${again}`);
    }));

  // A page of what is drawn holds 16 blocks: some begin one, and some end one.
  for (const block of [15, 16, 31, 32, 60])
    it(`comes back to the gap above block ${block} in a panel of another width, too`, () =>
      withPanel(async (page) => {
        const blocks = Array.from({ length: 80 }, (_, index) =>
          index % 32 === 0 ? `## Block ${index}.` : `Block ${index}. ${'It wraps. '.repeat(30)}`,
        );
        const transcript = [
          ...asked('q'),
          ...streamed([text(blocks.join('\n\n')), stop]),
          ...asked('Next?', '2'),
        ].reduce(fold, emptyTranscript);
        await say(page, { type: 'snapshot', state: panelState({ transcript }) });
        const below = () =>
          page.getByText(`Block ${block}.`).evaluate((shown) => {
            const box = shown.closest('#conversation') ?? document.body;
            return shown.getBoundingClientRect().top - box.getBoundingClientRect().top;
          });
        await page.locator('#conversation').hover();
        while ((await below()) < 0) await page.mouse.wheel(0, -300);
        while (Math.abs((await below()) - 3) >= 1)
          await page.locator('#conversation').evaluate((box, px) => box.scrollBy(0, px), (await below()) - 3);
        const place = await toldPlace(page, panelState().chat, -3);
        await page.setViewportSize({ width: 640, height: 700 });
        await page.reload();
        await page.waitForFunction(() => window.posted.some(({ type }) => type === 'ready'));
        await say(page, { type: 'snapshot', state: panelState({ transcript, place }) });
        await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
        await page.waitForFunction(
          (label) => document.querySelector('#conversation')?.textContent.includes(label),
          `Block ${block}.`,
        );
        assert.equal(Math.round(await below()), 3);
      }));

  it('each chat has a place of its own, and one that was read to its end is shown at its end', () =>
    withPanel(async (page) => {
      const snapshotOf = (chat: string, id: string, place?: Place): HostToView => {
        const transcript = [...asked(`q of ${chat}`, id), ...streamed([text(long), stop], id)].reduce(
          fold,
          emptyTranscript,
        );
        return { type: 'snapshot', state: panelState({ chat, transcript, ...(place === undefined ? {} : { place }) }) };
      };
      const [one, two] = [snapshotOf('one', '1'), snapshotOf('two', '2')];
      const shown = (id: string) => page.locator(`[data-turn=a${id}]`).waitFor();
      await say(page, one);
      await shown('1');
      const scroller = page.locator('#conversation');
      await scroller.hover();
      await page.mouse.wheel(0, -700);
      // The browser glides there.
      await page.waitForFunction(() => {
        const box = document.querySelector('#conversation');
        return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight >= 699;
      });
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
      const first = await firstTop(page);
      await say(page, two);
      await shown('2');
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'hidden' });
      assert.ok((await distance(page)) <= 24);
      await say(page, snapshotOf('one', '1', await toldPlace(page, 'one')));
      await shown('1');
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
      const again = await firstTop(page);
      assert.ok(Math.abs(first - again) < 40, `${first} then ${again}`);
      await say(page, two);
      await shown('2');
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'hidden' });
      assert.ok((await distance(page)) <= 24);
    }));
});
