import type { Question } from '../chat/session.ts';
import type { Respond } from '../model/message.ts';
import type { Conversations } from './conversations.ts';
import type { Model } from './models.ts';
import type { QuestionParts } from './sending.ts';
import { tellHidden } from './tellHidden.ts';

/** A question that a command asks; with `respond` it has its own way to be answered. */
export interface Asked {
  readonly question: Question;
  readonly model: Model | undefined;
  readonly respond: Respond | undefined;
}

/** Asks in the current conversation and shows it. A question that cannot be asked now waits in the composer. */
export async function askInChat(asked: Asked, parts: QuestionParts): Promise<void> {
  const { question, respond } = asked;
  const { options, attachments, reveal } = parts;
  const { conversations, models, answerer } = options;
  await conversations.restore();
  const model = asked.model ?? (await models.current());
  const isAsked =
    question.text !== '' &&
    model !== undefined &&
    (await hasRoom(conversations)) &&
    conversations.current.ask(await withPinned(asked, parts), answerer(model, respond));
  if (isAsked) {
    attachments.pins?.begun(conversations.current.id);
    tellHidden(question.attachments);
    return reveal();
  }
  // The files of a long summary are not in its question, so there would be nothing to send later.
  if (respond !== undefined) return;
  attachments.add(question.attachments);
  await reveal(question.text);
}

/** What is pinned goes along with every question, but one that has its own way to be answered. */
async function withPinned({ question, respond }: Asked, { attachments, openPins }: QuestionParts): Promise<Question> {
  await openPins();
  const { pins } = attachments;
  return respond === undefined && pins !== undefined ? pins.with(question) : question;
}

async function hasRoom(conversations: Conversations): Promise<boolean> {
  return !conversations.current.isRunning || (await import('./makeRoom.ts')).makeRoom(conversations);
}
