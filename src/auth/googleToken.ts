import * as l10n from '@vscode/l10n';
import { failureFromResponse } from '../llm/errorBody.ts';
import { Failure, type Fault } from '../llm/failure.ts';
import { isRecord, parseJson } from '../model/json.ts';
import type { HttpResponse, SigningContext } from '../model/http.ts';

/** An access token as Google's token endpoint gave it. */
export interface GoogleToken {
  readonly value: string;
  readonly expiresAtMs: number;
}

/** What is sent to the token endpoint, and what a refusal means to whoever logged in that way. */
export interface GoogleExchange {
  readonly tokenUri: string;
  readonly form: Readonly<Record<string, string>>;
  readonly refused: (words: string) => string;
}

interface Running {
  readonly token: Promise<GoogleToken>;
  readonly controller: AbortController;
  waiting: number;
}

/** A token is replaced that long before it expires, so that none runs out on the way. */
const marginMs = 5 * 60_000;

/** More than anyone has; what is forgotten is exchanged again. */
const maxHeld = 16;

/** Access tokens by the secret they were exchanged for, in memory only. Requests at the same time share one exchange. */
export class GoogleTokens {
  readonly #held = new Map<string, GoogleToken>();
  readonly #running = new Map<string, Running>();

  /** The token for a secret; rejects with a {@link Failure} when there is none to be had, and as soon as the signal aborts. */
  async get(secret: string, context: SigningContext, exchange: () => Promise<GoogleExchange>): Promise<string> {
    const held = this.#held.get(secret);
    if (held !== undefined && held.expiresAtMs - marginMs > context.now()) return held.value;
    context.signal.throwIfAborted();
    const running = this.#running.get(secret) ?? this.#begin(secret, context, exchange);
    return (await this.#wait(running, secret, context.signal)).value;
  }

  #begin(secret: string, { transport, now }: SigningContext, exchange: () => Promise<GoogleExchange>): Running {
    // Not the signal of the first request, whose end must not be that of the others.
    const controller = new AbortController();
    const work = async () => {
      const { tokenUri, form, refused } = await exchange();
      const response = await transport(tokenRequest(tokenUri, form), controller.signal);
      return readToken(response, now(), refused);
    };
    const token = work();
    const running: Running = { token, controller, waiting: 0 };
    this.#running.set(secret, running);
    token.then(
      (found) => this.#keep(secret, running, found),
      () => this.#forget(secret, running),
    );
    return running;
  }

  #wait(running: Running, secret: string, signal: AbortSignal): Promise<GoogleToken> {
    running.waiting++;
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(signal.reason);
        if (--running.waiting > 0) return;
        this.#forget(secret, running);
        running.controller.abort();
      };
      signal.addEventListener('abort', leave, { once: true });
      running.token.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #keep(secret: string, running: Running, token: GoogleToken): void {
    this.#forget(secret, running);
    this.#held.delete(secret);
    this.#held.set(secret, token);
    const [oldest] = this.#held.keys();
    if (this.#held.size > maxHeld && oldest !== undefined) this.#held.delete(oldest);
  }

  #forget(secret: string, running: Running): void {
    if (this.#running.get(secret) === running) this.#running.delete(secret);
  }
}

const tokenRequest = (url: string, form: Readonly<Record<string, string>>) =>
  ({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      'accept-encoding': 'identity',
    },
    body: new URLSearchParams(form).toString(),
  }) as const;

async function readToken(
  { status, headers, body }: HttpResponse,
  nowMs: number,
  refused: (words: string) => string,
): Promise<GoogleToken> {
  const text = await textOf(body);
  if (status < 200 || status >= 300) {
    const { fault } = failureFromResponse({ status, headers, body: text, nowMs });
    // Overloads and limits are told like those of any other request.
    const isRefusal = status >= 400 && status < 500 && status !== 429;
    const told: Fault = isRefusal ? { ...fault, kind: 'unauthorized', reason: refused(text) } : fault;
    throw new Failure(told);
  }
  const { access_token: value, expires_in: seconds } = recordFrom(text) ?? {};
  if (typeof value !== 'string' || value === '')
    throw new Failure({
      kind: 'bad-response',
      reason: l10n.t('{0} gave no access token for these credentials; try again'),
    });
  const lastsMs = typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : 0;
  return { value, expiresAtMs: nowMs + lastsMs };
}

/** No answer of the token endpoint is longer. */
const maxCharacters = 64 * 1024;

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > maxCharacters) break;
  }
  return text + decoder.decode();
}

/** A JSON object, or undefined when the text is anything else. */
export function recordFrom(text: string): Readonly<Record<string, unknown>> | undefined {
  const json = parseJson(text);
  return isRecord(json) ? json : undefined;
}
