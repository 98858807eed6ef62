import * as l10n from '@vscode/l10n';
import type { ErrorKind } from '../model/error.ts';
import type { Fault } from './failure.ts';
import { missingModel } from './missingModel.ts';
import { isTooLong } from './tooLong.ts';

/** What a provider said about a failure, as far as it could be found. */
export interface ErrorFacts {
  readonly status: number | undefined;
  /** Every `code`, `type` and `status` of the error object and of the errors inside it, lower case. */
  readonly codes: readonly string[];
  /** The provider's own words. */
  readonly words: string;
  /** How long the provider asks to wait, where it does. */
  readonly retryAfterMs?: number | undefined;
}

interface Rule {
  readonly kind: ErrorKind;
  readonly codes?: RegExp;
  readonly words?: RegExp;
  /** In place of both, where more than one pattern decides. */
  readonly applies?: (facts: ErrorFacts) => boolean;
  /** Where the words alone would also match something else. */
  readonly except?: (facts: ErrorFacts) => boolean;
  /** As in {@link Fault}. */
  readonly reason?: Fault['reason'];
}

/** Tried in order before the status, because providers send these under statuses of all kinds. */
const rules: readonly Rule[] = [
  {
    kind: 'quota',
    codes:
      /^(insufficient_(quota|balance|credits?|funds)|billing_\w+|credits?_exhausted|quota_exhausted|payment_required)$/,
    // Anthropic, status 400: "Your credit balance is too low to access the Anthropic API."
    // OpenAI: "You exceeded your current quota". DeepSeek: "Insufficient Balance". xAI, status 403: "Your newly created
    // team doesn't have any credits or licenses yet."
    words:
      /credit balance|insufficient (balance|credits?|quota|funds)|exceeded your (current quota|monthly)|out of credits|have any credits|used all available credits|spending limit/i,
    // Google says the same of a limit by the minute, and then how long to wait.
    except: ({ codes, retryAfterMs }) => codes.includes('resource_exhausted') && retryAfterMs !== undefined,
  },
  { kind: 'too-long', applies: isTooLong },
  {
    // Azure, status 400: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy."
    kind: 'bad-request',
    codes: /^(content_filter|responsibleaipolicyviolation)$/,
    words: /content management policy/i,
    reason: l10n.t(
      '{0} stopped this with its content filter; put it in other words, or see which filter the model is deployed with',
    ),
  },
  {
    // Ollama, status 500: "model requires more system memory (5.6 GiB) than is available (4.0 GiB)"
    kind: 'bad-request',
    words: /requires more system memory/i,
    reason: l10n.t('{0} has too little memory for this model; close other programs, or pick a smaller model'),
  },
  {
    kind: 'unauthorized',
    codes:
      /^(invalid_api_key|api_key_invalid|access_token_\w+|authentication_error|unauthenticated|unauthorized|invalid_authentication)$/,
  },
  { kind: 'unauthorized', words: /(incorrect|invalid) api key|api key (not valid|is invalid)/i },
  // OpenRouter and Perplexity say so with status 400.
  { kind: 'not-found', applies: ({ words }) => missingModel(words) !== undefined },
  {
    // AWS, status 403: "The security token included in the request is invalid." and "Authentication failed: Please make
    // sure your API Key is valid."
    kind: 'unauthorized',
    codes:
      /^(unrecognizedclient|expiredtoken|invalidsignature|signaturedoesnotmatch|incompletesignature|missingauthenticationtoken|invalidclienttokenid|notauthorized)(exception)?$/,
    words: /security token included in the request is|make sure your API key is valid/i,
  },
  // AWS, status 400: "The provided model identifier is invalid." and "Invocation of model ID x with on-demand throughput
  // isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model."
  {
    kind: 'not-found',
    codes: /^resourcenotfoundexception$/,
    words: /model identifier is invalid|on-demand throughput isn.t supported/i,
  },
  { kind: 'quota', codes: /^servicequotaexceededexception$/ },
  {
    kind: 'rate-limited',
    codes: /rate_limit|too_many_requests|resource_exhausted|^(throttling|toomanyrequests)(exception)?$/,
  },
  { kind: 'timeout', codes: /^modeltimeout(exception)?$/ },
  {
    kind: 'overloaded',
    codes:
      /^(serviceunavailable|internal(server|failure|streamfailure|dependency)|modelstreamerror|modelnotready)(exception)?$|^modelerrorexception$/,
    // SageMaker, status 424: "Received server error (500) from primary with message …"
    words: /received server error \(5/i,
  },
  { kind: 'forbidden', codes: /^accessdenied(exception)?$/ },
  { kind: 'bad-request', codes: /^validation(exception|error)$/ },
  {
    kind: 'overloaded',
    codes:
      /^(overloaded(_error)?|api_error|server_error|internal(_server)?_error|service_unavailable|server_overloaded)$/,
    except: ({ status }) => status !== undefined && status < 500,
  },
  { kind: 'forbidden', codes: /^(permission_?(error|denied)|forbidden)$/ },
  { kind: 'not-found', codes: /^(not_found(_error)?|model_not_found|unknown_model|invalid_model|deploymentnotfound)$/ },
  { kind: 'timeout', codes: /^(timeout_error|deadline_exceeded)$/ },
  { kind: 'bad-request', codes: /^invalid_/ },
];

const statusKinds: ReadonlyMap<number, ErrorKind> = new Map([
  [401, 'unauthorized'],
  [402, 'quota'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'not-found'],
  [407, 'network'],
  [408, 'timeout'],
  [409, 'overloaded'],
  [410, 'not-found'],
  [413, 'too-long'],
  [425, 'overloaded'],
  [429, 'rate-limited'],
]);

/** What is to be said of the failure where it is known better than by its kind. */
export const errorReason = (facts: ErrorFacts): string | undefined => ruleFor(facts)?.reason;

const ruleFor = (facts: ErrorFacts): Rule | undefined => rules.find((candidate) => matches(candidate, facts));

/** Which kind of failure the facts amount to; the fallback is for an error that names neither code nor status. */
export function errorKind(facts: ErrorFacts, fallback: ErrorKind): ErrorKind {
  const rule = ruleFor(facts);
  if (rule !== undefined) return rule.kind;
  const { status } = facts;
  if (status === undefined) return fallback;
  return statusKinds.get(status) ?? (status >= 500 ? 'overloaded' : 'bad-request');
}

function matches({ applies, codes, words, except }: Rule, facts: ErrorFacts): boolean {
  const found =
    applies?.(facts) === true ||
    (codes !== undefined && facts.codes.some((code) => codes.test(code))) ||
    words?.test(facts.words) === true;
  return found && except?.(facts) !== true;
}
