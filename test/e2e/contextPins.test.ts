import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { until } from '../host/until.ts';
import { startDemo } from '../servers/demo.ts';
import { isKept } from './editorStorage.ts';
import { liveSession } from './liveSession.ts';
import { lastQuestion } from './sentRequests.ts';

const rules = 'Amounts are whole cents, never fractions.\n'.repeat(10);

/** A web page that nobody is to ask for. */
async function startPage() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('a page');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { asked, url: `http://127.0.0.1:${port}/notes.html`, stop };
}

describe('context that stays, and where it comes from', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }), page: await startPage() }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url }, settings: { 'terminal.integrated.gpuAcceleration': 'off' } }),
  );
  const { chat } = live;
  const box = () => chat.frame.locator('#question');
  const chip = (name: string) => chat.waitingChips.filter({ hasText: name });
  const pin = (name: string) => chat.button(`Pin ${name} for this chat`);
  const active = (name: string) => live.window.page.locator(`.tab.active[data-resource-name="${name}"]`);
  const rulesFile = () => join(live.session.workspace, 'docs', 'rules.txt');

  const take = async (typed: string, label: string) => {
    await box().pressSequentially(typed);
    await chat.frame.getByRole('option', { selected: true }).filter({ hasText: label }).waitFor();
    await box().press('Enter');
  };

  type Box = { readonly x: number; readonly y: number } | null;
  /** VS Code leaves what is dragged to a view only while Shift is held down. */
  const dragged = async (from: Box, to: Box) => {
    const { mouse, keyboard } = live.window.page;
    assert.ok(from !== null && to !== null);
    await mouse.move(from.x + 20, from.y + 10);
    await mouse.down();
    await mouse.move(from.x + 40, from.y + 30, { steps: 4 });
    await keyboard.down('Shift');
    await mouse.move(to.x + 30, to.y + 10, { steps: 12 });
    await mouse.move(to.x + 34, to.y + 12, { steps: 4 });
    await mouse.up();
    await keyboard.up('Shift');
  };

  before(async () => {
    await mkdir(join(live.session.workspace, 'docs'), { recursive: true });
    await writeFile(rulesFile(), rules);
    await writeFile(join(live.session.workspace, '.env'), 'TOKEN=not-for-anyone\n');
    await chat.useDemo();
    await live.window.openFile('src/invoice.ts');
    await chat.show();
  });

  beforeEach(() => chat.newChat());

  it('a pinned file goes along with every question, also after a reload, until it is unpinned', async () => {
    await take('#rules.tx', 'rules.txt');
    await chip('rules.txt').waitFor();
    assert.equal(await pin('rules.txt').getAttribute('aria-pressed'), 'false');
    // By the keyboard: back from the box, over the button that takes the chip off.
    await box().press('Shift+Tab');
    await chat.frame.locator('.chip-remove:focus').waitFor();
    await live.window.press('Shift+Tab');
    await chat.frame.locator('.chip-pin:focus').waitFor();
    await live.window.press('Enter');
    await chat.frame.locator('.chip.pinned').waitFor();
    assert.equal(await pin('rules.txt').getAttribute('aria-pressed'), 'true');
    await box().focus();
    await chat.ask('First?');
    assert.ok(lastQuestion(live.servers.demo).includes(rules));
    await chat.ask('Second?');
    assert.equal(
      lastQuestion(live.servers.demo),
      'File `docs/rules.txt` (unchanged: its content stands above)\n\nSecond?',
    );
    await writeFile(rulesFile(), `${rules}Round half to even.\n`);
    await live.window.reload();
    await chat.show();
    await chat.frame.locator('.chip.pinned').filter({ hasText: 'rules.txt' }).waitFor();
    await live.window.screenshot(join(rigFolder, 'context', 'pinned.png'));
    await chat.ask('Third?');
    assert.match(lastQuestion(live.servers.demo), /Round half to even\.\n```\n\nThird\?$/);
    await pin('rules.txt').click();
    await chat.frame.locator('.chip.pinned').waitFor({ state: 'detached' });
    await chat.button('Remove rules.txt').click();
    await chip('rules.txt').waitFor({ state: 'detached' });
    await chat.ask('Fourth?');
    assert.equal(lastQuestion(live.servers.demo), 'Fourth?');
  });

  it('what was sent does not come back with the window', async () => {
    await chat.ask('Is it here?');
    // Which chat is the last one is kept with what was asked.
    await isKept(live.window.page, '"chat":', 'Is it here?');
    await chat.send('Is it gone?');
    await chat.questions.last().getByText('Is it gone?', { exact: true }).waitFor();
    await live.window.reload();
    await chat.show();
    await chat.questions.last().getByText('Is it gone?', { exact: true }).waitFor();
    assert.equal(await box().inputValue(), '');
  });

  it('what is selected in a terminal goes along, and the clipboard keeps what it held', async () => {
    const { page } = live.window;
    await live.window.palette('Terminal: Create New Terminal');
    await page.locator('.terminal-wrapper.active .xterm-helper-textarea').waitFor({ state: 'attached' });
    await page.locator('.terminal-wrapper.active .xterm.focus').waitFor();
    const shown = page.locator('.terminal-wrapper.active .xterm-rows');
    await until(async () => /[#$] *$/.test((await shown.innerText()).trim()));
    await page.keyboard.type('echo tests-$((40+2))-failed\n');
    await until(async () => (await shown.innerText()).includes('tests-42-failed'));
    await page.evaluate(() => navigator.clipboard.writeText('mine'));
    await live.window.palette('Terminal: Select All');
    await live.window.palette('Parley: Add Terminal Selection to Chat');
    await chip('Terminal').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'mine');
    await chat.focusedComposer();
    await chat.ask('What failed?');
    assert.match(
      lastQuestion(live.servers.demo),
      /^Selection from the terminal `[^`]+`\n```\n[^]*tests-42-failed[^]*\n```\n\nWhat failed\?$/,
    );
    await live.window.palette('Terminal: Clear Selection');
    await live.window.palette('Parley: Add Terminal Selection to Chat');
    await live.window.notification('Nothing is selected in the terminal.');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'mine');
    assert.equal(await chat.waitingChips.count(), 0);
    await live.window.palette('Notifications: Clear All Notifications');
    await live.window.palette('Terminal: Kill All Terminals');
  });

  it('each chip opens at its place', async () => {
    await live.window.openFile('src/invoice.ts');
    // Its symbols are known by then.
    await live.window.page.locator('.breadcrumbs-control .monaco-breadcrumb-item', { hasText: '…' }).waitFor();
    await chat.show();
    await take('#totals', 'totals');
    await chip('totals').waitFor();
    await chip('totals').locator('.chip-open').click();
    await active('invoice.ts').waitFor();
    await live.window.page.locator('#status\\.editor\\.selection', { hasText: 'selected' }).waitFor();
    await take('@doc', 'docs');
    await chip('docs').waitFor();
    await chip('docs').locator('.chip-open').click();
    await live.window.page.locator('.explorer-folders-view .monaco-list-row.focused[aria-label*="docs"]').waitFor();
    await chat.show();
    for (const name of ['totals', 'docs']) await chat.button(`Remove ${name}`).click();
    await take('#rules.tx', 'rules.txt');
    await chip('rules.txt').waitFor();
    await chip('rules.txt').locator('.chip-open').click();
    await active('rules.txt').waitFor();
    await chat.show();
    await chat.button('Remove rules.txt').click();
  });

  it('a tab is dragged from its editor, with Shift held down', async () => {
    await live.window.openFile('src/money.ts');
    const tab = await active('money.ts').boundingBox();
    const target = await chat.frame.locator('#question').boundingBox();
    await dragged(tab, target);
    await chip('money.ts').waitFor();
    await chat.button('Remove money.ts').click();
  });

  it('an address stays text: nothing is asked of it', async () => {
    const { url, asked } = live.servers.page;
    await chat.show();
    await box().fill('');
    await live.window.page.evaluate((text) => navigator.clipboard.writeText(text), `See ${url} and tell`);
    await box().focus();
    await box().press('Control+KeyV');
    await until(async () => (await box().inputValue()) === `See ${url} and tell`);
    await box().press('Enter');
    await chat.answerTo(`See ${url} and tell`);
    assert.equal(lastQuestion(live.servers.demo), `See ${url} and tell`);
    assert.deepEqual([await chat.waitingChips.count(), asked], [0, []]);
  });

  it('several files are dragged from the Explorer at once', async () => {
    const { page, explorer } = live.window;
    const files = ['src/money.ts', 'src/invoice.ts'];
    await page.setViewportSize({ width: 1500, height: 860 });
    await live.window.palette('View: Toggle Secondary Side Bar Visibility');
    await live.window.palette('View: Move View');
    await live.window.quickInput.choose('Chat', 'Chat');
    await live.window.quickInput.choose('New Secondary Side Bar Entry', 'New Secondary Side Bar Entry');
    for (const [index, file] of files.entries())
      await (await explorer.row(file)).click(index === 0 ? {} : { modifiers: ['Control'] });
    const from = await (await explorer.row('src/invoice.ts')).boundingBox();
    await dragged(from, await box().boundingBox());
    for (const name of ['money.ts', 'invoice.ts']) await chip(name).waitFor();
    for (const name of ['money.ts', 'invoice.ts']) await chat.button(`Remove ${name}`).click();
  });

  it('a file that may hold secrets goes along only at a word', async () => {
    await take('#.env', '.env');
    const dialog = live.window.page.locator('.monaco-dialog-box');
    await dialog.getByText('.env may hold passwords or keys. Should it go along?').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await live.window.notification('.env does not go along.');
    assert.equal(await chat.waitingChips.count(), 0);
    await live.window.palette('Notifications: Clear All Notifications');
  });
});
