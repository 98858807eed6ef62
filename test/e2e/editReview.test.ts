import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { until } from '../host/until.ts';
import { rigFolder } from '../rig/paths.ts';
import { answerWith, begun, ended } from '../servers/chatSteps.ts';
import { editSteps } from './editSteps.ts';
import { MarkedEditor } from './markedEditor.ts';
import { scriptedSession } from './scriptedSession.ts';

const file = 'src/ledger.ts';
const modifier = 'ControlOrMeta';
/** The last one is what the tests go on with: high contrast has no colours behind lines. */
const themes = ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const;

const source = `import type { Cents } from './money.ts';

export type Entry = { account: string; amount: Cents; note?: string };

export function balance(entries: Entry[], account: string): Cents {
  let total = 0;
  for (const entry of entries) {
    if (entry.account !== account) continue;
    total += entry.amount;
  }
  return total;
}

export function overdrawn(entries: Entry[]): string[] {
  const accounts = new Set(entries.map((entry) => entry.account));
  const names: string[] = [];
  for (const account of accounts) {
    const sum = balance(entries, account);
    // Below nothing is what a bank calls overdrawn.
    if (sum < 0) names.push(account);
  }
  console.log('overdrawn', names.length);
  console.log(names);
  return names.sort();
}

export const none: Entry[] = [];
`;

const answer = `export function balance(entries: readonly Entry[], account: string): Cents {
  const own = entries.filter((entry) => entry.account === account);
  return own.reduce((sum, { amount }) => sum + amount, 0);
}

/** The accounts below a limit, by name. */
export function overdrawn(entries: readonly Entry[], limit: Cents = 0): string[] {
  const accounts = new Set(entries.map((entry) => entry.account));
  const names: string[] = [];
  for (const account of accounts) {
    const sum = balance(entries, account);
    // Below nothing is what a bank calls overdrawn.
    if (sum < limit) names.push(account);
  }
  return names.sort();
}`;
const edited = [...source.split('\n').slice(0, 4), answer, ...source.split('\n').slice(25)].join('\n');
const firstLine = 5;
const firstLines = 3;

describe('look at an edit', () => {
  const live = scriptedSession({ size: { width: 1100, height: 900 } });
  const { lens, shows, askForEdit, reviewed } = editSteps(live);
  const editor = new MarkedEditor(() => live.window.page);
  const page = () => live.window.page;
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'editReview', `${name}.png`));
  const ghostTexts = async () => (await editor.ghosts()).map(({ text }) => text);

  /** Asks for the edit; the answer comes as the server was told. */
  const ask = async () => {
    await live.window.selectLines(5, 25);
    await askForEdit('take a limit, and do not log');
  };
  const edit = async () => {
    live.servers.server.script(...answerWith(`\`\`\`ts\n${answer}\n\`\`\`\n`));
    await ask();
    await lens('Accept All').waitFor();
  };
  const reject = async () => {
    await live.window.focusEditor();
    await live.window.press('Escape');
    await reviewed();
    assert.equal(await live.window.editorText(), source);
  };
  const undoAll = async () => {
    await live.window.focusEditor();
    for (let text = await live.window.editorText(); text !== source; text = await live.window.editorText()) {
      await live.window.press(`${modifier}+KeyZ`);
      // One that is not drawn yet would be taken for one too few, and what was done before be undone as well.
      await until(async () => (await live.window.editorText()) !== text);
    }
  };

  before(async () => {
    await writeFile(join(live.session.workspace, file), source);
    await live.window.openFile(file);
    await live.window.palette('View: Close Primary Side Bar');
  });

  it('while it is written, new lines are marked at once, those that stay are not, and the rest is pale', async () => {
    await picture('before');
    const { server } = live.servers;
    const begin = answer.split('\n').slice(0, firstLines).join('\n');
    server.script(
      begun(`\`\`\`ts\n${begin}\n`),
      { wait: 'rest' },
      begun(`${answer.slice(begin.length + 1)}\n\`\`\`\n`),
      ended,
    );
    await ask();
    await shows('own.reduce');
    await page().locator('.codelens-decoration', { hasText: 'Parley is writing… +3 −' }).waitFor();
    await until(async () => (await editor.colouredLines()).length === firstLines);
    assert.deepEqual(await editor.colouredLines(), begin.split('\n'));
    const pale = await editor.paleLines();
    assert.ok(pale.includes('  return names.sort();'), pale.join('\n'));
    assert.ok(!pale.some((line) => line.includes('own.reduce')), pale.join('\n'));
    for (const theme of themes) {
      await live.window.setTheme(theme);
      await picture(`during-${theme}`);
    }
    server.open('rest');
    await lens('Accept All').waitFor();
    await until(async () => (await editor.paleLines()).length === 0);
    await reject();
  });

  it('typing among the lines that are written stops it; what is there is judged, and undo brings that back', async () => {
    const { server } = live.servers;
    const begin = answer.split('\n').slice(0, firstLines).join('\n');
    server.script(begun(`\`\`\`ts\n${begin}\n`), { wait: 'typed' }, ended);
    await ask();
    await shows('own.reduce');
    await live.window.goTo(firstLine + firstLines);
    await page().keyboard.type('mine ');
    await lens('Accept Partial').waitFor();
    await page().locator('.codelens-decoration', { hasText: 'You changed its lines' }).first().waitFor();
    server.open('typed');
    for (const theme of ['light', 'dark'] as const) {
      await live.window.setTheme(theme);
      await picture(`typed-${theme}`);
    }
    await page().setViewportSize({ width: 200, height: 900 });
    await picture('typed-narrow');
    await page().setViewportSize({ width: 1100, height: 900 });
    await reject();
    await live.window.press(`${modifier}+KeyZ`);
    await lens('Accept Partial').waitFor();
    await picture('typed-undone');
    await reject();
  });

  it('shows the old text beside the new one, and tells of the lines that are gone', async () => {
    await edit();
    await until(async () => (await editor.ghosts()).length > 0);
    const ghosts = await editor.ghosts();
    const struck = ghosts.filter(({ isStruck }) => isStruck).map(({ text }) => text);
    const notes = ghosts.filter(({ isStruck }) => !isStruck).map(({ text }) => text);
    assert.deepEqual(struck, ['let total = 0;', '0']);
    assert.deepEqual(notes, [
      '⋯ 5 lines removed: for (const entry of entries) {',
      "⋯ 2 lines removed: console.log('overdrawn', names.length);",
    ]);
    const coloured = await editor.colouredLines();
    assert.ok(coloured.includes('    if (sum < limit) names.push(account);'), coloured.join('\n'));
    assert.ok(!coloured.includes('  const names: string[] = [];'), coloured.join('\n'));
    assert.ok((await editor.marks()) > 5);
    for (const theme of themes) {
      await live.window.setTheme(theme);
      await picture(`review-${theme}`);
    }
    await live.window.press('Alt+KeyZ');
    await page().setViewportSize({ width: 560, height: 900 });
    for (const theme of themes) {
      await live.window.setTheme(theme);
      await picture(`review-narrow-wrap-${theme}`);
    }
    await live.window.focusEditor();
    await live.window.press('Alt+KeyZ');
    await picture('review-narrow');
    await page().setViewportSize({ width: 1100, height: 900 });
    await reject();
    assert.deepEqual(await ghostTexts(), []);
    assert.equal(await editor.marks(), 0);
  });

  it('shows removed lines in place, by key, by the row above them and by the menu of line numbers', async () => {
    await edit();
    const peek = page().locator('.peekview-widget');
    const peeked = peek.locator('.view-line', { hasText: "console.log('overdrawn'" });
    await live.window.goTo(18);
    await live.window.palette('Parley: Show Removed Lines');
    await peeked.waitFor();
    for (const theme of themes) {
      await live.window.setTheme(theme);
      await picture(`removed-${theme}`);
    }
    await live.window.focusEditor();
    await live.window.press('Escape');
    await peek.waitFor({ state: 'detached' });
    await lens('2 lines removed').click();
    await peeked.waitFor();
    await live.window.press('Escape');
    await peek.waitFor({ state: 'detached' });
    await page().locator('.line-numbers', { hasText: /^18$/ }).click({ button: 'right' });
    await picture('line-number-menu');
    assert.ok((await live.window.menuLabels()).includes('Show Removed Lines'));
    await live.window.chooseMenuItem('Show Removed Lines');
    await peeked.waitFor();
    await live.window.press('Escape');
    await peek.waitFor({ state: 'detached' });
    await page().locator('.line-numbers', { hasText: /^13$/ }).click({ button: 'right' });
    assert.ok(!(await live.window.menuLabels()).includes('Show Removed Lines'));
    await live.window.press('Escape');
    await lens('Accept All').waitFor();
    // The menu has selected its line, and Escape would be about the selection.
    await live.window.goTo(13);
    await reject();
  });

  it('compares in a diff editor that follows, and is judged from there', async () => {
    await edit();
    await page().locator('.codelens-decoration a[title^="More: "]').click();
    await picture('more-dark');
    await live.window.quickInput.pick('Compare Edit with Original');
    const diff = page().locator('.monaco-diff-editor');
    const original = diff.locator('.editor.original .view-line');
    await original.filter({ hasText: 'let total = 0;' }).waitFor();
    for (const theme of themes) {
      await live.window.setTheme(theme);
      await picture(`diff-${theme}`);
    }
    const modified = diff.locator('.editor.modified .view-line');
    await original.filter({ hasText: 'export type Entry' }).click();
    await live.window.palette('Parley: Go to Next Change of Edit');
    await page().locator('.statusbar-item', { hasText: 'Change 1 of 3' }).waitFor();
    await modified.filter({ hasText: 'export type Entry' }).click();
    await live.window.press('End');
    await page().keyboard.type(' // mine');
    await original.filter({ hasText: '// mine' }).waitFor();
    // The button is that of both sides, wherever the keyboard is.
    await original.filter({ hasText: 'let total = 0;' }).click();
    await page().locator('.editor-actions a[aria-label^="Accept Edit"]').click();
    await diff.waitFor({ state: 'detached' });
    await page().locator('.tab.active[data-resource-name="ledger.ts"]').waitFor();
    await reviewed();
    assert.equal(await live.window.editorText(), edited.replace('note?: string };', 'note?: string }; // mine'));
    await undoAll();
  });

  it('each change has its own buttons', async () => {
    await edit();
    const before = await lens('Accept').count();
    assert.ok(before >= 3, `${before} rows`);
    await lens('Reject').filter({ hasNotText: 'All' }).last().click();
    await shows("console.log('overdrawn'");
    await lens('2 lines removed').waitFor({ state: 'detached' });
    await page()
      .locator('.codelens-decoration a', { hasText: /^\s*Accept\s*$/ })
      .first()
      .click();
    await until(async () => !(await ghostTexts()).some((text) => text.includes('let total')), 15_000);
    await shows('own.reduce');
    // The last change has no row of its own: the buttons of the whole edit are its.
    await page().locator('.codelens-decoration a[title="Keep this change"]').first().waitFor({ state: 'detached' });
    const accept = page().locator('.codelens-decoration a[title^="Keep the new text"]', { hasText: /^\s*Accept\s*$/ });
    await accept.waitFor();
    await picture('half-judged');
    await accept.click();
    await reviewed();
    await shows('sum < limit');
    await shows("console.log('overdrawn'");
    await picture('after');
    await undoAll();
  });
});
