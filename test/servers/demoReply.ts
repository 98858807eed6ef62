import { createHash } from 'node:crypto';
import { chatText } from './demoChatText.ts';
import type { Conversation, DemoMessage } from './demoConversation.ts';
import { editTask, editText } from './demoEditText.ts';
import { helpText, longText, reasoningText, refusalText } from './demoFixedText.ts';
import { sentMessage } from './demoSentCode.ts';
import { summaryText } from './demoSummaryText.ts';
import { estimateTokens, tokenPieces } from './demoTokens.ts';

/** Words at the start of a question or instruction that make the demo behave like a model on such a day. */
export type DemoCommand = 'think' | 'long' | 'refuse' | 'fail' | 'error' | 'drop' | 'help';

/** An answer, cut into pieces that leave one by one. */
export interface Answer {
  readonly reasoning: readonly string[];
  readonly text: readonly string[];
  /** The text is the model's words of refusal. */
  readonly refused: boolean;
  readonly finish: 'stop' | 'length';
  /** The connection is lost after as many pieces of text. */
  readonly dropAfter?: number;
  readonly inputTokens: number;
}

/** An answer that is none, in terms both dialects have. */
export interface Failure {
  readonly status: number;
  readonly retryAfterSeconds?: number;
  readonly message: string;
}

export type Reply = { readonly answer: Answer } | { readonly failure: Failure };

/** Models of the demo and how many tokens each reads. */
export const demoModels: Readonly<Record<string, { readonly label: string; readonly contextWindow: number }>> = {
  'demo-large': { label: 'Demo large', contextWindow: 200_000 },
  'demo-small': { label: 'Demo small', contextWindow: 8_000 },
};

const failuresBeforeSuccess = 2;
const longCutTokens = 1_000;

/** Makes the function that decides what to answer. It only remembers how often each `fail` was asked. */
export function createReplies(): (conversation: Conversation) => Reply {
  const failures = new Map<string, number>();
  return (conversation) => {
    const { original, written } = withoutContinuation(conversation);
    const command = commandOf(original);
    const failure = limitFailure(conversation) ?? (command === 'error' ? keyFailure : undefined);
    if (failure !== undefined) return { failure };
    if (command === 'fail' && written === '' && countFailure(failures, conversation)) return { failure: overloaded };
    return { answer: answerTo({ conversation, original, written, command }) };
  };
}

const keyFailure: Failure = {
  status: 401,
  message: 'Incorrect API key provided. (You asked the demo for this error.)',
};
const overloaded: Failure = {
  status: 503,
  retryAfterSeconds: 1,
  message: 'The demo is overloaded, as you asked. It answers the third time.',
};

function limitFailure(conversation: Conversation): Failure | undefined {
  const window = demoModels[conversation.model]?.contextWindow;
  if (window === undefined) {
    return {
      status: 404,
      message: `The model \`${conversation.model}\` does not exist or you do not have access to it.`,
    };
  }
  const tokens = estimateTokens(conversation);
  if (tokens <= window) return undefined;
  return {
    status: 400,
    message: `This model's maximum context length is ${window} tokens. However, your messages resulted in ${tokens} tokens.`,
  };
}

/** Whether this attempt fails too; once it has succeeded, the next `fail` starts over. */
function countFailure(failures: Map<string, number>, { messages }: Conversation): boolean {
  const key = createHash('sha256').update(JSON.stringify(messages)).digest('hex');
  const seen = failures.get(key) ?? 0;
  failures.delete(key);
  if (seen < failuresBeforeSuccess) failures.set(key, seen + 1);
  return seen < failuresBeforeSuccess;
}

interface Task {
  readonly conversation: Conversation;
  /** The conversation up to the question that an interrupted answer belongs to. */
  readonly original: Conversation;
  /** What the client already has of the answer. */
  readonly written: string;
  readonly command: DemoCommand | undefined;
}

function answerTo({ conversation, original, written, command }: Task): Answer {
  const whole = wholeText(original, command);
  const pieces = tokenPieces(written === '' ? whole : restOf(whole, written));
  const longCut = pieces.length > longCutTokens ? longCutTokens : Math.ceil(pieces.length / 2);
  const cut = command === 'long' && written === '' ? longCut : Infinity;
  const text = pieces.slice(0, Math.min(conversation.maxTokens ?? Infinity, cut));
  return {
    reasoning: command === 'think' && written === '' ? tokenPieces(reasoningText) : [],
    text,
    refused: command === 'refuse',
    finish: text.length < pieces.length ? 'length' : 'stop',
    ...(command === 'drop' && written === '' ? { dropAfter: Math.ceil(text.length / 2) } : {}),
    inputTokens: estimateTokens(conversation),
  };
}

function wholeText(conversation: Conversation, command: DemoCommand | undefined): string {
  const message = sentMessage(lastText(conversation));
  const edit = editTask(message);
  if (command === 'refuse') return refusalText;
  if (edit !== undefined) return editText(edit);
  if (command === 'help') return helpText;
  if (command === 'long') return longText;
  return isSummary(conversation) ? summaryText(message) : chatText(conversation);
}

interface Continuation {
  readonly original: Conversation;
  readonly written: string;
}

/**
 * A request that asks to go on with an answer: it ends with that answer, or with it and a plea to continue. Someone
 * who says "continue" after a finished answer, or after another model's, asks a new question.
 */
function withoutContinuation(conversation: Conversation): Continuation {
  const { messages } = conversation;
  const plea = messages.at(-1);
  const pleads = plea?.role === 'user' && /\bcontinue\b|\bgo on\b|\bleft off\b/i.test(plea.text);
  const end = pleads ? messages.length - 1 : messages.length;
  const start = messages.slice(0, end).findLastIndex((message) => message.role === 'user') + 1;
  const original = { ...conversation, messages: messages.slice(0, start) };
  const written = joined(messages.slice(start, end));
  const isPart = start > 0 && written !== '' && restOf(wholeText(original, commandOf(original)), written) !== '';
  return isPart ? { original, written } : { original: conversation, written: '' };
}

/**
 * What is missing at the end of an answer, empty when nothing is or when the beginning is not that answer's. Clients
 * may trim what they send back, so white space where it stops does not count.
 */
function restOf(whole: string, written: string): string {
  const known = written.trimEnd();
  return whole.startsWith(known) ? whole.slice(known.length).replace(/^\s+$/, '') : '';
}

function joined(messages: readonly DemoMessage[]): string {
  return messages.map((message) => message.text).join('');
}

function lastText({ messages }: Conversation): string {
  return messages.findLast((message) => message.role === 'user')?.text ?? '';
}

/** `error: x is not defined` is a question people ask, so only the harmless two words may have one after them. */
function commandOf(conversation: Conversation): DemoCommand | undefined {
  const message = sentMessage(lastText(conversation));
  const question = editTask(message)?.instruction ?? message.question;
  const spoken = /^\W*(?:(think|long)\b\s*[:,.!]|(think|long|refuse|fail|error|drop|help)\W*$)/im.exec(question);
  return (spoken?.[1] ?? spoken?.[2])?.toLowerCase() as DemoCommand | undefined;
}

function isSummary(conversation: Conversation): boolean {
  return /\bsummar(?:y|ies|i[sz])/i.test(`${conversation.system}\n${sentMessage(lastText(conversation)).question}`);
}
