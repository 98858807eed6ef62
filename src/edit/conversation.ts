import type { Attachment } from '../model/attachment.ts';
import type { StreamEvent } from '../model/event.ts';
import type { Message } from '../model/message.ts';
import {
  emptyTranscript,
  fold,
  type AssistantTurn,
  type ChatEvent,
  type Transcript,
  type Turn,
  type UserTurn,
} from '../model/transcript.ts';

/**
 * What was said about one edit, append-only. It is kept as the events of a chat, so that it can be opened as one; models
 * that edit read other words of its questions than those of a chat do.
 */
export interface EditConversation {
  readonly events: readonly ChatEvent[];
  /** What the events fold to. */
  readonly transcript: Transcript;
  /** What a model read of each question, by its turn. */
  readonly prompts: ReadonlyMap<string, string>;
}

export const noConversation: EditConversation = { events: [], transcript: emptyTranscript, prompts: new Map() };

/** One question about an edit. */
export interface EditAsked {
  readonly id: string;
  readonly at: number;
  readonly instruction: string;
  /** The region as it was when this was asked, and what else went along. */
  readonly attachments: readonly Attachment[];
  /** What the model reads. */
  readonly prompt: string;
}

/** Whether a question follows what was said, or takes the place of the last one. */
export type Standing = 'next' | 'again';

/** The conversation with one more event for each of these. */
export function said(conversation: EditConversation, events: readonly ChatEvent[]): EditConversation {
  return {
    ...conversation,
    events: [...conversation.events, ...events],
    transcript: events.reduce(fold, conversation.transcript),
  };
}

/** Asks. The same question again gives its answer another version; another one in its place is a version of the question. */
export function asked(conversation: EditConversation, question: EditAsked, place: Standing): EditConversation {
  const { turns } = conversation.transcript;
  const last = lastQuestion(conversation);
  const isAgain = place === 'again' && last !== undefined;
  const isSame = isAgain && last.text === question.instruction && sameContent(last.attachments, question.attachments);
  const answer = turns.at(-1);
  const { id, at, instruction: text, attachments, prompt } = question;
  const user: ChatEvent = { type: 'user', id, at, text, attachments };
  const rewind = (to: string): ChatEvent => ({ type: 'rewind', to });
  const events = isSame
    ? answer?.role === 'assistant'
      ? [rewind(answer.id)]
      : []
    : [...(isAgain ? [rewind(last.id)] : []), user];
  const prompts = new Map(conversation.prompts).set(isSame ? last.id : id, prompt);
  return { ...said(conversation, events), prompts };
}

/** Goes back to an answer as far as it had come once. What was said since stays, as another branch. */
export function wentBack(
  conversation: EditConversation,
  was: AssistantTurn,
  { id, at }: Pick<AssistantTurn, 'id' | 'at'>,
): EditConversation {
  const { model, label, provider, finish } = was;
  const stream = (event: StreamEvent): ChatEvent => ({ type: 'stream', id, event });
  return said(conversation, [
    { type: 'switch', to: was.id },
    { type: 'rewind', to: was.id },
    { type: 'assistant', id, at, model, label, ...(provider === undefined ? {} : { provider }) },
    stream({ type: 'text', delta: answerText(was) }),
    ...(finish === undefined ? [] : [stream({ type: 'finish', reason: finish.reason })]),
  ]);
}

const sameContent = (one: readonly Attachment[], other: readonly Attachment[]): boolean =>
  one.length === other.length && one.every(({ text }, index) => text === other[index]?.text);

/** What a model reads of what was said before a question. */
export function earlierMessages(conversation: EditConversation, place: Standing): readonly Message[] {
  const { turns } = conversation.transcript;
  const last = lastQuestion(conversation);
  const end = place === 'next' || last === undefined ? turns.length : turns.indexOf(last);
  return messagesOf(turns.slice(0, end), conversation.prompts);
}

/** The last answer, as far as it came; undefined when none was given. */
export function lastAnswer({ transcript: { turns } }: EditConversation): AssistantTurn | undefined {
  const last = turns.at(-1);
  return last?.role === 'assistant' ? last : undefined;
}

/** The text of an answer, to the letter. */
export function answerText({ parts }: AssistantTurn): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** A question whose answer came to nothing is left out with it: nothing in the document is due to it. */
function messagesOf(turns: readonly Turn[], prompts: ReadonlyMap<string, string>): readonly Message[] {
  const messages: Message[] = [];
  let question: string | undefined;
  for (const turn of turns) {
    if (turn.role === 'user') question = prompts.get(turn.id);
    else if (question !== undefined && answerText(turn).trim() !== '') {
      messages.push({ role: 'user', text: question });
      messages.push({ role: 'assistant', parts: [{ type: 'text', text: answerText(turn) }] });
    }
  }
  return messages;
}

function lastQuestion({ transcript: { turns } }: EditConversation): UserTurn | undefined {
  return turns.findLast((turn) => turn.role === 'user');
}
