import { l10n, window, workspace } from 'vscode';
import { linesSoFar, readAnswer, type Answer } from '../edit/answer.ts';
import { nearestLines, type AnswerShape } from '../edit/answerShape.ts';
import { continuation, type Joint } from '../edit/continuation.ts';
import { lineReader } from '../edit/lines.ts';
import { editRequest, followUpRequest } from '../edit/prompt.ts';
import type { ResponseError } from '../model/error.ts';
import type { FinishReason, StreamEvent } from '../model/event.ts';
import type { Message, Request, Respond } from '../model/message.ts';
import type { ModelRef } from '../model/transcript.ts';
import { linesOf } from './documentLines.ts';
import { noteText, refusalText } from './inlineEditAnswer.ts';
import type { InlineEditRun } from './inlineEditRun.ts';

/** A model that answers, as the composition root picked it. */
export interface EditModel {
  readonly respond: Respond;
  readonly model: ModelRef;
  /** How it is named to the user. */
  readonly label: string;
  /** Who serves it, as the user knows them. */
  readonly provider?: string;
}

/** What is sent for an edit. */
export interface EditSending {
  readonly respond: Respond;
  readonly request: Request;
  /** What the answer is to take the place of. */
  readonly over: readonly string[];
  /** What there is to say of who answers. */
  readonly note: string | undefined;
  /** The answer that is gone on with, and how it ended so far. */
  readonly cutOff?: { readonly text: string; readonly reason: FinishReason; readonly joint: Joint };
  /** Told of each event that is used, before it is. */
  heard(event: StreamEvent): void;
}

/** The answer is read at most this often; reading costs the length of the answer so far. */
const readEveryMs = 40;

/**
 * Asks the model for the replacement and feeds the run with it until the answer has ended. Returns what went wrong, if
 * something did. An answer that cannot be gone on with stays under review as far as it had come.
 */
export async function streamEdit(run: InlineEditRun, sending: EditSending): Promise<ResponseError | undefined> {
  const { respond, request, over, note, cutOff, heard } = sending;
  const shape = shapeOf(run, over);
  const reader = lineReader();
  reader.push(cutOff?.text ?? '');
  const signal = run.newSignal();
  const read = throttled(() => {
    if (run.awaits(signal)) run.send({ type: 'proposal', lines: linesSoFar(reader.lines, shape) });
  });
  let refusal = '';
  let who = note;
  let failure: ResponseError | undefined;
  const fail = (error: ResponseError) => {
    failure = error;
    if (cutOff === undefined) return run.send({ type: 'error', error });
    const answer = readAnswer(reader.lines, shape, reader.end() ? 'torn' : 'stopped');
    if (answer.type === 'refusal') run.send({ type: 'error', error });
    else run.send({ type: 'finish', reason: cutOff.reason, lines: answer.lines });
  };
  const answer = respond(request, signal);
  for await (const event of cutOff === undefined ? answer : continuation(answer, cutOff.joint)) {
    if (!run.awaits(signal)) break;
    heard(event);
    if (event.type === 'text') {
      run.say(who);
      if (reader.push(event.delta)) read.soon();
    } else if (event.type === 'refusal') refusal += event.delta;
    else if (event.type === 'retry') run.say(l10n.t('{0} Trying again ({1})', event.error.message, event.attempt));
    else if (event.type === 'queued') run.say(event.delayMs === 0 ? who : waits[event.by ?? 'provider']);
    else if (event.type === 'fallback')
      run.say((who = l10n.t('By {0}, since {1} could not answer', event.to, event.from)));
    else if (event.type === 'error') fail(event.error);
    else if (event.type === 'finish') {
      const { reason } = event;
      const isTorn = reader.end();
      const whole = readAnswer(reader.lines, shape, reason === 'stop' ? 'done' : isTorn ? 'torn' : 'stopped');
      const problem = conclude(run, { reason, answer: whole, refusal, cap: request.maxOutputTokens });
      if (problem !== undefined) fail(problem);
    }
  }
  read.cancel();
  return failure;
}

const waits = {
  provider: l10n.t('Waiting until the provider takes requests again'),
  settings: l10n.t('Waiting, since your own limit for this minute is used'),
};

interface Ending {
  readonly reason: FinishReason;
  readonly answer: Answer;
  /** What the model said instead of answering. */
  readonly refusal: string;
  /** The limit that was sent along. */
  readonly cap: number | undefined;
}

/** Gives a whole answer to the run, or tells why it is none. */
function conclude(run: InlineEditRun, ending: Ending): ResponseError | undefined {
  const message = problemWith(ending);
  if (message !== undefined) return { kind: 'bad-response', message };
  const { reason, answer, cap } = ending;
  const { lines, found, notes } = answer.type === 'lines' ? answer : { lines: [], found: false, notes: [] };
  const all = [
    ...(run.note === undefined ? [] : [run.note]),
    ...notes.map(noteText),
    ...(reason !== 'length' || cap === undefined ? [] : [l10n.t('Your limit is {0} tokens for one answer', cap)]),
  ];
  run.note = all.join('. ') || undefined;
  // A document always has a line, so what replaces all of it cannot be none.
  const isEmptied = lines.length === 0 && found && run.session.region.count === run.document.lineCount;
  run.send({ type: 'finish', reason, lines: isEmptied ? [''] : lines });
  return undefined;
}

/** Why an answer cannot be used. One that was stopped can, even without a line: then nothing changes. */
function problemWith({ reason, answer, refusal }: Ending): string | undefined {
  if (refusal !== '') return l10n.t('The model declined: {0}', refusal);
  if (reason === 'filtered') return l10n.t('The provider withheld the answer.');
  if (reason === 'aborted') return undefined;
  if (answer.type === 'refusal') return refusalText(answer);
  if (reason === 'length' && answer.lines.length === 0)
    return l10n.t('The output limit was reached before the first line. Allow longer answers, or ask another model.');
  return answer.found ? undefined : l10n.t('The model answered without any text.');
}

/** What is sent for the instruction of a run: a first question, or one that follows what was said. */
export function requestFor(
  { document, session, instruction, context }: InlineEditRun,
  earlier: readonly Message[],
  asked: { readonly model: string; readonly maxOutputTokens?: number },
): Request {
  const { start, count } = session.region;
  if (earlier.length > 0) return followUpRequest({ earlier, region: session.under, instruction, ...asked });
  return editRequest({
    path: workspace.asRelativePath(document.uri),
    languageId: document.languageId,
    before: linesOf(document, { start: 0, count: start }),
    region: session.under,
    after: linesOf(document, { start: start + count, count: document.lineCount }),
    instruction,
    context,
    ...asked,
  });
}

function shapeOf({ document, session }: InlineEditRun, original: readonly string[]): AnswerShape {
  const editor = window.visibleTextEditors.find((candidate) => candidate.document === document);
  const { insertSpaces, tabSize } = editor?.options ?? {};
  const { start, count } = session.region;
  const first = Math.max(0, start - nearestLines);
  return {
    original,
    before: linesOf(document, { start: first, count: start - first }),
    after: linesOf(document, { start: start + count, count: nearestLines }),
    path: document.uri.path,
    languageId: document.languageId,
    insertSpaces: insertSpaces !== false,
    tabSize: typeof tabSize === 'number' ? tabSize : 4,
  };
}

/** Runs at once, then again at most every so often, and never loses the last call. */
function throttled(action: () => void): { soon(): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  const run = () => {
    isWanted = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWanted) run();
    }, readEveryMs);
    action();
  };
  return {
    soon: () => (timer === undefined ? run() : void (isWanted = true)),
    cancel: () => clearTimeout(timer),
  };
}
