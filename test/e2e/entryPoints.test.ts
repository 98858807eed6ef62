import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { until } from '../host/until.ts';
import { rigFolder } from '../rig/paths.ts';
import { pressUntil } from '../rig/quickInput.ts';
import { startDemo } from '../servers/demo.ts';
import { editSteps } from './editSteps.ts';
import { liveSession } from './liveSession.ts';
import { lastQuestion, sentChats } from './sentRequests.ts';

const broken = `export function label(amount: number): string {
  const text: number = String(amount);
  return 'EUR ' + text;
}
`;
const instruction = 'What should change?';

describe('where an edit or a question begins', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const { chat } = live;
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'entry', `${name}.png`));
  const sent = () => lastQuestion(live.servers.demo);
  const count = () => sentChats(live.servers.demo).length;
  const { lens, shows, askForEdit, inReview, reviewed } = editSteps(live);
  const widget = () => live.window.page.locator('.action-widget:has(.actionList)');
  const action = (label: string) => widget().locator('.monaco-list-row', { hasText: label });

  /** Opens the lightbulb's list until it has what a language server that has just started may not tell at first. */
  const openActions = async (label: string) => {
    for (let attempt = 1; ; attempt++) {
      await pressUntil(live.window.page, 'Control+Period', widget());
      if ((await action(label).count()) > 0) return;
      assert.ok(attempt < 20, await widget().innerText());
      await live.window.press('Escape');
      await widget().waitFor({ state: 'hidden' });
    }
  };
  /** A list is covered in old versions until the mouse moves. */
  const choose = async (label: string) => {
    await action(label).hover({ force: true });
    await action(label).click();
  };
  /** Resolves when the box at the top has this in it. */
  const typed = async (line: string) => {
    await live.window.page.waitForFunction(
      (wanted) => document.querySelector<HTMLInputElement>('.quick-input-box :is(input, textarea)')?.value === wanted,
      line,
    );
  };
  const rejected = async () => {
    await inReview();
    await lens('Reject').click();
    await reviewed();
  };
  const openBroken = async () => {
    await live.window.openFile('src/broken.ts');
    await live.window.page.locator('.editor-group-container.active .squiggly-error').first().waitFor();
    await live.window.goTo(2, 9);
  };

  before(() => writeFile(join(live.session.workspace, 'src', 'broken.ts'), broken));
  beforeEach(async () => {
    await live.window.press('Escape');
  });

  it('without a model, Fix with AI shows the ways to one, and sends nothing', async () => {
    await openBroken();
    await openActions('Fix with AI');
    await choose('Fix with AI');
    await live.window.notification('No model is set up yet');
    await chat.button('Try the demo').waitFor();
    await chat.useDemo();
    assert.equal(count(), 0);
  });

  it('Fix with AI, in the lightbulb beside Explain with AI, edits the function at once', async () => {
    const original = await live.window.editorText();
    await openBroken();
    await openActions('Fix with AI');
    const labels = (await widget().locator('.monaco-list-row.action .title').allInnerTexts()).map((label) =>
      label.trim(),
    );
    assert.ok(labels.includes('Explain with AI') && labels.includes('Document with AI'), labels.join(', '));
    await picture('lightbulb-dark');
    assert.equal(count(), 0);
    await choose('Fix with AI');
    await inReview();
    assert.match(sent(), /<region>\nexport function label[^]*\n\}\n<\/region>/);
    assert.match(
      sent(),
      /<problems>\n[^]*\nline 2: error: Type 'string' is not assignable to type 'number'\. \[ts 2322\]\n/,
    );
    assert.match(sent(), /: Fix this: Type 'string' is not assignable to type 'number'\. \(ts 2322\)$/);
    await picture('fix-dark');
    await rejected();
    await picture('fix-after');
    assert.equal(await live.window.editorText(), original);
  });

  it('Explain with AI asks in the panel, with the function and the problem', async () => {
    await chat.newChat();
    await openBroken();
    await openActions('Explain with AI');
    await choose('Explain with AI');
    const question = '/explain the attached problem: what it means, why it is there and how to solve it';
    await chat.answerTo(question);
    assert.match(sent(), /^Symbol from `src\/broken\.ts`, symbol `label`, lines 1-4\n/);
    assert.match(sent(), /\nProblems that the editor shows in `src\/broken\.ts`\n```\nsrc\/broken\.ts:2:9 error: Type/);
    assert.match(sent(), /\nThe user adds:\nthe attached problem/);
    await picture('explain-dark');
  });

  it('Fix with AI in an edit under review goes on with that edit', async () => {
    await openBroken();
    const original = await live.window.editorText();
    await live.window.palette('Parley: Document This');
    await lens('Accept').waitFor();
    const lines = (await live.window.editorText()).split('\n');
    await live.window.goTo(lines.findIndex((line) => line.includes('text: number')) + 1, 9);
    await openActions('Fix with AI');
    await picture('fix-in-review');
    const before = count();
    await choose('Fix with AI');
    await until(() => count() === before + 1);
    await lens('Accept').waitFor();
    assert.match(sent(), /Change the region further like this[^]*: Fix this: Type 'string' is not assignable/);
    await rejected();
    assert.equal(await live.window.editorText(), original);
  });

  it('a problem of a JSON file has the same, through the palette as well', async () => {
    await writeFile(
      join(live.session.workspace, 'config', 'broken.json'),
      '{\n  "AT": { "standard": 20 "reduced": 10 }\n}\n',
    );
    await live.window.openFile('config/broken.json');
    await live.window.page.locator('.editor-group-container.active .squiggly-error').first().waitFor();
    await live.window.goTo(2, 27);
    await live.window.palette('Parley: Fix Problem with AI');
    await inReview();
    assert.match(sent(), /: Fix this: Expected comma[^\n]*$/);
    await rejected();
  });

  it('Document This, in the context menu, edits the function around the cursor', async () => {
    await live.window.openFile('src/money.ts');
    await live.window.goTo(11, 5);
    const line = live.window.page.locator('.view-line', { hasText: 'return Math.floor' });
    await line.click({ button: 'right', position: { x: 60, y: 6 } });
    const { page } = live.window;
    await page.locator('.monaco-menu .action-item', { hasText: /^Parley$/ }).hover();
    const item = page.locator('.monaco-submenu .action-item', { hasText: 'Document This' });
    await item.waitFor();
    await picture('menu-dark');
    await item.click();
    await inReview();
    assert.match(sent(), /<region>\nexport function percentage[^]*\n\}\n<\/region>/);
    assert.match(sent(), /: Write the documentation comments that this lacks/);
    await rejected();
  });

  it('Write Tests asks in the panel for the symbol', async () => {
    await chat.newChat();
    await live.window.openFile('src/money.ts');
    await live.window.goTo(11, 5);
    await live.window.palette('Parley: Write Tests');
    await chat.answerTo('/tests');
    assert.match(
      sent(),
      /^Symbol from `src\/money\.ts`, symbol `percentage`, lines 10-12\n[^]*Write tests for the attached code/,
    );
  });

  it('files go along with an edit: from the list, and by a name that is completed', async () => {
    const { window } = live;
    const { page, quickInput } = window;
    await window.openFile('src/money.ts');
    await window.selectLines(10, 12);
    await window.palette('Parley: Edit Selection with AI');
    await page.getByPlaceholder(instruction).waitFor();
    await quickInput.type('guard as there');
    await page.locator('.quick-input-titlebar').getByRole('button', { name: 'Add Files…' }).click();
    await page.getByPlaceholder('Which files should the model read, too?').waitFor();
    await quickInput.type('invoice');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'invoice.ts' }).click();
    await picture('add-files-dark');
    await window.press('Enter');
    await quickInput.titled('Edit lines 10–12 with AI, with 1 file');
    await typed('guard as there');
    await page.keyboard.type(' and in #remin');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'reminder.ts' }).waitFor();
    await picture('complete-dark');
    await window.press('Enter');
    await typed('guard as there and in #src/reminder.ts ');
    await page.keyboard.type('please');
    await typed('guard as there and in #src/reminder.ts please');
    await window.press('Enter');
    await inReview();
    assert.match(sent(), /^<file path="src\/invoice\.ts">\nimport [^]*\n<\/file>\n\n<file path="src\/reminder\.ts">\n/);
    assert.match(sent(), /: guard as there and in src\/reminder\.ts please$/);
    await rejected();
  });

  it('an empty document is written into', async () => {
    await live.window.palette('File: New Untitled Text File');
    await live.window.page.locator('.tab.active[data-resource-name^="Untitled"]').waitFor();
    await live.window.focusEditor();
    await askForEdit('a haiku about cents');
    await inReview();
    assert.match(
      sent(),
      /<region>\n\n<\/region>\n\nThe region is blank\. Fill the region like this: a haiku about cents$/,
    );
    await shows('a haiku about cents');
    await rejected();
  });

  it('looks right in a light theme', async () => {
    const { window } = live;
    await window.setTheme('light');
    await openBroken();
    await openActions('Fix with AI');
    await picture('lightbulb-light');
    await window.press('Escape');
    await window.palette('Parley: Edit Selection with AI');
    await window.page.getByPlaceholder(instruction).waitFor();
    await window.quickInput.type('as in #mon');
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'money.ts' }).waitFor();
    await picture('complete-light');
    await window.quickInput.dismiss();
  });
});
