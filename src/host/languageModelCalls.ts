import * as vscode from 'vscode';
import { errorKind } from '../llm/errorKind.ts';
import { Failure } from '../llm/failure.ts';
import type { ModelInfo } from '../llm/provider.ts';
import type { ErrorKind } from '../model/error.ts';
import type { FinishReason, StreamEvent } from '../model/event.ts';
import type { Request } from '../model/message.ts';
import { messagesFrom, optionsFrom } from './languageModelRequest.ts';

/** The part of the editor that knows of models. */
type Offered = Pick<typeof vscode.lm, 'selectChatModels'>;

/** All models that the editor knows of. Rejects with a Failure when there is none. */
export async function listModels(lm: Offered): Promise<readonly ModelInfo[]> {
  const models = await select(lm);
  if (models.length === 0) throw new Failure({ kind: 'not-found', reason: none }, who);
  return models.map(({ vendor, id, name, maxInputTokens }) => ({
    id: `${vendor}/${id}`,
    label: name || id,
    ...(maxInputTokens > 0 ? { contextWindow: maxInputTokens } : {}),
  }));
}

/** Asks a model by the id that {@link listModels} gives it. */
export function respond(lm: Offered, request: Request, signal: AbortSignal): AsyncGenerator<StreamEvent, void> {
  return answer((token) => parts(lm, request, token), signal);
}

async function* parts(lm: Offered, request: Request, token: vscode.CancellationToken): AsyncGenerator<unknown, void> {
  const slash = request.model.indexOf('/');
  const selector = { vendor: request.model.slice(0, slash), id: request.model.slice(slash + 1) };
  const [model] = await select(lm, selector);
  if (model === undefined) throw new Failure({ kind: 'not-found', reason: gone });
  const { stream } = await model.sendRequest(messagesFrom(request), optionsFrom(request), token);
  yield* stream;
}

async function select(
  lm: Offered,
  selector?: vscode.LanguageModelChatSelector,
): Promise<readonly vscode.LanguageModelChat[]> {
  try {
    return await lm.selectChatModels(selector);
  } catch (cause) {
    throw failureOf(cause);
  }
}

const who = 'VS Code';
const none = 'knows of no model; install an extension that offers some, such as GitHub Copilot Chat, or sign in there';
const gone = 'does not have that model any more; pick another one';

async function* answer(
  ask: (token: vscode.CancellationToken) => AsyncIterator<unknown>,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const source = new vscode.CancellationTokenSource();
  const stopped = Promise.withResolvers<'stopped'>();
  const stop = () => {
    source.cancel();
    stopped.resolve('stopped');
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    let reason: FinishReason = 'stop';
    const parts = ask(source.token);
    for (;;) {
      // An extension that does not heed the token is not waited for.
      const next = await Promise.race([parts.next(), stopped.promise]);
      if (next === 'stopped' || signal.aborted) return yield aborted;
      if (next.done === true) return yield { type: 'finish', reason };
      const event = eventOf(next.value);
      if (event?.type === 'tool-call') reason = 'tool-calls';
      if (event !== undefined) yield event;
    }
  } catch (cause) {
    yield signal.aborted ? aborted : { type: 'error', error: failureOf(cause).error };
  } finally {
    signal.removeEventListener('abort', stop);
    source.cancel();
    source.dispose();
  }
}

const aborted: StreamEvent = { type: 'finish', reason: 'aborted' };

function eventOf(part: unknown): StreamEvent | undefined {
  if (part instanceof vscode.LanguageModelTextPart) return { type: 'text', delta: part.value };
  if (part instanceof vscode.LanguageModelToolCallPart)
    return { type: 'tool-call', id: part.callId, name: part.name, arguments: JSON.stringify(part.input ?? {}) };
  const thought = thoughtIn(part);
  return thought === undefined || thought === '' ? undefined : { type: 'reasoning', delta: thought };
}

/** A proposed part that is not in the types yet: https://github.com/microsoft/vscode/blob/main/src/vscode-dts/vscode.proposed.languageModelThinkingPart.d.ts */
function thoughtIn(part: unknown): string | undefined {
  const thinking: unknown = Reflect.get(vscode, 'LanguageModelThinkingPart');
  if (typeof thinking !== 'function' || !(part instanceof thinking)) return undefined;
  const { value } = part as { value?: unknown };
  return Array.isArray(value) ? value.join('') : typeof value === 'string' ? value : undefined;
}

interface Meaning {
  readonly kind: ErrorKind;
  readonly reason: string;
}

const unexplained = 'reported a failure; try again, or pick another model';

/** What the codes of a LanguageModelError mean. */
const meanings: Readonly<Record<string, Meaning>> = {
  NoPermissions: {
    kind: 'forbidden',
    reason: 'does not let Parley use this model; ask again and allow it, or see “Manage Language Model Access”',
  },
  Blocked: {
    kind: 'quota',
    reason: 'has no quota left for this model, or blocks it for your account; pick another one, or try again later',
  },
  NotFound: { kind: 'not-found', reason: gone },
};

/** The extension behind a model says in words what went wrong; its error comes as the cause of the editor's. */
function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown.of(who, undefined);
  const { code, cause } = Object(thrown) as { code?: unknown; cause?: unknown };
  const words = messageOf(cause) ?? messageOf(thrown);
  const known = typeof code === 'string' && Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  const found = words === undefined ? undefined : wordKind(words);
  const fault = found === undefined ? (known ?? { kind: 'bad-response', reason: unexplained }) : { kind: found };
  return new Failure({ ...fault, ...(words === undefined ? {} : { detail: words }) }, who);
}

/** On its way between processes an error loses its class, and what is no error comes too, such as an event of the page. */
function messageOf(thrown: unknown): string | undefined {
  const { message } = Object(thrown) as { message?: unknown };
  const words = typeof thrown === 'string' ? thrown : message;
  return typeof words === 'string' && words !== '' ? words : undefined;
}

/** Undefined when the words tell nothing that the code does not tell better. */
function wordKind(words: string): ErrorKind | undefined {
  if (/rate.?limit|too many requests/i.test(words)) return 'rate-limited';
  const kind = errorKind({ status: undefined, codes: [], words }, 'bad-response');
  return kind === 'bad-response' ? undefined : kind;
}
