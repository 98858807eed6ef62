import { leadsOn, type ResponseError } from '../model/error.ts';
import type { ErrorEvent, FinishEvent, StreamEvent } from '../model/event.ts';
import type { Request, Respond } from '../model/message.ts';
import type { Answerer } from './answerer.ts';
import { fits } from './fits.ts';

export interface FallbackOptions {
  /** The model of the user's choice, which is always asked first. */
  readonly first: Answerer;
  /** Who may take over, in order. Asked for once, and only when the first has failed. */
  others(): Promise<readonly Answerer[]>;
  /** The request as another one is to get it. */
  refit(request: Request, answerer: Answerer): Request;
}

/**
 * One way to answer made of several: a model that fails before its first word hands over to the next, each told in a
 * `fallback` event. It goes down the list once, however many requests one question takes: so make one for each question.
 */
export function inOrder(options: FallbackOptions): Respond {
  const chain: Chain = { ...options, current: options.first, failures: [], rest: undefined };
  return async function* (request, signal) {
    for (;;) {
      const { current, first } = chain;
      const failed = yield* attempt(chain, current === first ? request : chain.refit(request, current), signal);
      if (failed === undefined) return;
      chain.failures.push({ label: current.label, error: failed.error });
      const { next, passed } = await nextFor(chain, request);
      if (signal.aborted) return yield aborted;
      const error = withPassed(failed.error, passed);
      if (next === undefined)
        return yield chain.failures.length === 1 ? { ...failed, error } : allFailed(chain, passed);
      yield { type: 'fallback', from: current.label, to: next.label, model: next.model, error };
      chain.current = next;
    }
  };
}

interface Chain extends FallbackOptions {
  current: Answerer;
  readonly failures: { readonly label: string; readonly error: ResponseError }[];
  rest: readonly Answerer[] | undefined;
}

const aborted: FinishEvent = { type: 'finish', reason: 'aborted' };

/** Passes on what a model says; returns the failure that leads on to another one, if it ended with such. */
async function* attempt(
  { current, failures }: Chain,
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, ErrorEvent | undefined> {
  let hasSpoken = false;
  for await (const event of current.respond(request, signal)) {
    hasSpoken ||= isOutput(event);
    // Once the user's own model is out, a mistake in the setup of a fallback keeps nobody from the one after it.
    if (event.type === 'error' && !hasSpoken && (leadsOn[event.error.kind] || failures.length > 0)) return event;
    yield event;
  }
  return undefined;
}

/** What the user sees and pays for: after it another model would begin from scratch in the middle of an answer. */
function isOutput(event: StreamEvent): boolean {
  switch (event.type) {
    case 'text':
    case 'refusal':
    case 'reasoning':
      return event.delta !== '';
    case 'tool-call':
    case 'citation':
      return true;
    default:
      return false;
  }
}

/** The next one that can read the request, and those before it that cannot. */
async function nextFor(
  chain: Chain,
  request: Request,
): Promise<{ readonly next: Answerer | undefined; readonly passed: readonly string[] }> {
  const rest = (chain.rest ??= await chain.others());
  const index = rest.findIndex((one) => fits(chain.refit(request, one), one));
  const passed = index === -1 ? rest : rest.slice(0, index);
  chain.rest = index === -1 ? [] : rest.slice(index + 1);
  return { next: rest[index], passed: passed.map(({ label }) => label) };
}

const names = new Intl.ListFormat('en');

function withPassed(error: ResponseError, passed: readonly string[]): ResponseError {
  if (passed.length === 0) return error;
  return { ...error, message: `${error.message} ${names.format(passed)} cannot read that much at once.` };
}

const longestDetail = 2_000;

/** What happened to the model of the user's choice, and that the others did not help. */
function allFailed({ failures }: Chain, passed: readonly string[]): ErrorEvent {
  const [first, ...others] = failures;
  if (first === undefined) throw new Error('Nothing has failed.');
  const tried = `${first.error.message} ${names.format(others.map(({ label }) => label))} could not answer either.`;
  const detail = [
    ...(first.error.detail === undefined ? [] : [first.error.detail]),
    ...others.map(({ label, error }) => `${label}: ${error.message}`),
  ].join('\n');
  return {
    type: 'error',
    error: { ...withPassed({ ...first.error, message: tried }, passed), detail: detail.slice(0, longestDetail) },
  };
}
