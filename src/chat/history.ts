import type { AssistantMessage, FilePart, Message, ToolCallPart, ToolMessage, UserMessage } from '../model/message.ts';
import type { AssistantTurn, ModelRef, Transcript, TurnPart } from '../model/transcript.ts';
import { filesOf, questionText } from './prompt.ts';
import { repeats } from './repeats.ts';

const notRun = 'not run';

const goOn = [
  'Your answer above was cut off. Go on with it exactly where it stopped, in the middle of a word or of a code block if need be:',
  'the first character you write is put right after its last one. Repeat nothing, start no new code block for code that is already in one, and write no introduction.',
].join(' ');

/**
 * The conversation as the model that is asked now can read it, up to the last question. What only its author
 * understands (reasoning and its signatures) is left out for another model; a call without a result gets one.
 */
export function history(transcript: Transcript, asked: ModelRef): readonly Message[] {
  const messages = messagesOf(transcript, asked);
  return messages.slice(0, messages.findLastIndex(({ role }) => role !== 'assistant') + 1);
}

/** The conversation up to a cut-off answer, and the wish to go on with it. */
export function continueRequest(transcript: Transcript, asked: ModelRef): readonly Message[] {
  return [...messagesOf(transcript, asked), { role: 'user', text: goOn, goOn: true }];
}

/** What the model said to the user; empty when an answer stopped before its first word. */
export function visibleText({ parts }: AssistantTurn): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** The text that a continuation is appended to: see how the transcript joins deltas to its last part. */
export function endOf({ parts }: AssistantTurn): string {
  const last = parts.at(-1);
  return last?.type === 'text' ? last.text : '';
}

function messagesOf({ turns }: Transcript, asked: ModelRef): readonly Message[] {
  const messages: Message[] = [];
  const taken = new Set<string>();
  const marked = repeats();
  for (const turn of turns) {
    if (turn.role === 'assistant') messages.push(...answer(withOwnIds(turn, taken), asked));
    else {
      const attachments = marked(turn.attachments);
      question(messages, { text: questionText(turn.prompt ?? turn.text, attachments), ...filesOf(attachments) });
    }
  }
  return messages;
}

/** A question whose answer came to nothing is asked together with the next: many local models refuse two in a row. */
function question(messages: Message[], { text, files = [] }: Omit<UserMessage, 'role'>): void {
  const last = messages.at(-1);
  if (last?.role !== 'user') return void messages.push(userMessage(text, files));
  messages[messages.length - 1] = userMessage(`${last.text}\n\n${text}`, [...(last.files ?? []), ...files]);
}

const userMessage = (text: string, files: readonly FilePart[]): UserMessage => ({
  role: 'user',
  text,
  ...(files.length === 0 ? {} : { files }),
});

/** Some hosts refuse blank text and messages without content, so an answer that came to nothing is left out. */
function answer(turn: AssistantTurn, asked: ModelRef): readonly Message[] {
  const isOwn = turn.model.connection === asked.connection && turn.model.model === asked.model;
  const parts = turn.parts.flatMap((part) => partFor(part, isOwn ? 'its author' : 'another'));
  if (parts.every((part) => part.type === 'reasoning')) return [];
  return [{ role: 'assistant', parts }, ...missingResults(turn)];
}

/** Hosts of Kimi begin to count calls anew in each answer; others refuse a chat in which two calls have the same id. */
function withOwnIds(turn: AssistantTurn, taken: Set<string>): AssistantTurn {
  const parts = turn.parts.map((part) => {
    if (part.type !== 'tool-call') return part;
    let { id } = part;
    for (let copy = 2; taken.has(id); copy++) id = `${part.id}_${copy}`;
    taken.add(id);
    return { ...part, id };
  });
  return { ...turn, parts };
}

type Reader = 'its author' | 'another';

function partFor(part: TurnPart, reader: Reader): AssistantMessage['parts'] {
  switch (part.type) {
    case 'reasoning':
      return reader === 'its author' ? [part] : [];
    case 'tool-call':
      return [toolCallFor(part, reader)];
    case 'text':
    case 'refusal':
      return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }];
  }
}

function toolCallFor({ id, name, arguments: text, replay }: ToolCallPart, reader: Reader): ToolCallPart {
  const call = { type: 'tool-call', id, name, arguments: text } as const;
  return reader === 'another' || replay === undefined ? call : { ...call, replay };
}

/** Every call must be answered before the next turn; what was pending when a chat was left is never run later. */
function missingResults({ parts }: AssistantTurn): readonly ToolMessage[] {
  return parts.flatMap((part) =>
    part.type === 'tool-call'
      ? [{ role: 'tool', toolCallId: part.id, toolName: part.name, text: notRun, failed: true }]
      : [],
  );
}
