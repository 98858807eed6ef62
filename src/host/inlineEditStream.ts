import { l10n, window, workspace } from 'vscode';
import { readAnswer, type Answer, type AnswerShape } from '../edit/answer.ts';
import { lineReader } from '../edit/lines.ts';
import { editRequest } from '../edit/prompt.ts';
import type { FinishEvent } from '../model/event.ts';
import type { Respond } from '../model/message.ts';
import { linesOf, type InlineEditRun } from './inlineEditRun.ts';

/** A model that answers, as the composition root picked it. */
export interface EditModel {
  readonly respond: Respond;
  readonly model: string;
}

/** The answer is read at most this often; reading costs the length of the answer so far. */
const readEveryMs = 40;

/** Asks the model for the replacement and feeds the run with it until the answer has ended. */
export async function streamEdit(run: InlineEditRun, model: EditModel, maxOutputTokens?: number): Promise<void> {
  const shape = shapeOf(run);
  const reader = lineReader();
  const read = throttled(() => run.send({ type: 'proposal', lines: readAnswer(reader.lines, shape, false).lines }));
  let refusal = '';
  let switched: string | undefined;
  const signal = run.newSignal();
  for await (const event of model.respond(requestFor(run, model.model, maxOutputTokens), signal)) {
    if (run.session.phase !== 'streaming') break;
    if (event.type === 'text') {
      run.say(switched);
      if (reader.push(event.delta)) read.soon();
    } else if (event.type === 'refusal') refusal += event.delta;
    else if (event.type === 'retry') run.say(l10n.t('{0} Trying again ({1})', event.error.message, event.attempt));
    else if (event.type === 'queued') run.say(event.delayMs === 0 ? switched : waits[event.by ?? 'provider']);
    else if (event.type === 'fallback')
      run.say((switched = l10n.t('By {0}, since {1} could not answer', event.to, event.from)));
    else if (event.type === 'error') run.send(event);
    else if (event.type === 'finish') {
      reader.end();
      conclude(run, event, { answer: readAnswer(reader.lines, shape, true), refusal });
    }
  }
  read.cancel();
}

const waits = {
  provider: l10n.t('Waiting until the provider takes requests again'),
  settings: l10n.t('Waiting, since your own limit for this minute is used'),
};

function conclude(
  run: InlineEditRun,
  { reason }: FinishEvent,
  { answer, refusal }: { readonly answer: Answer; readonly refusal: string },
): void {
  const message =
    refusal !== ''
      ? l10n.t('The model declined: {0}', refusal)
      : reason === 'filtered'
        ? l10n.t('The provider withheld the answer.')
        : l10n.t('The model answered without any text.');
  const isUsable = refusal === '' && reason !== 'filtered' && (answer.found || reason === 'aborted');
  if (!isUsable) return run.send({ type: 'error', error: { kind: 'bad-response', message } });
  const cut = answer.moreBlocks ? [l10n.t('The answer had several code blocks; this is the first')] : [];
  run.note = [...(run.note === undefined ? [] : [run.note]), ...cut].join('. ') || undefined;
  // A document always has a line, so what replaces all of it cannot be none.
  const isEmptied = answer.lines.length === 0 && answer.found && run.session.region.count === run.document.lineCount;
  run.send({ type: 'finish', reason, lines: isEmptied ? [''] : answer.lines });
}

function requestFor(
  { document, session, instruction, context }: InlineEditRun,
  model: string,
  maxOutputTokens?: number,
) {
  const { start, count } = session.region;
  return editRequest({
    model,
    path: workspace.asRelativePath(document.uri),
    languageId: document.languageId,
    before: linesOf(document, { start: 0, count: start }),
    region: session.original,
    after: linesOf(document, { start: start + count, count: document.lineCount }),
    instruction,
    context,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  });
}

function shapeOf({ document, session }: InlineEditRun): AnswerShape {
  const editor = window.visibleTextEditors.find((candidate) => candidate.document === document);
  const { insertSpaces, tabSize } = editor?.options ?? {};
  return {
    original: session.original,
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
