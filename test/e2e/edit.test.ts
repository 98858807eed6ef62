import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { clickUntil } from '../rig/quickInput.ts';
import { startDemo } from '../servers/demo.ts';
import { editSteps } from './editSteps.ts';
import { liveSession } from './liveSession.ts';
import { lastQuestion } from './sentRequests.ts';

const file = 'src/money.ts';
const modifier = 'ControlOrMeta';

describe('edit a selection', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const onDisk = (name = file) => readFile(join(live.session.workspace, name), 'utf8');
  const { lens, line, shows, askForEdit, inReview, reviewed } = editSteps(live);
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'edit', `${name}.png`));

  const edit = async (instruction: string, first = 10, last = 12) => {
    await live.window.selectLines(first, last);
    await askForEdit(instruction);
    await inReview();
  };

  before(async () => {
    await live.chat.useDemo();
    await live.window.openFile(file);
  });

  it('Escape rejects, and the text is what it was', async () => {
    const original = await live.window.editorText();
    await edit('rename amount to cents');
    await shows('percentage(cents: Cents');
    const sent = lastQuestion(live.servers.demo);
    assert.match(sent, /^File: src\/money\.ts\n\nLanguage: typescript\n/);
    assert.match(sent, /<region>\nexport function percentage[^]*\n}\n<\/region>/);
    assert.match(sent, /rename amount to cents$/);
    await live.window.press('Escape');
    await reviewed();
    await shows('percentage(amount: Cents');
    assert.equal(await live.window.editorText(), original);
  });

  it('Ctrl+Enter accepts, one undo brings all of it back', async () => {
    const original = await live.window.editorText();
    await edit('rename amount to cents', 1, 16);
    await live.window.press(`${modifier}+Enter`);
    await reviewed();
    await shows('percentage(cents: Cents');
    await shows('format(cents: Cents');
    await live.window.press(`${modifier}+KeyZ`);
    await shows('percentage(amount: Cents');
    assert.equal(await live.window.editorText(), original);
  });

  it('Ctrl+K G starts it, the buttons above the text accept, and the file is saved with exactly that', async () => {
    const before = await onDisk();
    await live.window.selectLines(10, 12);
    await live.window.press('Control+KeyK');
    await live.window.press('KeyG');
    await live.window.page.getByPlaceholder('What should change?').waitFor();
    await picture('before');
    await live.window.quickInput.answer('guard against a missing amount');
    await inReview();
    await picture('during');
    await lens('Accept').click();
    await reviewed();
    await picture('after');
    await live.window.press(`${modifier}+KeyS`);
    await live.window.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    const declaration = 'export function percentage(amount: Cents, percent: number): Cents {\n';
    assert.equal(
      await onDisk(),
      before.replace(declaration, `${declaration}  if (amount == null) throw new Error('amount is required');\n`),
    );
  });

  it('is asked for again with another instruction, and the button rejects', async () => {
    const before = await live.window.editorText();
    await edit('rename percent to rate');
    await shows('rate: number');
    await live.window.palette('Parley: Retry Edit');
    const box = live.window.page.getByPlaceholder('What should change?');
    await box.waitFor();
    assert.equal(await box.inputValue(), 'rename percent to rate');
    await live.window.quickInput.answer('rename percent to share');
    await shows('share: number');
    // The rows are drawn anew when the second answer is there, and may not hear the first click.
    await clickUntil(lens('Reject All'), line('percent: number'));
    await reviewed();
    assert.equal(await live.window.editorText(), before);
  });

  it('keeps line ends and indentation as the file has them', async () => {
    const original = 'class Till {\r\n\tadd(amount) {\r\n\t\tthis.sum += amount;\r\n\t}\r\n}\r\n';
    await writeFile(join(live.session.workspace, 'src/till.js'), original);
    await live.window.openFile('src/till.js');
    await edit('rename amount to cents', 2, 4);
    await live.window.press(`${modifier}+Enter`);
    await reviewed();
    await live.window.press(`${modifier}+KeyS`);
    await live.window.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    assert.equal(await onDisk('src/till.js'), original.replaceAll('amount', 'cents'));
  });
});
