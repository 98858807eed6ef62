import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { editSteps } from './editSteps.ts';
import { askScripted, scriptedSession } from './scriptedSession.ts';

const file = 'src/money.ts';
const rounded =
  'export function percentage(amount: Cents, percent: number): Cents {\n  return Math.round((amount * percent) / 100);\n}';
const modifier = 'ControlOrMeta';

describe('apply code of an answer', () => {
  const live = scriptedSession();
  const { chat } = live;
  const lastBlock = () => chat.frame.locator('article.assistant').last().locator('parley-code').last();
  const apply = (name: string) => lastBlock().getByRole('button', { name, exact: true }).click();
  const { lens, shows, inReview, reviewed } = editSteps(live);
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'applyCode', `${name}.png`));
  const ask = (question: string, answer: string) => askScripted(live, question, answer);

  it('opens the review in the file that was asked about; one undo takes all of it back', async () => {
    await live.window.openFile(file);
    const original = await live.window.editorText();
    await chat.button('Attach code, an image or a PDF').click();
    await live.window.quickInput.pick('Whole file');
    await chat.waitingChips.first().waitFor();
    await ask('Round it, please', `Like this:\n\n\`\`\`ts\n${rounded}\n\`\`\`\n`);
    assert.equal(await lastBlock().locator('.code-file').textContent(), file);
    await picture('answer');
    await apply(`Apply to ${file}`);
    await inReview();
    assert.equal(await lens('Retry').count(), 0);
    await shows('Math.round((amount * percent)');
    for (const theme of ['light', 'dark'] as const) {
      await live.window.setTheme(theme);
      await picture(`review-${theme}`);
    }
    await live.window.focusEditor();
    await live.window.press(`${modifier}+Enter`);
    await reviewed();
    await picture('after');
    assert.equal(await live.window.editorText(), original.replace('Math.floor((amount', 'Math.round((amount'));
    await live.window.press(`${modifier}+KeyZ`);
    await shows('Math.floor((amount * percent)');
    assert.equal(await live.window.editorText(), original);
  });

  it('takes what is not saved yet into account, and rejecting leaves it', async () => {
    await live.window.openFile(file);
    await live.window.selectLines(1, 1);
    await live.window.page.keyboard.type('// mine');
    await shows('// mine');
    const typed = await live.window.editorText();
    await apply(`Apply to ${file}`);
    await lens('Reject').waitFor();
    await lens('Reject').click();
    await lens('Reject').waitFor({ state: 'detached' });
    await shows('Math.floor((amount * percent');
    assert.equal(await live.window.editorText(), typed);
    assert.match(typed, /^\/\/ mine/);
  });

  it('writes nothing where no place is certain, says the closest, and shows it', async () => {
    const before = await live.window.editorText();
    await ask(
      'And parse it',
      '**`src/money.ts`**\n\n```diff\n@@ @@\n   const value = Number(text.replace(",", "."));\n-  if (Number.isNaN(value)) return none;\n+  if (Number.isNaN(value)) return 0;\n   return Math.round(value * 100);\n```\n',
    );
    await apply(`Apply to ${file}`);
    const told = await live.window.notification(/src\/money\.ts was not changed: no place in it is enough like/);
    await picture('refusal');
    await told.getByRole('button', { name: 'Show Closest Place' }).click();
    await live.window.page.locator('.status-bar-container, .statusbar').getByText(/^Ln 5/).waitFor();
    assert.equal(await live.window.editorText(), before);
  });

  it('proposes a new file under its name', async () => {
    await ask('A new file', 'This goes into a new file:\n\n```ts\n// src/tax.ts\nexport const tax = 21;\n```\n');
    await apply('Apply to src/tax.ts');
    await inReview();
    await live.window.page.locator('.tab.active', { hasText: 'tax.ts' }).waitFor();
    assert.equal(await live.window.editorText(), 'export const tax = 21;\n');
    await picture('new-file');
    await live.window.focusEditor();
    await live.window.press(`${modifier}+Enter`);
    await reviewed();
  });

  it('never leaves the workspace', async () => {
    await ask('Elsewhere', '```ts ../../outside.ts\nexport const x = 1;\n```\n');
    await apply('Apply to ../../outside.ts');
    await live.window.notification(/outside of the workspace, so nothing was changed/);
  });

  it('asks for the file when nothing tells it', async () => {
    await ask('Just code', '```js\nconst nowhere = 1;\n```\n');
    await apply('Apply to a file');
    await live.window.page.getByPlaceholder('Which file is the code for?').waitFor();
    await picture('pick');
    await live.window.press('Escape');
    await live.window.setSidebarWidth(200);
    await picture('narrow');
  });
});
