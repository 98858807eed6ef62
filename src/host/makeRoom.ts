import { window } from 'vscode';
import type { Conversations } from './conversations.ts';

/** Asks what to do with an answer that is being given; false when the user wants to leave it alone. */
export async function makeRoom(conversations: Pick<Conversations, 'current' | 'create'>): Promise<boolean> {
  const { current } = conversations;
  if (!current.isRunning) return true;
  const [stop, fresh] = ['Stop and Ask', 'Ask in a New Chat'];
  const choice = await window.showWarningMessage('An answer is still being written in this chat.', stop, fresh);
  if (choice === stop) {
    current.stop();
    await current.whenIdle();
  }
  if (choice === fresh) conversations.create();
  return choice !== undefined;
}
