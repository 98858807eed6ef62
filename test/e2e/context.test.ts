import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { startDemo } from '../servers/demo.ts';
import { liveSession } from './liveSession.ts';
import { lastQuestion } from './sentRequests.ts';

const secret = 'not for anyone';

describe('context', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({
      env: { PARLEY_DEMO_URL: demo.url },
      settings: { 'search.exclude': { '**/*.secret.{txt,md}': true } },
    }),
  );
  const { chat } = live;
  const box = () => chat.frame.locator('#question');
  const option = (label: string) =>
    chat.frame.getByRole('option').filter({ has: chat.frame.getByText(label, { exact: true }) });
  const chip = (name: string) => chat.waitingChips.filter({ hasText: name });

  before(async () => {
    const folder = join(live.session.workspace, 'ledger');
    await mkdir(join(folder, 'made'), { recursive: true });
    await Promise.all([
      writeFile(join(folder, '.gitignore'), 'made/\n*.key\n!public.key\n'),
      writeFile(join(folder, 'book.txt'), 'one line of the book\n'),
      writeFile(join(folder, 'public.key'), 'a public key\n'),
      writeFile(join(folder, 'private.key'), secret),
      writeFile(join(folder, 'made', 'out.txt'), secret),
      writeFile(join(folder, 'plan.secret.md'), secret),
      writeFile(join(folder, 'plan.md'), 'the plan\n'),
    ]);
    await chat.useDemo();
    await live.window.openFile('src/invoice.ts');
    await chat.show();
  });

  beforeEach(() => chat.newChat());

  const take = async (typed: string, label: string) => {
    await box().pressSequentially(typed);
    await option(label).first().waitFor();
    const first = chat.frame.getByRole('option', { selected: true });
    await first.filter({ hasText: label }).waitFor();
    await box().press('Enter');
  };

  it('# names a file, which goes along with what it costs, and opens at its place', async () => {
    await take('compare with #mone', 'money.ts');
    await chip('money.ts')
      .getByText(/^about \d+ tokens$/)
      .waitFor({ state: 'attached' });
    assert.equal(await box().inputValue(), 'compare with money.ts ');
    await chip('money.ts').getByRole('button', { name: 'Open src/money.ts' }).click();
    await live.window.page.locator('.tab.active[data-resource-name="money.ts"]').waitFor();
    await box().press('Enter');
    await chat.answerTo('compare with money.ts');
    assert.match(
      lastQuestion(live.servers.demo),
      /^File `src\/money\.ts`\n```typescript\n[^]*\n\ncompare with money\.ts$/,
    );
  });

  it('@ names a folder; what ignore files and settings leave out stays behind', async () => {
    await take('@ledg', 'ledger');
    await chip('ledger').waitFor();
    await chat.ask('What is in the ledger?');
    const sent = lastQuestion(live.servers.demo);
    assert.match(sent, /^Files of folder `ledger`\n/);
    assert.match(sent, /File `ledger\/book\.txt`\n```txt\none line of the book\n```/);
    assert.match(sent, /File `ledger\/public\.key`/);
    assert.ok(!sent.includes(secret), sent);
    const besideWhatIsThere = { 'public.key': 'private.key', 'book.txt': 'out.txt', 'plan.md': 'plan.secret.md' };
    for (const [there, ignored] of Object.entries(besideWhatIsThere)) {
      await box().fill('');
      await box().pressSequentially(`#${there.slice(there.lastIndexOf('.'))}`);
      await option(there).first().waitFor();
      assert.equal(await option(ignored).count(), 0);
      await box().press('Escape');
    }
    await box().fill('');
  });

  it('# names a symbol, the selection and all open editors', async () => {
    await live.window.openFile('src/invoice.ts');
    await live.window.selectLines(3, 5);
    await chat.show();
    await take('#selection', 'Selection');
    await chip('invoice.ts:3-5').waitFor();
    await chat.button('Remove invoice.ts').click();
    await take('#openeditors', 'Open editors');
    await chip('invoice.ts').waitFor();
    await chip('money.ts').waitFor();
    for (const name of ['invoice.ts', 'money.ts']) await chat.button(`Remove ${name}`).click();
    await chat.waitingChips.first().waitFor({ state: 'detached' });
    await box().pressSequentially('#totals');
    await option('totals').click();
    await chip('totals').waitFor();
    await chat.ask('What does it add up?');
    assert.match(lastQuestion(live.servers.demo), /^Symbol from `src\/invoice\.ts`, symbol `totals`, lines 29-39\n/);
  });

  it('shows the request as it will be sent', async () => {
    await take('#mone', 'money.ts');
    await chip('money.ts').waitFor();
    await box().pressSequentially('Is it exact?');
    await live.window.palette('Parley: Show Request…');
    await live.window.page.locator('.tab.active[data-resource-name^="Untitled"]').waitFor();
    await live.window.page.locator('.view-line', { hasText: '"method"' }).waitFor();
    const text = await live.window.editorText();
    assert.match(text, /"method": "POST"/);
    assert.match(text, /"url": "http:\/\/127\.0\.0\.1:\d+\/v1\/chat\/completions"/);
    await chat.show();
    await box().press('Enter');
    await chat.answerTo('Is it exact?');
    assert.match(lastQuestion(live.servers.demo), /^File `src\/money\.ts`/);
  });

  it('# names what git has that is not committed', async () => {
    const git = (...args: string[]) =>
      promisify(execFile)('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
        cwd: live.session.workspace,
      });
    await git('init', '--quiet');
    await git('add', 'ledger/book.txt');
    await git('commit', '--quiet', '--message', 'Begin');
    await writeFile(join(live.session.workspace, 'ledger', 'book.txt'), 'another line of the book\n');
    await live.window.reload();
    await chat.show();
    await live.window.page.locator('.statusbar-item[id^="status.scm"]').first().waitFor();
    await box().fill('');
    await take('#gitdiff', 'Git diff');
    await chip('Git diff').waitFor();
    await chat.ask('What changed?');
    const sent = lastQuestion(live.servers.demo);
    assert.match(sent, /^Uncommitted changes \(git diff\) in `tally`\n```diff\n/);
    assert.match(sent, /-one line of the book\n\+another line of the book\n/);
    assert.match(sent, /New files, not in the diff:\n[^]*src\/money\.ts/);
  });
});
