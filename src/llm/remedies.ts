import type { ResponseError } from '../model/error.ts';

/** What a user can change when a connection does not work: its address or fields, its secret, the model, or nothing. */
export type RemedyStep = 'edit' | 'secret' | 'model' | 'again';

/** What most likely helps, the likeliest first. */
export interface Remedies {
  readonly steps: readonly RemedyStep[];
  /** Settings of the editor that decide about it. */
  readonly settings: readonly string[];
}

interface Rule {
  readonly applies: (error: ResponseError) => boolean;
  readonly steps: readonly RemedyStep[];
  readonly settings?: readonly string[];
}

const code = (pattern: RegExp) => (error: ResponseError) =>
  error.kind === 'network' && pattern.test(error.detail ?? '');
const kind =
  (...kinds: readonly ResponseError['kind'][]) =>
  (error: ResponseError) =>
    kinds.includes(error.kind);

const proxy = ['http.proxy'];

/** The first that applies is taken. */
const rules: readonly Rule[] = [
  { applies: ({ status }) => status === 407, steps: ['again'], settings: proxy },
  { applies: code(/ALTNAME/), steps: ['edit'], settings: proxy },
  {
    applies: code(/CERT|SELF_SIGNED|UNABLE_TO/),
    steps: ['again'],
    settings: ['http.systemCertificates', 'http.proxyStrictSSL'],
  },
  {
    applies: code(/ENOTFOUND|EAI_|NAME_NOT_RESOLVED|REFUSED|UNREACH|EPROTO|TLS|SSL/),
    steps: ['edit'],
    settings: proxy,
  },
  { applies: kind('network', 'timeout', 'interrupted'), steps: ['again'], settings: proxy },
  { applies: kind('no-key', 'unauthorized'), steps: ['secret', 'edit'] },
  { applies: kind('forbidden'), steps: ['edit', 'secret'] },
  { applies: kind('not-found'), steps: ['edit', 'model'] },
  { applies: kind('bad-response', 'bad-request'), steps: ['edit'] },
];

/** The steps out of a failure, told by its kind and, where none answered, by the platform's code. */
export function remediesFor(error: ResponseError): Remedies {
  const { steps = ['again'], settings = [] } = rules.find(({ applies }) => applies(error)) ?? {};
  return { steps, settings };
}
