import type { Attachment } from '../model/attachment.ts';
import { isTransient, type ErrorEvent, type FinishEvent, type StreamEvent } from '../model/event.ts';
import type { Request, Respond, UserMessage } from '../model/message.ts';
import { estimateTokens } from '../model/tokens.ts';
import { sumUsage, type Usage } from '../model/usage.ts';
import { filesOf } from './prompt.ts';
import { split, type Piece } from './split.ts';
import { grouped, materialTokens, partsOf, planSummary, type FilePlan } from './summaryPlan.ts';
import { combinePrompt, condensePrompt, partPrompt, wholePrompt } from './summaryPrompt.ts';

export interface SummaryOptions {
  /** With their texts. */
  readonly files: readonly Attachment[];
  /** Tokens that the model can read and write in one request. */
  readonly window: number;
  readonly respond: Respond;
}

type Terminal = FinishEvent | ErrorEvent;
type Events<Result> = AsyncGenerator<StreamEvent, Result>;

interface Job extends SummaryOptions {
  /** The request without its messages. */
  readonly base: Omit<Request, 'messages' | 'tools' | 'toolChoice'>;
  readonly signal: AbortSignal;
  done: number;
  total: number;
  usage: Usage | undefined;
}

/** Whether to go on, and with what; or how it ended. */
type Notes = { readonly notes: readonly string[] } | { readonly end: Terminal };

/**
 * Summarizes files of any length, as one answer: what fits is asked for at once; a longer file is read in parts, one
 * after the other, whose notes are then combined. What cannot be finished ends with what is known by then.
 */
export function summarize(options: SummaryOptions): Respond {
  return async function* ({ messages: _messages, tools: _tools, toolChoice: _toolChoice, ...base }, signal) {
    const total = planSummary(options.files, options.window).requests;
    const job: Job = { ...options, base, signal, done: 0, total, usage: undefined };
    const end = yield* summary(job);
    if (job.usage !== undefined) yield { type: 'usage', usage: job.usage };
    yield end;
  };
}

async function* summary(job: Job): Events<Terminal> {
  const plans = partsOf(job.files, job.window);
  if (plans === undefined) return yield* shown(job, whole(job.files));
  let end: Terminal = { type: 'finish', reason: 'stop' };
  for (const [index, plan] of plans.entries()) {
    if (plans.length > 1) yield text(`${index === 0 ? '' : '\n\n'}## \`${plan.file.path}\`\n\n`);
    end = yield* fileSummary(job, plan);
    if (!isGood(end)) return end;
  }
  return end;
}

async function* fileSummary(job: Job, { file, pieces, cost }: FilePlan): Events<Terminal> {
  if (pieces.length <= 1) {
    if (job.total > 1) yield progress(job, `Reading ${file.path}`);
    return yield* shown(job, whole([file]));
  }
  const before = job.done;
  const read = yield* readParts(job, file, pieces);
  if ('end' in read) return read.end;
  const condensed = yield* condense(job, file.path, read.notes);
  if ('end' in condensed) return condensed.end;
  // Short notes take fewer rounds than were planned for.
  job.total -= cost.requests - (job.done + 1 - before);
  yield progress(job, `Combining the parts of ${file.path}`);
  const end = yield* shown(job, { text: combinePrompt(file.path, condensed.notes) });
  if (isGood(end)) return end;
  // Below what came of the summary, if anything did.
  yield text('\n\n');
  yield* told(condensed.notes, combiningStopped(file.path));
  return explained(end, allRead(file.path));
}

type Prompt = Pick<UserMessage, 'text' | 'files'>;

const whole = (files: readonly Attachment[]): Prompt => ({ text: wholePrompt(files), ...filesOf(files) });

const combiningStopped = (path: string): string => `Stopped while combining the parts of \`${path}\`. What was read:`;
const allRead = (path: string): string => `All parts of ${path} had been read.`;

async function* readParts(job: Job, file: Attachment, pieces: readonly Piece[]): Events<Notes> {
  const notes: string[] = [];
  const total = pieces.length;
  for (const [index, piece] of pieces.entries()) {
    yield progress(job, `Reading part ${index + 1} of ${total} of ${file.path}`);
    const answer = yield* asked(job, partPrompt({ file, piece, number: index + 1, total }));
    if (!isGood(answer.end)) {
      yield* told(notes, `Stopped after ${notes.length} of ${total} parts of \`${file.path}\`. What was read so far:`);
      return { end: explained(answer.end, `This was part ${index + 1} of ${total} of ${file.path}.`) };
    }
    notes.push(answer.text);
  }
  return { notes };
}

/** Makes notes into fewer ones until they fit into one request. Each round halves them at least, so it ends. */
async function* condense(job: Job, path: string, notes: readonly string[]): Events<Notes> {
  const limit = materialTokens(job.window);
  let rest = notes;
  for (;;) {
    // Notes much longer than asked for are cut, or no two of them would fit together.
    const short = rest.map((note) =>
      estimateTokens(note) > limit / 2 ? (split(note, limit / 2)[0]?.text ?? '') : note,
    );
    const groups = grouped(short, limit);
    if (groups.length <= 1) return { notes: short };
    const next: string[] = [];
    for (const [index, group] of groups.entries()) {
      yield progress(job, `Combining notes ${index + 1} of ${groups.length} on ${path}`);
      const answer = yield* asked(job, condensePrompt(path, group));
      if (!isGood(answer.end)) {
        yield* told(rest, combiningStopped(path));
        return { end: explained(answer.end, allRead(path)) };
      }
      next.push(answer.text);
    }
    rest = next;
  }
}

/** One request whose answer the user sees. */
async function* shown(job: Job, prompt: Prompt): Events<Terminal> {
  for await (const event of sent(job, prompt)) {
    if (event.type === 'finish' || event.type === 'error') return event;
    if (event.type === 'usage') job.usage = added(job.usage, event.usage);
    else yield event;
  }
  return cutOff;
}

/** One request whose answer is only used. Nothing is asked for once more; then it is a failure, or a part would be missing unseen. */
async function* asked(job: Job, prompt: string): Events<Heard> {
  const first = yield* heard(job, prompt);
  if (!isBlank(first)) return first;
  const second = yield* heard(job, prompt);
  return isBlank(second) ? { text: '', end: saidNothing } : second;
}

interface Heard {
  readonly text: string;
  readonly end: Terminal;
}

const isBlank = ({ text, end }: Heard): boolean => isGood(end) && text.trim() === '';

async function* heard(job: Job, prompt: string): Events<Heard> {
  let answer = '';
  for await (const event of sent(job, { text: prompt })) {
    if (event.type === 'finish' || event.type === 'error') return { text: answer, end: event };
    if (event.type === 'usage') job.usage = added(job.usage, event.usage);
    else if (event.type === 'text' || event.type === 'refusal') answer += event.delta;
    else if (isTransient(event) || event.type === 'fallback') yield event;
  }
  return { text: answer, end: cutOff };
}

function sent(job: Job, prompt: Prompt): AsyncIterable<StreamEvent> {
  job.done++;
  return job.respond({ ...job.base, messages: [{ role: 'user', ...prompt }], isLast: true }, job.signal);
}

const cutOff: ErrorEvent = {
  type: 'error',
  error: { kind: 'interrupted', message: 'The answer stopped without an end.' },
};

const saidNothing: ErrorEvent = {
  type: 'error',
  error: { kind: 'bad-response', message: 'The model answered with nothing.' },
};

/** Notes that were cut at the length limit are still notes. */
function isGood(end: Terminal): boolean {
  return end.type === 'finish' && (end.reason === 'stop' || end.reason === 'length' || end.reason === 'tool-calls');
}

function explained(end: Terminal, where: string): Terminal {
  return end.type === 'error'
    ? { type: 'error', error: { ...end.error, message: `${end.error.message} ${where}` } }
    : end;
}

/** Shows the notes taken so far, since they were paid for. */
function* told(notes: readonly string[], introduction: string): Iterable<StreamEvent> {
  if (notes.length > 0) yield text([`*${introduction}*`, ...notes].join('\n\n'));
}

function progress(job: Job, label: string): StreamEvent {
  return { type: 'progress', done: job.done, total: Math.max(job.total, job.done + 1), label };
}

function text(delta: string): StreamEvent {
  return { type: 'text', delta };
}

function added(sum: Usage | undefined, usage: Usage): Usage {
  return sum === undefined ? usage : sumUsage(sum, usage);
}
