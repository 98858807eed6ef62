import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { HostToView, Suggestion } from '../../src/protocol.ts';
import { rigFolder } from '../rig/paths.ts';
import { loadAxe, violations } from './panelAxe.ts';
import { eventsMessage, panelState, posted, say, type PanelLook } from './panelPage.ts';
import { scenes } from './panelScenes.ts';
import { panelSession } from './panelSession.ts';

const session = panelSession();

interface Look extends PanelLook {
  readonly scene?: string;
  readonly messages?: readonly HostToView[];
}

const withPanel = ({ scene = '', messages, ...look }: Look, test: (page: Page) => Promise<void>) =>
  session.withPanel(messages === undefined ? scene : { messages }, test, look);

const composer = (page: Page) => page.getByRole('textbox', { name: 'Question' });
const turn = (page: Page, id: string) => page.locator(`[data-turn=${id}]`);
const said = async (page: Page) => (await posted(page)).filter(({ type }) => type !== 'place');
const several = 'several answers';

async function composerHolds(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector<HTMLTextAreaElement>('#question')?.value === wanted,
    text,
  );
}

describe('several answers', () => {
  it('stand side by side in a wide panel, each with its end, its failure and its own steps', () =>
    withPanel({ scene: several, width: 1100 }, async (page) => {
      const boxes = await Promise.all(['a1', 'a2', 'a3'].map((id) => turn(page, id).boundingBox()));
      const [first, second, third] = boxes.map((box) => box ?? assert.fail('not to be seen'));
      assert.ok(first && second && third);
      assert.ok(first.x + first.width < second.x && second.x + second.width < third.x);
      assert.ok(Math.abs(first.y - second.y) < 1 && Math.abs(first.y - third.y) < 1);
      assert.equal(await page.getByRole('group', { name: 'Answer shown' }).isVisible(), false);
      assert.deepEqual(
        await page
          .locator('.comparison')
          .getByRole('button', { name: /^(?:Keep|Stop)/ })
          .allInnerTexts(),
        ['Keep this one', 'Keep this one', 'Stop GPT-5'],
      );
      await turn(page, 'a3').getByRole('group', { name: 'The answer failed' }).waitFor();
      await turn(page, 'a2').getByRole('button', { name: 'Stop GPT-5' }).press('Enter');
      await turn(page, 'a2').getByRole('button', { name: 'Keep this one' }).press('Enter');
      await composer(page).press('Escape');
      assert.deepEqual(await said(page), [{ type: 'stop', id: 'a2' }, { type: 'keep', id: 'a2' }, { type: 'stop' }]);
    }));

  it('are seen one at a time in a narrow one, by a switch', () =>
    withPanel({ scene: several, width: 200 }, async (page) => {
      const tabs = page.getByRole('group', { name: 'Answer shown' }).getByRole('button');
      assert.deepEqual(
        await page.locator('.columns article:visible').evaluateAll((all) => all.map((one) => one.dataset['turn'])),
        ['a1'],
      );
      await tabs.nth(1).press('Enter');
      await turn(page, 'a2').waitFor();
      assert.equal(await turn(page, 'a1').isVisible(), false);
      assert.deepEqual(await tabs.evaluateAll((all) => all.map((one) => one.ariaPressed)), ['false', 'true', 'false']);
    }));

  it('nothing is asked while one of them runs; once one is kept it stands alone among its versions', () =>
    withPanel({ scene: several, width: 800 }, async (page) => {
      await composer(page).fill('And then?');
      await composer(page).press('Enter');
      assert.deepEqual(await said(page), []);
      await say(
        page,
        eventsMessage([
          { type: 'stream', id: 'a2', event: { type: 'finish', reason: 'aborted' } },
          { type: 'switch', to: 'a2', keep: true },
        ]),
      );
      await page.locator('.comparison').waitFor({ state: 'detached' });
      await page.getByRole('group', { name: 'Version 2 of 2 of this answer' }).waitFor();
      await page.getByRole('status').filter({ hasText: 'The answer of GPT-5 is kept.' }).waitFor({ state: 'attached' });
      await composer(page).press('Enter');
      assert.deepEqual(await said(page), [{ type: 'send', text: 'And then?' }]);
    }));

  it('a wait is counted for each, whatever comes of the others', () =>
    withPanel({ messages: [{ type: 'snapshot', state: panelState() }], width: 800 }, async (page) => {
      const at = 0;
      const started = (id: string, beside?: readonly string[]) =>
        ({
          type: 'assistant',
          id,
          at,
          model: { connection: 'c', model: id },
          label: id.toUpperCase(),
          ...(beside && { beside }),
        }) as const;
      await say(
        page,
        eventsMessage([
          { type: 'user', id: 'q1', at, text: 'Why?', attachments: [] },
          started('a1'),
          { type: 'rewind', to: 'a1' },
          started('a2', ['a1']),
          { type: 'switch', to: 'a1' },
          {
            type: 'stream',
            id: 'a2',
            event: { type: 'retry', attempt: 1, delayMs: 60_000, error: { kind: 'overloaded', message: 'Busy.' } },
          },
          { type: 'stream', id: 'a1', event: { type: 'text', delta: 'So' } },
        ]),
      );
      await turn(page, 'a2')
        .getByText(/Overloaded\. Trying again in (?:60|59|58) s/)
        .waitFor();
      await turn(page, 'a2').getByRole('button', { name: 'Retry now' }).press('Enter');
      assert.deepEqual(await said(page), [{ type: 'ask-now', id: 'a2' }]);
    }));

  for (const [theme, width] of [
    ['dark', 200],
    ['light', 200],
    ['dark', 1200],
    ['light', 1200],
    ['high-contrast', 700],
  ] as const)
    it(`are accessible and in sight: ${theme}, ${width} px`, () =>
      withPanel({ scene: several, theme, width }, async (page) => {
        await page.screenshot({ path: join(rigFolder, 'compare', `${theme}-${width}.png`) });
        await loadAxe(page);
        assert.deepEqual(await violations(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide`);
      }));
});

describe('sending to several', () => {
  it('goes by Alt+Enter, by a button and from the palette', () =>
    withPanel({ scene: 'length' }, async (page) => {
      const sent = { type: 'send', text: 'Why?', several: true };
      const button = page.getByRole('button', { name: 'Ask several models… (Alt+Enter)' });
      assert.equal(await button.getAttribute('aria-disabled'), 'true');
      await composer(page).fill('Why?');
      await composer(page).press('Alt+Enter');
      await page.locator('[data-turn=pending]').waitFor();
      // Not asked after all: the text is back.
      const back: HostToView[] = (scenes['length'] ?? []).filter(({ type }) => type === 'snapshot');
      await say(page, ...back);
      await composerHolds(page, 'Why?');
      await button.click();
      await say(page, ...back);
      await composerHolds(page, 'Why?');
      await say(page, { type: 'send-several' });
      assert.deepEqual(await said(page), [sent, sent, sent]);
    }));

  it('has no button where there is no room for it', () =>
    withPanel({ scene: 'length', width: 200 }, async (page) => {
      assert.equal(await page.locator('.several').isVisible(), false);
      assert.equal(await page.getByRole('button', { name: 'Write a question first' }).isVisible(), true);
    }));
});

const commands = (query: string): HostToView => {
  const all: Suggestion[] = [
    {
      id: 'command fix',
      kind: 'command',
      label: '/fix',
      detail: 'Fix the selection or the open file, with its problems',
    },
    { id: 'command review', kind: 'command', label: '/review', detail: 'My own' },
  ];
  return { type: 'suggestions', query, items: all.filter(({ label }) => label.startsWith(`/${query}`)) };
};

describe('slash commands', () => {
  const asked = (page: Page, query: string) =>
    page.waitForFunction(
      (wanted) => window.posted.some((one) => one.type === 'suggest-commands' && one.query === wanted),
      query,
    );
  const options = (page: Page) => page.getByRole('listbox', { name: 'Commands' }).getByRole('option');

  it('are completed at the beginning only; what is taken waits for more words', () =>
    withPanel({ scene: 'length' }, async (page) => {
      await composer(page).pressSequentially('see /');
      await composer(page).fill('');
      await composer(page).pressSequentially('/');
      await asked(page, '');
      await say(page, commands(''));
      await options(page).nth(1).waitFor();
      await composer(page).press('ArrowDown');
      await composer(page).press('Enter');
      assert.equal(await composer(page).inputValue(), '/review ');
      await composer(page).pressSequentially('for speed');
      await composer(page).press('Enter');
      assert.deepEqual(await said(page), [
        { type: 'suggest-commands', query: '' },
        { type: 'send', text: '/review for speed' },
      ]);
    }));

  it('one that is typed in full is sent by Enter, before and after its list is there', () =>
    withPanel({ scene: 'length' }, async (page) => {
      await composer(page).pressSequentially('/fix');
      await asked(page, 'fix');
      await say(page, commands('fix'));
      await options(page).first().waitFor();
      await composer(page).press('Enter');
      await composerHolds(page, '');
      assert.deepEqual((await said(page)).at(-1), { type: 'send', text: '/fix' });
    }));

  it('Enter before the list is there sends a path as it is', () =>
    withPanel({ scene: 'length' }, async (page) => {
      await composer(page).pressSequentially('/usr');
      await composer(page).press('Enter');
      await asked(page, 'usr');
      await say(page, commands('usr'));
      assert.deepEqual((await said(page)).at(-1), { type: 'send', text: '/usr' });
    }));

  for (const [theme, width] of [
    ['dark', 200],
    ['light', 400],
  ] as const)
    it(`the list is accessible and in sight: ${theme}, ${width} px`, () =>
      withPanel({ scene: 'length', theme, width }, async (page) => {
        await composer(page).pressSequentially('/');
        await asked(page, '');
        await say(page, commands(''));
        await options(page).first().waitFor();
        await page.screenshot({ path: join(rigFolder, 'compare', `slash-${theme}-${width}.png`) });
        await loadAxe(page);
        assert.deepEqual(await violations(page), []);
      }));
});

describe('earlier questions', () => {
  const asked = (...texts: string[]) =>
    eventsMessage(
      texts.flatMap((text, index) => [
        { type: 'user', id: `q${index}`, at: 0, text, attachments: [] } as const,
        { type: 'assistant', id: `a${index}`, at: 0, model: { connection: 'c', model: 'm' }, label: 'M' } as const,
        { type: 'stream', id: `a${index}`, event: { type: 'finish', reason: 'stop' } } as const,
      ]),
    );
  const messages: readonly HostToView[] = [
    { type: 'snapshot', state: panelState({ recent: ['two', 'elsewhere'] }) },
    asked('one', 'two\nlines'),
  ];

  it('come by the up arrow, newest first, then those of other chats; the way back ends at what was being written', () =>
    withPanel({ messages }, async (page) => {
      const box = composer(page);
      await box.fill('my draft');
      for (const text of ['two\nlines', 'one', 'two', 'elsewhere', 'elsewhere']) {
        await box.press('ArrowUp');
        await composerHolds(page, text);
      }
      for (const text of ['two', 'one', 'two\nlines', 'my draft', 'my draft']) {
        await box.press('ArrowDown');
        await composerHolds(page, text);
      }
    }));

  it('what is changed on the way is there again, and the draft survives the page', () =>
    withPanel({ messages }, async (page) => {
      const box = composer(page);
      await box.fill('my draft');
      await box.press('ArrowUp');
      await composerHolds(page, 'two\nlines');
      await box.press('ArrowUp');
      await composerHolds(page, 'one');
      await box.pressSequentially(' more');
      await box.press('ArrowUp');
      await composerHolds(page, 'two');
      await box.press('ArrowDown');
      await composerHolds(page, 'one more');
      await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state') ?? '{}').draft === 'my draft');
      await box.press('Enter');
      assert.deepEqual((await said(page)).at(-1), { type: 'send', text: 'one more' });
    }));

  it('come only where the text has no line above the caret', () =>
    withPanel({ messages }, async (page) => {
      const box = composer(page);
      await box.fill('first\nsecond');
      await box.press('ArrowUp');
      await composerHolds(page, 'first\nsecond');
      await box.press('ArrowUp');
      await composerHolds(page, 'two\nlines');
      await box.press('ArrowDown');
      await composerHolds(page, 'first\nsecond');
      const long = 'a long line that does not fit into one row '.repeat(6);
      await box.fill(long);
      await box.press('ArrowUp');
      await composerHolds(page, long);
      await box.press('ControlOrMeta+Home');
      await box.press('ArrowUp');
      await composerHolds(page, 'two\nlines');
    }));
});
