import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { startDemo } from '../servers/demo.ts';
import { editSteps } from './editSteps.ts';
import { liveSession } from './liveSession.ts';

const modifier = 'ControlOrMeta';

describe('edits hunk by hunk, and several at once', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const { lens, shows, askForEdit, inReview, reviewed } = editSteps(live);
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'editSeveral', `${name}.png`));
  const says = (text: string) => live.window.page.locator('.statusbar-item', { hasText: text }).first().waitFor();
  const chord = async (key: string) => {
    await live.window.press('Control+KeyK');
    await live.window.press(key);
  };
  const ask = async (instruction: string) => {
    await askForEdit(instruction);
    await inReview();
  };

  before(() => live.chat.useDemo());
  beforeEach(() => live.window.openFile('src/money.ts'));

  it('keys go through the changes, keep one and take one back; undo leads back', async () => {
    const original = await live.window.editorText();
    await live.window.selectLines(1, 16);
    await ask('rename amount to cents');
    await shows('Not an cents');
    await live.window.press('Alt+F5');
    await says('Change 1 of 3');
    await chord('KeyN');
    await says('Change 1 of 2');
    await shows('Not an amount');
    await live.window.press('Alt+F5');
    await says('Change 2 of 2');
    await live.window.press('Shift+Alt+F5');
    await says('Change 1 of 2');
    await chord('KeyY');
    await says('Change 1 of 1');
    await chord('KeyN');
    await reviewed();
    await shows('format(amount: Cents');
    const percentage = /percentage\(amount: Cents, percent: number\): Cents \{\n {2}return Math.floor\(\(amount/;
    const wanted = original.replace(percentage, (lines) => lines.replaceAll('amount', 'cents'));
    assert.equal(await live.window.editorText(), wanted);
    for (let count = 0; count < 3; count += 1) await live.window.press(`${modifier}+KeyZ`);
    await shows('percentage(amount: Cents');
    assert.equal(await live.window.editorText(), original);
  });

  it('two cursors are two edits by one prompt, and both are accepted at once', async () => {
    const original = await live.window.editorText();
    await live.window.selectLines(10, 12);
    await live.window.page.keyboard.press('ArrowLeft');
    await live.window.page
      .locator('.view-line', { hasText: 'format(' })
      .first()
      .click({ modifiers: ['Alt'] });
    await live.window.palette('Parley: Edit Selection with AI');
    await live.window.page.getByText('Edit 2 places (2 requests) with AI').waitFor();
    await picture('before');
    await live.window.quickInput.answer('rename amount to cents');
    await lens('Accept').nth(1).waitFor();
    await shows('percentage(cents: Cents');
    await shows('format(cents: Cents');
    await picture('during');
    await live.window.palette('Parley: Accept All Edits of File');
    await reviewed();
    await picture('after');
    for (let count = 0; count < 2; count += 1) await live.window.press(`${modifier}+KeyZ`);
    await shows('percentage(amount: Cents');
    assert.equal(await live.window.editorText(), original);
  });

  it('Escape takes away a second cursor before it rejects', async () => {
    const { page } = live.window;
    const cursors = page.locator('.editor-group-container.active .cursors-layer .cursor');
    const original = await live.window.editorText();
    await live.window.selectLines(10, 12);
    await ask('rename amount to cents');
    await shows('percentage(cents: Cents');
    const other = page.locator('.view-line', { hasText: 'fromDecimal(' }).first();
    await other.click({ modifiers: ['Alt'] });
    await cursors.nth(1).waitFor({ state: 'attached' });
    await live.window.press('Escape');
    await cursors.nth(1).waitFor({ state: 'detached' });
    await inReview();
    await shows('percentage(cents: Cents');
    await live.window.press('Escape');
    await reviewed();
    await shows('percentage(amount: Cents');
    assert.equal(await live.window.editorText(), original);
  });
});
