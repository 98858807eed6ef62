import { window, workspace } from 'vscode';
import { requestOf, type Answerer } from '../chat/answerer.ts';
import { history } from '../chat/history.ts';
import type { Question } from '../chat/session.ts';
import type { Request } from '../model/message.ts';
import { fold, type Transcript } from '../model/transcript.ts';

/** What a model would be sent for a question that follows a conversation, or that takes the place of one in it. */
export function requestFor(
  transcript: Transcript,
  answerer: Answerer,
  { text, attachments, replaces }: Question & { readonly replaces?: string | undefined },
): Request {
  const before = replaces === undefined ? transcript : fold(transcript, { type: 'rewind', to: replaces });
  const asked = fold(before, { type: 'user', id: crypto.randomUUID(), at: 0, text, attachments });
  return requestOf(answerer, history(asked, answerer.model));
}

/** Opens a request in an editor of its own. */
export async function openRequest(json: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ language: 'json', content: `${json}\n` }), {
    preview: false,
  });
}
