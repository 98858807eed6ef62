import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { startDemo } from '../servers/demo.ts';
import { liveSession } from './liveSession.ts';
import { lastChat } from './sentRequests.ts';

describe('turns of a chat', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }) }),
    ({ demo }) => ({ env: { PARLEY_DEMO_URL: demo.url } }),
  );
  const { chat } = live;
  const version = (name: string) => chat.frame.getByRole('group', { name });
  const step = (group: string, name: string) => version(group).getByRole('button', { name });
  const tool = (index: number, name: string) => chat.questions.nth(index).getByRole('button', { name });
  const sent = () =>
    lastChat(live.servers.demo)
      .messages.filter(({ role }) => role === 'user')
      .map(({ content }) => content);

  before(() => chat.useDemo());

  it('an earlier question is edited, and what it was stays as another version', async () => {
    for (const question of ['What is a ledger?', 'And an entry?']) await chat.ask(question);
    await tool(0, 'Edit and ask again').press('Enter');
    await chat.frame.getByText('Editing an earlier question.').waitFor();
    await chat.ask('What is a journal?');
    assert.deepEqual(sent(), ['What is a journal?']);
    assert.equal(await chat.questions.count(), 1);
    await version('Version 2 of 2 of this question').waitFor();
  });

  it('which version is shown survives a reload, and the first is gone on with', async () => {
    await step('Version 2 of 2 of this question', 'Previous version').press('Enter');
    await chat.questions.getByText('And an entry?').waitFor();
    await live.window.reload();
    await chat.show();
    await version('Version 1 of 2 of this question').waitFor();
    assert.equal(await chat.questions.count(), 2);
    await chat.ask('And a balance?');
    assert.deepEqual(sent(), ['What is a ledger?', 'And an entry?', 'And a balance?']);
  });

  it('an earlier answer is given by another model, for this once', async () => {
    await chat.answers.nth(1).getByRole('button', { name: 'Answer again with another model…' }).press('Enter');
    await live.window.quickInput.pickUntil('Demo small', version('Version 2 of 2 of this answer'));
    await chat.frame.getByRole('article', { name: 'Answer of Demo small' }).waitFor();
    assert.deepEqual(sent(), ['What is a ledger?', 'And an entry?']);
    await chat.modelButton('Demo large').waitFor();
    await step('Version 2 of 2 of this answer', 'Previous version').press('Enter');
    await chat.questions.getByText('And a balance?').waitFor();
  });

  it('a question is deleted with its answer, told to no model, and brought back', async () => {
    await tool(1, 'Delete question and answer').press('Enter');
    await chat.questions.getByText('And an entry?').waitFor({ state: 'detached' });
    await chat.focusedComposer();
    assert.equal(await chat.questions.count(), 2);
    await chat.button('Undo').press('Enter');
    await chat.questions.getByText('And an entry?').waitFor();
    await tool(1, 'Delete question and answer').press('Enter');
    await chat.questions.getByText('And an entry?').waitFor({ state: 'detached' });
    await chat.ask('And a sum?');
    assert.deepEqual(sent(), ['What is a ledger?', 'And a balance?', 'And a sum?']);
  });

  it('what is selected in an answer is quoted', async () => {
    await chat.answers.last().locator('parley-markdown p').first().selectText();
    await chat.button('Quote').click();
    await chat.focusedComposer();
    assert.match(await chat.composer.inputValue(), /^> \S[^]*\n\n$/);
    await chat.composer.pressSequentially('Why?');
    await chat.composer.press('Enter');
    await chat.questions.getByText('Why?').waitFor();
    await chat.ended();
    assert.match(String(sent().at(-1)), /^> \S[^]*\n\nWhy\?$/);
  });
});
