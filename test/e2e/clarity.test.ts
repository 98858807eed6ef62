import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { until } from '../host/until.ts';
import { pressUntil } from '../rig/quickInput.ts';
import { startPricedModels } from '../servers/pricedModels.ts';
import { liveSession } from './liveSession.ts';

describe('clarity', () => {
  const live = liveSession(
    async () => ({ models: await startPricedModels() }),
    ({ models }) => ({
      settings: {
        'parley.connections': { ledger: { provider: 'openai-compatible', label: 'The ledger', baseUrl: models.url } },
      },
    }),
  );
  const { chat } = live;
  const facts = () => chat.answers.last().locator('.facts .fact').allInnerTexts();
  const meter = () => chat.frame.locator('#meter');
  const meterSays = (pattern: RegExp) => chat.frame.getByRole('button', { name: pattern }).waitFor();
  const focused = (selector: string) => chat.frame.locator(`${selector}:focus`).waitFor();

  /** That the keyboard is in the panel reaches the editor a moment after the panel has it. */
  const pressed = (keys: string, place: Locator) => pressUntil(live.window.page, keys, place);

  before(async () => {
    await live.window.showPanel();
    await chat.button('Pick a model').first().click();
    await live.window.quickInput.pickUntil('priced', chat.modelButton('priced'));
  });

  it('an answer says who gave it, how long it took and what it cost, also after a reload', async () => {
    await chat.ask('What does it cost?');
    const [model, provider, first, whole, ...rest] = await facts();
    assert.deepEqual([model, provider, ...rest], ['priced', 'The ledger', '1,500 in · 300 out', '$0.0012']);
    assert.match(first ?? '', /^\d+\.\d s to first token$/);
    assert.match(whole ?? '', /^\d+\.\d s in all$/);
    await chat.answers.last().getByText('1,000 of them from its cache').waitFor({ state: 'attached' });
    const told = await facts();
    await live.window.reload();
    await chat.show();
    await chat.ended();
    assert.deepEqual(await facts(), told);
  });

  it('what is free is called so, and what has no known price too', async () => {
    await chat.pickModel('gift');
    await chat.ask('And this?');
    assert.equal((await facts()).at(-1), 'free');
    await chat.pickModel('unpriced');
    await chat.ask('And that?');
    assert.equal((await facts()).at(-1), 'price unknown');
    await chat.pickModel('priced');
  });

  it('the composer counts what is about to be sent while it is written, and opens to what it is made of', async () => {
    await meterSays(/^[\d,]+ of 6,000 tokens, \d+ %, about \$0\.00\d+ to send$/);
    const count = async () => Number(/^[\d,]+/.exec((await meter().getAttribute('title')) ?? '')?.[0].replace(',', ''));
    const empty = await count();
    assert.ok(empty > 100 && empty < 1_000, `${empty}`);
    await chat.composer.fill('What is this ledger made of? '.repeat(20));
    await until(async () => (await count()) >= empty + 100);
    await meter().press('Enter');
    const details = chat.frame.getByRole('region', { name: 'Tokens of the next question, estimated' });
    await details.getByText('$0.0012 and 1 answer of unknown price').waitFor();
    await details.getByText('1,500', { exact: true }).waitFor();
    await details.getByRole('button', { name: 'Change instructions' }).press('Escape');
    await details.waitFor({ state: 'detached' });
    await focused('#meter');
  });

  it('what will not fit is said before it is sent, with what helps', async () => {
    await chat.composer.fill('What is this ledger made of? '.repeat(800));
    await chat.frame.getByText(/^About [\d,]+ tokens too long for this model\./).waitFor();
    await chat.frame
      .getByRole('status')
      .getByText('The question is too long for this model.')
      .waitFor({ state: 'attached' });
    await chat.composer.fill('');
    await chat.frame.locator('.banner.fill').waitFor({ state: 'detached' });
    await meterSays(/^\d+ of 6,000 tokens/);
  });

  it('the keyboard goes through turns and code, copies the answer and comes back', async () => {
    const { page } = live.window;
    await live.window.palette('Parley: Write a Question');
    await chat.focusedComposer();
    await pressed('Alt+ArrowUp', chat.frame.locator('article.assistant:last-of-type:focus'));
    await page.keyboard.press('Alt+ArrowUp');
    await focused('article.user');
    await page.keyboard.press('Alt+PageDown');
    await focused('article.assistant:last-of-type parley-code pre');
    await page.keyboard.press('Alt+ArrowDown');
    await chat.focusedComposer();
    await page.keyboard.press('Alt+PageUp');
    await page.keyboard.press('Alt+PageUp');
    await focused('article.assistant:last-of-type parley-code pre');
    await page.keyboard.press('Shift+Alt+C');
    await chat.answers.last().locator('.codicon-check').waitFor({ state: 'attached' });
    await live.window.openFile('src/invoice.ts');
    await page.keyboard.press('Control+K');
    await page.keyboard.press('q');
    await chat.focusedComposer();
  });

  it('all keys are listed in one place, from which they can be used', async () => {
    const { page, quickInput } = live.window;
    await pressed('Control+/', page.locator('.quick-input-title', { hasText: 'Keyboard shortcuts of Parley' }));
    const listed = await quickInput.labels();
    assert.ok(listed.includes('Send the question'), listed.join(', '));
    await quickInput.choose('Previous Turn', 'Go to Previous Turn');
    await quickInput.waitUntilClosed();
    await focused('article.assistant:last-of-type');
    await quickInput.openAndChoose('Control+/', 'Change', 'Change keys…');
    await page.locator('.keybindings-editor').getByText('Parley: Jump to Latest').waitFor();
  });

  it('settings are a step away from where they matter', async () => {
    const { page } = live.window;
    await chat.show();
    await chat.ask('long');
    await chat.button('Change the limit').click();
    const editor = page.locator('.settings-editor');
    await editor.locator('.setting-item-label', { hasText: 'Max Output Tokens' }).waitFor();
    // The editor shows all settings of the extension first, and then those that were asked for.
    await until(async () => (await editor.locator('.setting-item-label:visible').count()) === 1);
    await live.window.palette('Parley: Open Settings');
    await editor.locator('.setting-item-label', { hasText: 'Instructions' }).waitFor();
  });
});
