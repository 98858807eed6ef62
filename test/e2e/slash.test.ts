import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { rigFolder } from '../rig/paths.ts';
import { startDemo } from '../servers/demo.ts';
import { liveSession } from './liveSession.ts';
import { lastChat, lastQuestion } from './sentRequests.ts';

describe('slash commands', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const { chat } = live;
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'compare', `${name}.png`));
  const option = (label: string) =>
    chat.frame.getByRole('option').filter({ has: chat.frame.getByText(label, { exact: true }) });
  const sent = () => lastQuestion(live.servers.demo);
  const message = (text: string) => live.window.page.locator('.notification-list-item', { hasText: text });

  before(() => chat.useDemo());
  beforeEach(() => chat.newChat());

  it('without anything to work on say so, and the question is back', async () => {
    await chat.send('/fix');
    await message('/fix has nothing to work on').waitFor();
    await chat.frame.locator('[data-turn=pending]').waitFor({ state: 'detached' });
    assert.equal(await chat.composer.inputValue(), '/fix');
    await chat.send('/commit');
    await message('/commit has nothing to work on').waitFor();
    await chat.composer.fill('');
  });

  it('take the selection along; the chat shows what was written, and the model reads what it stands for, each time', async () => {
    await live.window.openFile('src/invoice.ts');
    await live.window.selectLines(3, 5);
    await chat.show();
    await chat.composer.pressSequentially('/exp');
    await option('/explain').waitFor();
    await picture('live-slash');
    await chat.composer.press('Enter');
    await chat.composer.pressSequentially('in one sentence');
    await chat.composer.press('Enter');
    await chat.answerTo('/explain in one sentence');
    await chat.questions.last().getByText('invoice.ts:3-5').waitFor();
    const first = sent();
    assert.match(
      first,
      /^Selection from `src\/invoice\.ts`, lines 3-5\n[^]*Explain what is attached[^]*\nThe user adds:\nin one sentence$/,
    );
    await chat.ask('And shorter?');
    assert.equal(lastChat(live.servers.demo).messages[0]?.content, first);
  });

  it('take the open file where nothing is selected; Show Request shows what is sent', async () => {
    await live.window.openFile('src/money.ts');
    await chat.show();
    await chat.composer.fill('/tests');
    await live.window.palette('Parley: Show Request…');
    await live.window.page.locator('.view-line', { hasText: 'Write tests for the attached code' }).waitFor();
    await chat.waitingChips.filter({ hasText: 'money.ts' }).waitFor();
    await chat.show();
    await chat.composer.press('Enter');
    await chat.answerTo('/tests');
    assert.match(sent(), /^File `src\/money\.ts`\n[^]*Write tests for the attached code/);
  });

  it('a path at the beginning is a question like others', async () => {
    await chat.ask('/usr/bin is full');
    assert.equal(sent(), '/usr/bin is full');
  });

  it('a prompt file is made, listed with what it does, and asks for what it wants to know', async () => {
    await live.window.palette('Parley: New Prompt File…');
    await live.window.quickInput.pick('In tally');
    await live.window.quickInput.titled('New prompt file');
    await live.window.quickInput.answer('review');
    await live.window.page.locator('.tab.active[data-resource-name="review.prompt.md"]').waitFor();
    const file = join(live.session.workspace, '.github', 'prompts', 'review.prompt.md');
    assert.match(await readFile(file, 'utf8'), /^---\ndescription: .+\n---\n/);
    await writeFile(
      file,
      '---\nmode: agent\ndescription: "Looks for mistakes"\ntools: [codebase]\n---\nReview ${file} for ${input:topic:What about?}.\n',
    );
    await live.window.openFile('src/money.ts');
    await chat.show();
    await chat.composer.pressSequentially('/rev');
    await option('/review').filter({ hasText: 'Looks for mistakes' }).waitFor();
    await chat.composer.press('Enter');
    await chat.composer.press('Enter');
    assert.match(await live.window.quickInput.text(), /topic/);
    await live.window.quickInput.answer('speed');
    await chat.answerTo('/review');
    assert.equal(sent(), 'Review src/money.ts for speed.');
  });

  it('a prompt file that cannot be read says what to do', async () => {
    const folder = join(live.session.workspace, '.github', 'prompts');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'broken.prompt.md'), '---\ndescription: no end\nDo it.\n');
    await chat.send('/broken');
    await message('Put a line with --- after it').waitFor();
    await chat.frame.locator('[data-turn=pending]').waitFor({ state: 'detached' });
    assert.equal(await chat.composer.inputValue(), '/broken');
    await chat.composer.fill('');
  });

  it('/commit takes the changes of git', async () => {
    const git = (...args: string[]) =>
      promisify(execFile)('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
        cwd: live.session.workspace,
      });
    await git('init', '--quiet');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'Begin');
    await writeFile(join(live.session.workspace, 'src', 'money.ts'), '// nothing left\n');
    await live.window.reload();
    await chat.show();
    await live.window.page.locator('.statusbar-item[id^="status.scm"]').first().waitFor();
    await chat.newChat();
    await chat.ask('/commit');
    assert.match(
      sent(),
      /^Uncommitted changes \(git diff\) in `tally`\n[^]*\+\/\/ nothing left\n[^]*Write a commit message/,
    );
  });
});
