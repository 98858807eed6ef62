import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { HostToView, Suggestion } from '../../src/protocol.ts';
import { rigFolder } from '../rig/paths.ts';
import { loadAxe, violations } from './panelAxe.ts';
import { posted, say, type PanelLook } from './panelPage.ts';
import { panelSession } from './panelSession.ts';

const session = panelSession();

const withPanel = (test: (page: Page) => Promise<void>, look?: PanelLook) => session.withPanel('attached', test, look);

const question = (page: Page) => page.locator('#question');
const options = (page: Page) => page.getByRole('listbox', { name: 'What can be attached' }).getByRole('option');
const selected = (page: Page) => page.getByRole('option', { selected: true });

const files: readonly Suggestion[] = [
  { id: 'file a', kind: 'file', label: 'invoice.ts', detail: 'src/billing/documents/outgoing' },
  { id: 'folder b', kind: 'folder', label: 'invoices', detail: 'src' },
  { id: 'symbol c', kind: 'symbol', label: 'invoiceTotalWithTaxAndDiscount', detail: 'src/invoice.ts:29' },
  { id: 'diff d', kind: 'diff', label: 'Git diff', detail: 'tally, 3 files' },
];

const suggestions = (query: string, items = files): HostToView => ({ type: 'suggestions', query, items });

async function asked(page: Page, query: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => window.posted.some((message) => message.type === 'suggest' && message.query === wanted),
    query,
  );
}

/** Types, and gives the host's answer. */
async function typed(page: Page, text: string, query: string, items = files): Promise<void> {
  await question(page).pressSequentially(text);
  await asked(page, query);
  await say(page, suggestions(query, items));
  await options(page)
    .nth(items.length - 1)
    .waitFor();
}

const said = async (page: Page) => (await posted(page)).filter(({ type }) => type !== 'suggest');

describe('# and @', () => {
  for (const mark of ['#', '@'])
    it(`${mark} opens a list that is walked with the arrows and taken from with Enter`, () =>
      withPanel(async (page) => {
        await typed(page, `compare ${mark}inv`, 'inv');
        assert.equal(
          await question(page).getAttribute('aria-activedescendant'),
          await selected(page).getAttribute('id'),
        );
        assert.match((await selected(page).textContent()) ?? '', /invoice\.ts/);
        await question(page).press('ArrowUp');
        await selected(page).filter({ hasText: 'Git diff' }).waitFor();
        await question(page).press('ArrowDown');
        await question(page).press('ArrowDown');
        await question(page).press('Enter');
        assert.equal(await question(page).inputValue(), 'compare invoices ');
        assert.deepEqual(await said(page), [{ type: 'take', id: 'folder b' }]);
        await options(page).first().waitFor({ state: 'detached' });
        await question(page).pressSequentially('with the last');
        await question(page).press('Enter');
        assert.deepEqual((await said(page)).at(-1), { type: 'send', text: 'compare invoices with the last' });
      }));

  it('fast typing asks once, and Tab takes, also from a list that is still to come', () =>
    withPanel(async (page) => {
      await question(page).focus();
      // Faster than a test can press keys while the machine has other things to do.
      await page.evaluate(() => {
        for (const letter of '#invoice') document.execCommand('insertText', false, letter);
      });
      await question(page).press('Tab');
      await asked(page, 'invoice');
      assert.deepEqual(await posted(page), [{ type: 'suggest', query: 'invoice' }]);
      await say(page, suggestions('invoice'));
      assert.deepEqual(await said(page), [{ type: 'take', id: 'file a' }]);
      assert.equal(await question(page).inputValue(), '');
    }));

  it('Enter sends what nothing fits, once that is known', () =>
    withPanel(async (page) => {
      await question(page).pressSequentially('close #12');
      await question(page).press('Enter');
      await asked(page, '12');
      assert.deepEqual(await said(page), []);
      await say(page, suggestions('12', []));
      assert.deepEqual(await said(page), [{ type: 'send', text: 'close #12' }]);
    }));

  it('Escape closes the list and nothing else; the next name opens it again', () =>
    withPanel(async (page) => {
      await typed(page, '#inv', 'inv');
      await question(page).press('Escape');
      await options(page).first().waitFor({ state: 'detached' });
      await question(page).pressSequentially('o');
      await question(page).press('Enter');
      assert.deepEqual(await said(page), [{ type: 'send', text: '#invo' }]);
    }));

  it('a click takes, and leaves the caret in the text', () =>
    withPanel(async (page) => {
      await typed(page, 'see @', '');
      await options(page).nth(3).click();
      await question(page).pressSequentially('!');
      assert.equal(await question(page).inputValue(), 'see Git diff !');
      assert.deepEqual(await said(page), [{ type: 'take', id: 'diff d' }]);
    }));

  it('the list goes when the caret or the focus leaves the name', () =>
    withPanel(async (page) => {
      await typed(page, 'a #inv', 'inv');
      await question(page).press('Home');
      await options(page).first().waitFor({ state: 'detached' });
      await question(page).press('End');
      await typed(page, 'o', 'invo');
      await question(page).evaluate((box) => (box as HTMLElement).blur());
      await options(page).first().waitFor({ state: 'detached' });
    }));

  it('what an input method is still at work on asks nothing, and its Enter takes nothing', () =>
    withPanel(async (page) => {
      await typed(page, '#', '');
      await question(page).evaluate((box) => {
        const key = { key: 'Enter', bubbles: true, cancelable: true };
        box.dispatchEvent(new KeyboardEvent('keydown', { ...key, isComposing: true }));
        box.dispatchEvent(new KeyboardEvent('keydown', { ...key, keyCode: 229 }));
        (box as HTMLTextAreaElement).value = '#に';
        box.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
      });
      await options(page).first().waitFor({ state: 'detached' });
      assert.deepEqual(await posted(page), [{ type: 'suggest', query: '' }]);
      await question(page).evaluate((box) => {
        (box as HTMLTextAreaElement).value = '#日本';
        box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
      });
      await asked(page, '日本');
    }));

  for (const [theme, width] of [
    ['light', 200],
    ['dark', 200],
    ['dark', 400],
    ['high-contrast', 400],
    ['high-contrast-light', 200],
  ] as const)
    it(`the list is accessible and in sight: ${theme}, ${width} px`, () =>
      withPanel(
        async (page) => {
          await loadAxe(page);
          await typed(page, 'Compare #inv', 'inv');
          assert.deepEqual(await violations(page), []);
          await page.getByRole('status').getByText('4 suggestions').waitFor({ state: 'attached' });
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(overflow <= 0, `${overflow} px too wide`);
          for (const option of await options(page).all()) {
            const box = await option.boundingBox();
            assert.ok(box !== null && box.x >= 0 && box.x + box.width <= width && box.y >= 0);
          }
          await page.screenshot({ path: join(rigFolder, 'attach', `list-${theme}-${width}.png`) });
        },
        { theme, width },
      ));
});

describe('chips', () => {
  it('tell what they cost', () =>
    withPanel(async (page) => {
      const chip = page
        .getByRole('listitem')
        .filter({ has: page.getByRole('button', { name: 'Open src/server', exact: true }) });
      assert.match((await chip.textContent()) ?? '', /server\s*12K\s*about 12,400 tokens/);
      const same = page.getByText('about 20 tokens: unchanged since it was sent, so its content is not sent again');
      await same.waitFor({ state: 'attached' });
    }));

  it('are pinned and unpinned, with the state in the button, by mouse and keyboard', () =>
    withPanel(async (page) => {
      await page.screenshot({ path: join(rigFolder, 'attach', 'chips-400.png') });
      const pin = (name: string) => page.getByRole('button', { name: `Pin ${name} for this chat`, exact: true });
      assert.equal(await pin('server').getAttribute('aria-pressed'), 'true');
      assert.equal(await pin('image.png').getAttribute('aria-pressed'), 'false');
      await pin('image.png').press('Enter');
      await pin('Terminal bash').click();
      assert.deepEqual(await posted(page), [
        { type: 'pin', id: 'x5' },
        { type: 'unpin', id: 'x6' },
      ]);
      for (const width of [200, 400]) {
        await page.setViewportSize({ width, height: 600 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide`);
      }
    }));

  for (const theme of ['light', 'high-contrast'] as const)
    it(`pinned ones are told apart: ${theme}, 200 px`, () =>
      withPanel(
        async (page) => {
          assert.equal(await page.locator('.chip.pinned').count(), 2);
          await page.screenshot({ path: join(rigFolder, 'attach', `chips-${theme}-200.png`) });
        },
        { theme, width: 200 },
      ));
});

describe('paste and drop', () => {
  const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

  /** Fires what the browser fires; what is dragged is in `data`. */
  const fire = (page: Page, type: 'paste' | 'drop' | 'dragover', data: Record<string, string>) =>
    page.evaluate(
      ([name, entries, base64]) => {
        const transfer = new DataTransfer();
        for (const [kind, text] of Object.entries(entries)) {
          if (kind === 'image') {
            const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
            transfer.items.add(new File([bytes], text, { type: 'image/png' }));
          } else transfer.setData(kind, text);
        }
        const options = { bubbles: true, cancelable: true };
        const event =
          name === 'paste'
            ? new ClipboardEvent(name, { ...options, clipboardData: transfer })
            : new DragEvent(name, { ...options, dataTransfer: transfer });
        document.querySelector('#question')?.dispatchEvent(event);
        return event.defaultPrevented;
      },
      [type, data, picture] as const,
    );

  const media = async (page: Page) => {
    await page.waitForFunction(() => window.posted.some(({ type }) => type === 'attach-media'));
    return posted(page);
  };

  it('a pasted image goes to the host', () =>
    withPanel(async (page) => {
      await fire(page, 'paste', { image: 'shot.png' });
      assert.deepEqual(await media(page), [
        { type: 'attach-media', name: 'shot.png', mediaType: 'image/png', data: picture },
      ]);
    }));

  it('text that comes with a picture of itself stays text', () =>
    withPanel(async (page) => {
      await fire(page, 'paste', { image: 'cells.png', 'text/plain': '1\t2' });
      assert.deepEqual(await posted(page), []);
    }));

  it('files of the Explorer are told by their addresses, and a link is left to the text', () =>
    withPanel(async (page) => {
      const list = 'file:///w/a%20b.ts\r\nfile:///w/src\r\n# no address\r\nhttps://example.org/';
      assert.equal(await fire(page, 'dragover', { 'application/vnd.code.uri-list': list }), true);
      assert.equal(await page.locator('#app.dropping').count(), 1);
      assert.equal(
        await fire(page, 'drop', { 'application/vnd.code.uri-list': list, 'text/plain': '/w/a b.ts' }),
        true,
      );
      assert.equal(await page.locator('#app.dropping').count(), 0);
      assert.deepEqual(await posted(page), [{ type: 'attach-files', uris: ['file:///w/a%20b.ts', 'file:///w/src'] }]);
      assert.equal(await fire(page, 'drop', { 'text/plain': 'words' }), false);
    }));

  it('an image that is dropped without an address goes to the host', () =>
    withPanel(async (page) => {
      await fire(page, 'drop', { image: 'photo.png' });
      assert.equal((await media(page))[0]?.type, 'attach-media');
    }));
});

describe('what would be sent', () => {
  it('is told with the text as it stands, and while a question is edited, in its place', () =>
    withPanel(async (page) => {
      await question(page).fill(' Why? ');
      await say(page, { type: 'tell-question' });
      assert.deepEqual(await posted(page), [{ type: 'show-request', text: 'Why?' }]);
    }));
});
