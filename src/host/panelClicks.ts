import { requestFor } from '../chat/nextRequest.ts';
import type { Attachment } from '../model/attachment.ts';
import type { HostToView, ViewToHost } from '../protocol.ts';
import { askOthers } from './askAgain.ts';
import { openAttachment } from './attachments.ts';
import { openAsNewFile, pasteIntoTerminal } from './codeActions.ts';
import type { ComposerAttachments } from './composerAttachments.ts';
import { insertAtCursor } from './insert.ts';
import { openLink } from './openLink.ts';
import { panelActions } from './panelActions.ts';
import type { PanelOptions } from './panel.ts';
import { openRequest } from './showRequest.ts';
import { commandOffers, expanded } from './slash.ts';

/** What the user asks of the editor in the panel, rather than of a model. */
export type Click = Extract<
  ViewToHost,
  {
    type:
      | 'ask-others'
      | 'suggest-commands'
      | 'show-request'
      | 'open-attachment'
      | 'apply'
      | 'insert'
      | 'new-file'
      | 'to-terminal'
      | 'open-link'
      | 'action';
  }
>;

interface Surroundings {
  readonly options: PanelOptions;
  readonly attachments: ComposerAttachments;
  tell(message: Extract<HostToView, { type: 'suggestions' }>): void;
}

/** Does what was clicked. Read at the first click: a question needs none of it. */
export async function click(message: Click, surroundings: Surroundings): Promise<void> {
  const { options } = surroundings;
  switch (message.type) {
    case 'ask-others':
      return askOthers(message.answer, options);
    case 'suggest-commands': {
      const { query } = message;
      return surroundings.tell({ type: 'suggestions', query, items: await commandOffers(query, options.prompts) });
    }
    case 'show-request':
      return showRequest(message, surroundings);
    case 'open-attachment': {
      const attachment = attachmentOf(message.id, surroundings);
      return attachment && openAttachment(attachment);
    }
    case 'apply':
      return options.apply({ ...message, attachments: attachmentsFor(message.answer, options) });
    case 'insert':
      return insertAtCursor(message.text);
    case 'new-file':
      return openAsNewFile(message.text, (await options.code()).languageId(message.language));
    case 'to-terminal':
      return pasteIntoTerminal(message.text);
    case 'open-link':
      return openLink(message.url);
    case 'action':
      return void (await panelActions[message.action](options, message.value));
  }
}

async function showRequest(
  { text, id }: Extract<Click, { type: 'show-request' }>,
  { options, attachments }: Surroundings,
): Promise<void> {
  const { conversations, models, answerer, preview } = options;
  await conversations.restore();
  const model = (await models.current()) ?? (await models.pick());
  const contents = await attachments.readable();
  if (model === undefined || contents === undefined) return;
  const written = { text: text.trim(), attachments: contents };
  const question = await expanded(written, { prompts: options.prompts, goal: 'show' });
  if (question === undefined) return;
  // The editor that opens now would be what a slash command takes along when the same is sent.
  attachments.add(question.attachments);
  const asked = { ...question, replaces: id };
  await openRequest(await preview(model, requestFor(conversations.current.transcript, answerer(model), asked)));
}

/** What went along with the question before an answer. */
function attachmentsFor(answer: string | undefined, { conversations }: PanelOptions): readonly Attachment[] {
  const { turns } = conversations.current.transcript;
  const at = turns.findIndex(({ id }) => id === answer);
  const question = turns.slice(0, Math.max(0, at)).findLast(({ role }) => role === 'user');
  return question?.role === 'user' ? question.attachments : [];
}

function attachmentOf(id: string, { options, attachments }: Surroundings): Attachment | undefined {
  const { turns } = options.conversations.current.transcript;
  const sent = turns.flatMap((turn) => (turn.role === 'user' ? turn.attachments : []));
  return [...attachments.all, ...sent].find((one) => one.id === id);
}
