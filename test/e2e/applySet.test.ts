import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { until } from '../host/until.ts';
import { rigFolder } from '../rig/paths.ts';
import { editSteps } from './editSteps.ts';
import { askScripted, scriptedSession } from './scriptedSession.ts';

const modifier = 'ControlOrMeta';
const money = 'src/money.ts';
const fence = '```';
const changed = `${fence}diff
--- a/${money}
+++ b/${money}
@@ -10,3 +10,3 @@
 export function percentage(amount: Cents, percent: number): Cents {
-  return Math.floor((amount * percent) / 100);
+  return Math.round((amount * percent) / 100);
 }
${fence}`;
const lost = `${fence}diff
--- a/src/reminder.ts
+++ b/src/reminder.ts
@@ @@
-  const days = Math.round((today - dueOn(invoice)) / 86_400_000);
+  const days = daysBetween(today, dueOn(invoice));
${fence}`;
const renamedUse = `${fence}diff
--- a/src/invoice.ts
+++ b/src/invoice.ts
@@ -1,3 +1,4 @@
+// percentageOf
 import { percentage, type Cents } from './money.ts';
 
 export type Line = {
${fence}`;
const answer = `Four files have to change.

${changed}

A new one:

${fence}ts
// src/rates/tax.ts
export const tax = 21;
${fence}

This one goes, and the other gets a better name:

${fence}diff
diff --git a/reports/monthly.py b/reports/monthly.py
deleted file mode 100644
${fence}

${fence}diff
diff --git a/src/reminder.ts b/src/letter.ts
rename from src/reminder.ts
rename to src/letter.ts
${fence}
`;

describe('apply all code of an answer', () => {
  const live = scriptedSession();
  const { chat } = live;
  const { shows } = editSteps(live);
  const page = () => live.window.page;
  const at = (name: string) => join(live.session.workspace, name);
  const saved = (name: string) => readFile(at(name), 'utf8');
  const isThere = (name: string) =>
    access(at(name)).then(
      () => true,
      () => false,
    );
  const preview = () => page().locator('.bulk-edit-panel');
  const rows = () => preview().locator('.monaco-list-row');
  const step = (name: string) => preview().getByRole('button', { name, exact: true });
  const applyAll = (count: number) =>
    chat.frame
      .locator('article.assistant')
      .last()
      .getByRole('button', { name: `Apply to ${count} files…` })
      .click();
  const undoIn = async (name: string) => {
    await live.window.openFile(name);
    await live.window.focusEditor();
    await live.window.press(`${modifier}+KeyZ`);
    await shows('Math.floor((amount');
  };
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'applySet', `${name}.png`));
  const ask = (question: string, text: string) => askScripted(live, question, text);
  const asBefore = async () => {
    assert.deepEqual(
      await Promise.all(
        [money, 'reports/monthly.py', 'src/reminder.ts', 'src/rates/tax.ts', 'src/letter.ts'].map(isThere),
      ),
      [true, true, true, false, false],
    );
  };

  before(async () => {
    await live.window.openFile(money);
    await ask('Change it all', answer);
  });

  it('shows them as one set, and what is discarded leaves all as it was', async () => {
    const original = await live.window.editorText();
    await picture('answer');
    await applyAll(4);
    await rows().first().waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await live.window.setTheme(theme);
      await picture(`preview-${theme}`);
    }
    await step('Discard').click();
    await rows().first().waitFor({ state: 'hidden' });
    assert.equal(await live.window.editorText(), original);
    await asBefore();
  });

  it('changes, makes, deletes and renames files; one undo takes all of it back', async () => {
    const original = await saved(money);
    await applyAll(4);
    await step('Apply').click();
    await live.window.notification('4 files were changed.');
    assert.equal(await saved(money), original.replace('Math.floor((amount', 'Math.round((amount'));
    assert.equal(await saved('src/rates/tax.ts'), 'export const tax = 21;\n');
    assert.deepEqual(await Promise.all(['reports/monthly.py', 'src/reminder.ts', 'src/letter.ts'].map(isThere)), [
      false,
      false,
      true,
    ]);
    await picture('applied');
    await undoIn(money);
    await until(async () => !(await isThere('src/letter.ts')) && (await isThere('reports/monthly.py')));
    await asBefore();
    assert.equal(await live.window.editorText(), original);
    await picture('undone');
  });

  it('leaves out what has no certain place and what is ticked off, and says so', async () => {
    await ask('And these', `${changed}\n\n${lost}\n\n${renamedUse}\n`);
    await applyAll(3);
    const told = await live.window.notification(
      /src\/reminder\.ts was not changed: no place in it is enough like this code\. The closest is line 10\./,
    );
    await picture('closest');
    await told.getByRole('button', { name: 'Show Closest Place' }).click();
    await page()
      .locator('.status-bar-container, .statusbar')
      .getByText(/^Ln 10/)
      .waitFor();
    await rows().filter({ hasText: 'invoice.ts' }).locator('input, .monaco-checkbox').first().click();
    await picture('left-out');
    await step('Apply').click();
    await live.window.notification('1 file was changed.');
    assert.match(await saved(money), /Math\.round\(\(amount/);
    assert.doesNotMatch(await saved('src/invoice.ts'), /percentageOf/);
    await undoIn(money);
  });

  it('a diff of several files is such a set, too; one undo takes both back', async () => {
    const both = [changed, renamedUse].map((block) => block.replaceAll(/```(diff)?/g, '').trim()).join('\n');
    await ask('Both at once', `${fence}diff\n${both}\n${fence}\n`);
    await chat.frame
      .locator('article.assistant')
      .last()
      .getByRole('button', { name: 'Apply to 2 files…', exact: true })
      .click();
    await rows().filter({ hasText: 'invoice.ts' }).waitFor();
    await step('Apply').click();
    await live.window.notification('2 files were changed.');
    assert.match(await saved(money), /Math\.round\(\(amount/);
    assert.match(await saved('src/invoice.ts'), /percentageOf/);
    await undoIn(money);
    await live.window.openFile('src/invoice.ts');
    assert.doesNotMatch(await live.window.editorText(), /percentageOf/);
    await live.window.setSidebarWidth(200);
    await chat.frame.locator('parley-apply-all button').last().scrollIntoViewIfNeeded();
    await picture('narrow');
  });
});
