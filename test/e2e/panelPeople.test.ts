import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { eventsMessage, panelState, posted, say, streamed } from './panelPage.ts';
import { panelSession } from './panelSession.ts';
import { walkStates } from './panelStates.ts';

const { withPanel } = panelSession();

const question = (page: Page) => page.getByRole('textbox', { name: 'Question' });
const sent = async (page: Page) => (await posted(page)).filter(({ type }) => type === 'send');

/** An input method and the keyboard under it, as the browser itself sees them. */
async function inputMethod(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  return {
    compose: (text: string) =>
      devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    commit: (text: string) => devtools.send('Input.insertText', { text }),
    /** A key as an input method leaves it to the page: with the code 229 in the place of its own. */
    press: async (key: string) => {
      const event = { key, code: key, windowsVirtualKeyCode: 229 };
      await devtools.send('Input.dispatchKeyEvent', { ...event, type: 'rawKeyDown' });
      await devtools.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' });
    },
  };
}

describe('the keyboard', () => {
  it('Escape closes what the meter opened before it stops an answer', () =>
    withPanel('measured', async (page) => {
      const stopped = async () => (await posted(page)).filter(({ type }) => type === 'stop').length;
      await say(page, eventsMessage([{ type: 'continue', id: 'a1', at: 1 }]));
      await page.getByRole('button', { name: 'Stop (Escape)' }).waitFor();
      const meter = page.locator('#meter');
      await meter.press('Enter');
      await page.locator('#meter-details').waitFor();
      await meter.press('Escape');
      await page.locator('#meter-details').waitFor({ state: 'detached' });
      assert.equal(await stopped(), 0);
      await meter.press('Escape');
      assert.equal(await stopped(), 1);
    }));

  it('keeps its place in the panel when another chat is shown', () =>
    withPanel('error', async (page) => {
      await page.getByRole('button', { name: 'Add a key…' }).focus();
      await say(page, { type: 'snapshot', state: panelState({ chat: 'other' }) });
      await page.waitForFunction(() => document.activeElement?.id === 'question');
    }));
});

describe('an input method', () => {
  it('ends what it composes with Enter, and only the next Enter sends', () =>
    withPanel('empty', async (page) => {
      await question(page).focus();
      const { compose, commit, press } = await inputMethod(page);
      await compose('にほん');
      await press('Enter');
      await commit('日本');
      assert.deepEqual(await sent(page), []);
      await compose('ご');
      await commit('語');
      // Safari tells of the Enter once the composition is over.
      await press('Enter');
      assert.deepEqual(await sent(page), []);
      assert.equal(await question(page).inputValue(), '日本語');
      await question(page).press('Enter');
      assert.deepEqual(await sent(page), [{ type: 'send', text: '日本語' }]);
    }));

  it('keeps what it composes while an answer streams, and Escape is its own', () =>
    withPanel('streaming', async (page) => {
      await question(page).focus();
      const { compose, commit, press } = await inputMethod(page);
      await compose('한');
      await say(page, eventsMessage(streamed([{ type: 'text', delta: ' and more of the answer' }])));
      await page.getByText('and more of the answer').waitFor();
      assert.equal(await question(page).inputValue(), '한');
      await press('Escape');
      await compose('한글');
      await commit('한글');
      assert.equal(await question(page).inputValue(), '한글');
      assert.deepEqual(await posted(page), []);
    }));

  it('names nothing before it is done', () =>
    withPanel('empty', async (page) => {
      await question(page).focus();
      const { compose, commit } = await inputMethod(page);
      await compose('#ふ');
      await compose('#ふぁ');
      assert.equal((await posted(page)).filter(({ type }) => type === 'suggest').length, 0);
      await commit('#ファイル');
      await page.waitForFunction(() =>
        window.posted.some((said) => said.type === 'suggest' && said.query === 'ファイル'),
      );
    }));
});

describe('motion', () => {
  const moving = (page: Page) => page.evaluate(() => document.getAnimations().length);

  it('there is some, and none for who asks the system or the editor for less', () =>
    withPanel('waiting', async (page) => {
      assert.equal(await moving(page), 1);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      assert.equal(await moving(page), 0);
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
      assert.equal(await moving(page), 0);
    }));
});

describe('the focus is seen', () => {
  const outline = (page: Page, selector: string) =>
    page.locator(selector).evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
    });

  it('where the system chooses the colours', () =>
    withPanel('code and table', async (page) => {
      await page.emulateMedia({ forcedColors: 'active' });
      await question(page).focus();
      assert.equal(await outline(page, '.composer-box'), 2);
      await page.keyboard.press('Tab');
      assert.equal(await outline(page, ':focus'), 2);
    }));

  for (const theme of ['high-contrast', 'high-contrast-light'] as const)
    it(`in ${theme}`, () =>
      withPanel(
        'code and table',
        async (page) => {
          assert.equal(await outline(page, '.composer-box'), 0);
          await question(page).focus();
          assert.equal(await outline(page, '.composer-box'), 1);
        },
        { theme },
      ));
});

describe('text from right to left', () => {
  it('goes its way block by block, and what stands beside it is on its other side', () =>
    withPanel('right to left', async (page) => {
      const answer = page.locator('parley-markdown');
      const look = (selector: string) =>
        answer
          .locator(selector)
          .first()
          .evaluate((element) => {
            const style = getComputedStyle(element);
            return {
              direction: style.direction,
              padding: Number.parseFloat(style.paddingRight) > Number.parseFloat(style.paddingLeft) ? 'right' : 'left',
              border:
                Number.parseFloat(style.borderRightWidth) > Number.parseFloat(style.borderLeftWidth) ? 'right' : 'left',
            };
          });
      assert.equal((await look('h3')).direction, 'rtl');
      assert.equal((await look('p')).direction, 'rtl');
      assert.deepEqual(await look('ol'), { direction: 'rtl', padding: 'right', border: 'left' });
      assert.deepEqual(await look('blockquote'), { direction: 'rtl', padding: 'right', border: 'right' });
      assert.equal((await look('.table-box table')).direction, 'rtl');
      for (const code of ['p code', 'h3 code', 'pre', 'parley-code', 'math'])
        assert.equal((await look(code)).direction, 'ltr', code);
      assert.equal(await answer.getByText('The formula').evaluate((p) => getComputedStyle(p).direction), 'ltr');
    }));
});

describe('widths', () => {
  it('in a wide editor lines stay short enough to be read, and the question stands under them', () =>
    withPanel(
      'in an editor tab',
      async (page) => {
        const widthOf = async (selector: string) => (await page.locator(selector).first().boundingBox())?.width ?? 0;
        const column = await widthOf('article.assistant');
        assert.ok(column > 500 && column < 760, `${column} px`);
        assert.ok(Math.abs((await widthOf('.composer-box')) - column) <= 1);
        // What is scrolled goes up to the edge, where the bar of the editor is.
        assert.ok((await widthOf('#conversation')) >= 1_590);
      },
      { width: 1_600 },
    ));

  it('with letters twice as large nothing is wider than the panel', () =>
    withPanel(undefined, async (page) => {
      const tooWide: string[] = [];
      await page.evaluate(() => {
        const { style } = document.documentElement;
        style.setProperty('--vscode-font-size', '26px');
        style.setProperty('--vscode-editor-font-size', '24px');
      });
      await walkStates(page, async (name) => {
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (overflow > 0) tooWide.push(`${name}: ${overflow} px`);
      });
      assert.deepEqual(tooWide, []);
    }));
});
