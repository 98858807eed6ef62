import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { installChatModels } from '../rig/chatModels.ts';
import { rigFolder } from '../rig/paths.ts';
import { liveSession } from './liveSession.ts';

describe('the models of another extension', () => {
  const live = liveSession(
    async () => ({}),
    () => ({ addExtensions: installChatModels }),
  );
  const { chat } = live;

  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'languageModels', `${name}.png`));
  const dialog = () => live.window.page.locator('.monaco-dialog-box');

  it('are one click away on the first screen, and answer without a key', async () => {
    await live.window.showPanel();
    await chat.button('Use the models of VS Code').click();
    await chat.modelButton('Echo').waitFor();
    const answer = await chat.ask('Is anybody there?');
    assert.match(await answer.innerText(), /You said: Is anybody there\?/);
    assert.equal(await dialog().count(), 0);
  });

  it('one that the user has to allow says so when that is declined, and answers once it is allowed', async () => {
    await chat.pickModel('Locked');
    await chat.send('May I?');
    await dialog().getByText('You picked this model in Parley.').waitFor();
    await picture('1-consent');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    const refused = await chat.ended();
    assert.match(await refused.innerText(), /VS Code does not let Parley use this model; ask again and allow it/);
    await picture('2-declined');
    await refused.getByRole('button', { name: 'Retry' }).click();
    await dialog().getByRole('button', { name: 'Allow' }).click();
    await dialog().waitFor({ state: 'detached' });
    await chat.answers.last().getByText('You said: May I?').waitFor();
    await chat.ended();
    await chat.ask('And without asking me again?');
    assert.equal(await dialog().count(), 0);
  });
});
