import type { Attachment } from '../model/attachment.ts';
import type { ViewToHost } from '../protocol.ts';
import { openAttachment } from './attachments.ts';
import { openAsNewFile, pasteIntoTerminal } from './codeActions.ts';
import type { ComposerAttachments } from './composerAttachments.ts';
import { insertAtCursor } from './insert.ts';
import { openLink } from './openLink.ts';
import { panelActions } from './panelActions.ts';
import type { PanelOptions } from './panel.ts';
import { openRequest, requestFor } from './showRequest.ts';

/** What the user asks of the editor in the panel, rather than of a model. */
export type Click = Extract<
  ViewToHost,
  { type: 'show-request' | 'open-attachment' | 'insert' | 'new-file' | 'to-terminal' | 'open-link' | 'action' }
>;

interface Surroundings {
  readonly options: PanelOptions;
  readonly attachments: ComposerAttachments;
}

/** Does what was clicked. Read at the first click: a question needs none of it. */
export async function click(message: Click, surroundings: Surroundings): Promise<void> {
  const { options } = surroundings;
  switch (message.type) {
    case 'show-request':
      return showRequest(message, surroundings);
    case 'open-attachment': {
      const attachment = attachmentOf(message.id, surroundings);
      return attachment && openAttachment(attachment);
    }
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
  const question = { text: text.trim(), attachments: contents, replaces: id };
  await openRequest(await preview(model, requestFor(conversations.current.transcript, answerer(model), question)));
}

function attachmentOf(id: string, { options, attachments }: Surroundings): Attachment | undefined {
  const { turns } = options.conversations.current.transcript;
  const sent = turns.flatMap((turn) => (turn.role === 'user' ? turn.attachments : []));
  return [...attachments.all, ...sent].find((one) => one.id === id);
}
