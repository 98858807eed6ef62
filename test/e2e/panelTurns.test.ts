import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { eventsMessage, posted, say } from './panelPage.ts';
import { panelSession } from './panelSession.ts';

const { withPanel } = panelSession();

const composer = (page: Page) => page.getByRole('textbox', { name: 'Question' });
const turn = (page: Page, id: string) => page.locator(`[data-turn=${id}]`);
/** What was said but for where the reader is. */
const said = async (page: Page) => (await posted(page)).filter(({ type }) => type !== 'place');

async function composerHolds(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector<HTMLTextAreaElement>('#question')?.value === wanted,
    text,
  );
}

describe('versions of turns', () => {
  it('stand under a question and an answer, and the keyboard goes through them without losing its place', () =>
    withPanel('versions', async (page) => {
      const group = page.getByRole('group', { name: 'Version 3 of 3 of this answer' });
      assert.equal(await group.getByRole('button', { name: 'Next version' }).getAttribute('aria-disabled'), 'true');
      await group.getByRole('button', { name: 'Next version' }).press('Enter');
      await group.getByRole('button', { name: 'Previous version' }).press('Enter');
      assert.deepEqual(await said(page), [{ type: 'switch', to: 'a3' }]);
      await say(page, eventsMessage([{ type: 'switch', to: 'a3' }]));
      await page.getByRole('group', { name: 'Version 2 of 3 of this answer' }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), 'Previous version');
      assert.deepEqual(await page.locator('[data-turn]').evaluateAll((all) => all.map((one) => one.dataset['turn'])), [
        'q1',
        'a3',
      ]);
      await page.getByRole('status').filter({ hasText: 'Version 2 of 3 is shown.' }).waitFor({ state: 'attached' });
      await page.keyboard.press('Enter');
      await say(page, eventsMessage([{ type: 'switch', to: 'a1' }]));
      await turn(page, 'q2').waitFor();
      assert.deepEqual((await said(page)).slice(1), [{ type: 'switch', to: 'a1' }]);
    }));

  it('while an answer runs nothing can be switched, edited or deleted, but copied', () =>
    withPanel('versions', async (page) => {
      await say(page, eventsMessage([{ type: 'continue', id: 'a5', at: 1 }]));
      await page.locator('#turns.fixed').waitFor();
      assert.deepEqual(
        await page.locator('#turns button:visible').evaluateAll((all) => [...new Set(all.map((one) => one.ariaLabel))]),
        ['Copy question', 'Copy answer as Markdown'],
      );
      await page.getByRole('group', { name: 'Version 3 of 3 of this answer' }).waitFor();
    }));
});

describe('earlier turns', () => {
  it('any question is edited, and the composer says what that does', () =>
    withPanel('versions', async (page) => {
      await turn(page, 'q1').getByRole('button', { name: 'Edit and ask again' }).press('Enter');
      await composerHolds(page, 'Why does this limiter let two requests through at once?');
      await page.getByText('Editing an earlier question.').waitFor();
      await composer(page).press('Escape');
      await composerHolds(page, '');
      await composer(page).press('F2');
      await page.getByText('Editing your last question.').waitFor();
      await composer(page).press('Escape');
      // The keyboard goes back to the composer with the paint that takes this away.
      await page.getByText('Editing your last question.').waitFor({ state: 'detached' });
      await composerHolds(page, '');
      await turn(page, 'q1').getByRole('button', { name: 'Edit and ask again' }).press('Enter');
      await page.getByText('Editing an earlier question.').waitFor();
      await composer(page).fill('Shorter');
      await composer(page).press('Enter');
      assert.deepEqual((await said(page)).slice(-2), [
        { type: 'edit', id: 'q1' },
        { type: 'edit-send', id: 'q1', text: 'Shorter' },
      ]);
    }));

  it('what is edited takes what went along with it away when it is no longer shown', () =>
    withPanel('versions', async (page) => {
      await composer(page).press('F2');
      await composer(page).fill('Shorter');
      await say(page, eventsMessage([{ type: 'switch', to: 'a1' }]));
      await composerHolds(page, 'Shorter');
      assert.deepEqual(await said(page), [{ type: 'edit', id: 'q5' }, { type: 'edit-cancel' }]);
    }));

  it('an answer is given anew by the same model or another one, and copied as markdown', () =>
    withPanel('versions', async (page) => {
      const answer = turn(page, 'a4');
      await answer.getByRole('button', { name: 'Retry' }).press('Enter');
      await answer.getByRole('button', { name: 'Answer again with another model…' }).press('Enter');
      await answer.getByRole('button', { name: 'Ask other models too…' }).press('Enter');
      await answer.getByRole('button', { name: 'Copy answer as Markdown' }).press('Enter');
      assert.deepEqual(await said(page), [
        { type: 'retry', answer: 'a4' },
        { type: 'retry', answer: 'a4', pick: true },
        { type: 'ask-others', answer: 'a4' },
        { type: 'copy', text: 'The bucket starts with `capacity` tokens, so two callers get through.' },
      ]);
    }));

  it('a question is deleted, and the composer has the way back', () =>
    withPanel('versions', async (page) => {
      await turn(page, 'q5').getByRole('button', { name: 'Delete question and answer' }).press('Enter');
      await say(page, eventsMessage([{ type: 'delete', id: 'q5' }]));
      await turn(page, 'q5').waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement?.id === 'question');
      await page.getByRole('button', { name: 'Undo' }).press('Enter');
      await say(page, eventsMessage([{ type: 'restore', id: 'q5' }]));
      await turn(page, 'q5').waitFor();
      await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
      assert.deepEqual(await said(page), [
        { type: 'delete', id: 'q5' },
        { type: 'restore', id: 'q5' },
      ]);
    }));

  it('what is selected in an answer is quoted into the composer', () =>
    withPanel('versions', async (page) => {
      const quote = page.getByRole('button', { name: 'Quote' });
      assert.equal(await quote.count(), 0);
      await composer(page).fill('Really?');
      await composer(page).selectText();
      await turn(page, 'a4').locator('parley-markdown p').selectText();
      await quote.click();
      await composerHolds(page, 'Really?\n\n> The bucket starts with capacity tokens, so two callers get through.\n\n');
      await quote.waitFor({ state: 'detached' });
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'question');
    }));
});
