import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { startDemo } from '../servers/demo.ts';
import { editSteps } from './editSteps.ts';
import { liveSession } from './liveSession.ts';
import { lastChat, sentChats } from './sentRequests.ts';

const file = 'src/money.ts';

describe('the conversation of an edit', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const { chat } = live;
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'editTalk', `${name}.png`));
  const { shows, askForEdit, inReview, reviewed } = editSteps(live);
  const status = (text: string) => live.window.page.locator('.codelens-decoration', { hasText: text });
  const edit = async (instruction: string, first = 10, last = 12) => {
    await live.window.openFile(file);
    await live.window.selectLines(first, last);
    await askForEdit(instruction);
    await inReview();
  };
  const refine = async (instruction: string) => {
    await live.window.palette('Parley: Refine Edit…');
    await live.window.page.getByPlaceholder('What should change further?').waitFor();
    await live.window.quickInput.answer(instruction);
  };
  const reject = async () => {
    await live.window.palette('Parley: Reject Edit');
    await reviewed();
    await shows('percentage(amount: Cents');
  };

  before(() => chat.useDemo());

  it('a follow-up changes what is under review, and one undo leads back to it', async () => {
    await edit('rename amount to cents');
    await shows('percentage(cents: Cents');
    const requests = sentChats(live.servers.demo).length;
    await refine('rename percent to rate');
    await shows('percentage(cents: Cents, rate: number');
    await inReview();
    const { messages } = lastChat(live.servers.demo);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
    assert.match(
      messages[2]?.content ?? '',
      /<region>\nexport function percentage\(cents: Cents, percent[^]*rename percent to rate$/,
    );
    assert.equal(sentChats(live.servers.demo).length, requests + 1);
    await picture('refined-dark');
    await live.window.focusEditor();
    await live.window.press('ControlOrMeta+KeyZ');
    await shows('percentage(cents: Cents, percent: number');
    await inReview();
    await reject();
  });

  it('another model gives another answer to the same question, and the user’s own stays', async () => {
    await edit('rename amount to cents');
    const asked = lastChat(live.servers.demo);
    await live.window.palette('Parley: Edit Again with Another Model…');
    await live.window.quickInput.titled('Edit again with');
    await live.window.quickInput.pickUntil('Demo small', status('By Demo small').first());
    await inReview();
    await shows('percentage(cents: Cents');
    assert.deepEqual(lastChat(live.servers.demo), { ...asked, model: 'demo-small' });
    await chat.modelButton('Demo large').waitFor();
    await picture('other-model-dark');
    await reject();
  });

  it('an answer that was cut off is gone on with to its end', async () => {
    await live.window.openFile(file);
    const original = await live.window.editorText();
    await picture('continue-before');
    await edit('long: rename value to parsed', 1, 16);
    await shows('const parsed = Number');
    await status('Cut off at the output limit').first().waitFor();
    await picture('continue-during');
    await live.window.palette('Parley: Continue Cut-Off Edit');
    await status('Cut off at the output limit').first().waitFor({ state: 'detached' });
    await inReview();
    await shows('return Math.round(parsed * 100);');
    await picture('continue-after');
    const sent = lastChat(live.servers.demo).messages;
    assert.match(sent.at(-1)?.content ?? '', /Go on with it exactly where it stopped/);
    await live.window.palette('Parley: Accept Edit');
    await reviewed();
    const text = await live.window.editorText();
    assert.equal(text, original.replaceAll('value', 'parsed'));
    await live.window.focusEditor();
    await live.window.press('ControlOrMeta+KeyZ');
    await live.window.press('ControlOrMeta+KeyZ');
    await shows('const value = Number');
    assert.equal(await live.window.editorText(), original);
  });

  it('opens in the panel as a chat that goes on like any other, once', async () => {
    await edit('rename amount to cents');
    await refine('rename percent to rate');
    await shows('percentage(cents: Cents, rate: number');
    await inReview();
    await live.window.palette('Parley: Open Last Edit in Chat');
    await chat.answers.nth(1).waitFor();
    assert.deepEqual(
      (await chat.questions.allInnerTexts()).map((text) => /rename \w+ to \w+/.exec(text)?.[0]),
      ['rename amount to cents', 'rename percent to rate'],
    );
    const chip = chat.questions.first().locator('.chip-open');
    assert.equal(await chip.getAttribute('title'), 'src/money.ts:10-12');
    await chat.answers.last().locator('.turn-footer', { hasText: 'Demo large' }).waitFor({ state: 'attached' });
    await picture('chat-dark');
    await reject();
    await live.window.palette('Parley: New Chat');
    await live.window.palette('Parley: Open Last Edit in Chat');
    await chat.answers.nth(1).waitFor();
    await chat.ask('And why?');
    assert.deepEqual(
      lastChat(live.servers.demo).messages.map(({ role }) => role),
      ['user', 'assistant', 'user', 'assistant', 'user'],
    );
    await live.window.palette('Parley: Show Chats…');
    await live.window.quickInput.find('rename', 'rename amount to cents');
    assert.equal(
      (await live.window.quickInput.labels()).filter((label) => label === 'rename amount to cents').length,
      1,
    );
    await live.window.press('Escape');
    await live.window.setTheme('light');
    await picture('chat-light');
    await live.window.setSidebarWidth(200);
    await picture('chat-narrow');
  });
});
