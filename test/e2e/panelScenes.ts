import type { ErrorKind } from '../../src/model/error.ts';
import type { Citation, StreamEvent } from '../../src/model/event.ts';
import type { Attachment } from '../../src/model/attachment.ts';
import type { ChatEvent } from '../../src/model/transcript.ts';
import type { HostToView } from '../../src/protocol.ts';
import { asked, eventsMessage, panelState, streamed } from './panelPage.ts';

const usage: StreamEvent = { type: 'usage', usage: { inputTokens: 1204, outputTokens: 356, reasoningTokens: 120 } };
const stop: StreamEvent = { type: 'finish', reason: 'stop' };

const selection: Attachment = {
  id: 'x1',
  kind: 'selection',
  path: 'src/server/rateLimiter.ts',
  uri: 'file:///w/src/server/rateLimiter.ts',
  languageId: 'typescript',
  lines: { start: 12, end: 40 },
};

const place = { uri: 'file:///w/src', languageId: '' };

const rich = `The limiter refills **one token** every \`intervalMs\`, up to \`capacity\`. Two things to know:

1. A burst empties the bucket at once.
2. Waiting callers are served *in order*:
   - first come, first served
   - [x] tested
   - [ ] documented

\`\`\`typescript
export function take(bucket: Bucket, nowMs: number): boolean {
  const refilled = Math.min(bucket.capacity, bucket.tokens + (nowMs - bucket.atMs) / bucket.intervalMs);
  if (refilled < 1) return false;
  return true;
}
\`\`\`

### Cost

| Operation | Time | Allocates |
|:--|--:|:-:|
| \`take\` | 40 ns | no |
| \`wait\` | depends on the queue | yes |

> See [the token bucket](https://en.wikipedia.org/wiki/Token_bucket) for the idea.`;

/** Everything that markdown may hold, and what must scroll inside itself. */
export const everything = String.raw`## What is measured

Each call costs $t_i$ and \(n\) of them cost[^sum]:

$$
T(n) = \sum_{i=1}^{n} \left( t_i + \frac{\alpha_i}{\sqrt{2\pi}} \right) = \begin{pmatrix} a & b \\ c & d \end{pmatrix} \cdot \int_0^\infty e^{-x^2}\,dx + \mathcal{O}(n \log n)
$$

1. **Measure** before you change anything.
   - [x] in the same run
   - [ ] beside the ~~old~~ way
     1. warm
     2. cold, see [the notes](https://docs.example/bench)

   A paragraph of the first item.
2. Then *compare*, which costs $5, not $10.

| Renderer | 15 KB | 60 KB | 240 KB | Growth | What it does again for each frame of a growing answer |
|:--|--:|--:|--:|:-:|:--|
| floor | 1.0 | 1.0 | 1.0 | 1.10 | nothing |
| $O(n^2)$ | 9 | 22 | 50 | 1.7 | reads and draws **all** of it |

> A quotation with *slanted words* and a list:
> - one
> - two

~~~sh
curl --silent --header "content-type: application/json" --data '{"model":"demo-large","stream":true}' https://api.example/v1/chat/completions
~~~

An_address_without_any_space_https://docs.example/a/very/long/path/that/has/no/place/to/break/at/all/index.html

[^sum]: The sum is over **all** calls, also those
  that failed.`;

const text = (delta: string): StreamEvent => ({ type: 'text', delta });
const cited = (citation: Citation): StreamEvent => ({ type: 'citation', citation });
const snapshot = (part: Parameters<typeof panelState>[0] = {}): HostToView => ({
  type: 'snapshot',
  state: panelState(part),
});
const question = 'Why does this limiter let two requests through at once?';

const switched = (kind: ErrorKind, from: string, to: string): StreamEvent => ({
  type: 'fallback',
  from,
  to,
  model: { connection: 'other', model: to },
  error: { kind, message: `The provider of ${from} said what went wrong (status 529).`, status: 529 },
});

const scene = (...events: StreamEvent[]): HostToView[] => [
  snapshot(),
  eventsMessage([...asked(question), ...streamed(events)]),
];

const exchange = (id: string, what: string, answer: string): ChatEvent[] => [
  ...asked(what, id),
  ...streamed([text(answer), usage, stop], id),
];

/** Every state of the panel worth looking at. */
export const scenes: Readonly<Record<string, readonly HostToView[]>> = {
  'first run': [snapshot({ setup: { ready: false, local: [], environment: [], demo: true } })],
  'first run, local server': [
    snapshot({
      setup: {
        ready: false,
        local: [{ connection: 'ollama', label: 'Ollama' }],
        environment: [{ connection: 'openai', label: 'OpenAI', variable: 'OPENAI_API_KEY' }],
        demo: true,
      },
    }),
  ],
  empty: [snapshot({ attachments: [selection] })],
  attached: [
    snapshot({
      attachments: [
        { ...selection, tokens: 312 },
        { ...place, id: 'x2', kind: 'folder', path: 'src/server', tokens: 12_400 },
        { ...place, id: 'x3', kind: 'problems', path: 'src/server/rateLimiter.ts', tokens: 87 },
        { ...place, id: 'x4', kind: 'diff', path: 'tally', tokens: 1_730 },
        { ...place, id: 'x5', kind: 'image', path: 'image.png', tokens: 1_600 },
      ],
    }),
  ],
  waiting: scene(),
  progress: scene({ type: 'progress', done: 3, total: 12, label: 'Summarizing part 3 of 12' }),
  retry: scene({
    type: 'retry',
    attempt: 1,
    delayMs: 60_000,
    error: { kind: 'overloaded', message: 'The provider is overloaded.' },
  }),
  switching: scene(switched('overloaded', 'Claude Sonnet', 'GPT-5')),
  switched: scene(
    switched('quota', 'Claude Sonnet', 'GPT-5'),
    switched('network', 'GPT-5', 'Qwen 3'),
    text(rich),
    usage,
    stop,
  ),
  'nobody answered': scene(switched('timeout', 'Claude Sonnet', 'GPT-5'), {
    type: 'error',
    error: {
      kind: 'timeout',
      message: 'Anthropic took too long to answer; try again, or pick another model. GPT-5 could not answer either.',
      detail: 'GPT-5: OpenAI is overloaded or has a fault of its own; try again in a moment (status 503).',
    },
  }),
  queued: scene({ type: 'queued', delayMs: 42_000 }),
  'queued by the own limit': scene({ type: 'queued', delayMs: 42_000, by: 'settings' }),
  'rate limited': scene({
    type: 'error',
    error: {
      kind: 'rate-limited',
      message: 'OpenAI limits how often it may be asked; try again in 10 minutes (status 429).',
      detail: 'Rate limit reached for gpt-5-mini in organization org-1 on requests per day (RPD): Limit 200, Used 200.',
      status: 429,
      retryAfterMs: 600_000,
      retryAtMs: Date.UTC(2026, 10, 20, 15, 42),
      limits: [
        'x-ratelimit-limit-requests: 200',
        'x-ratelimit-remaining-requests: 0',
        'x-ratelimit-reset-requests: 10m0s',
      ],
      requestId: 'req_8f3a',
    },
  }),
  streaming: scene({ type: 'reasoning', delta: 'Look at the refill first.' }, text(rich.slice(0, 420))),
  'code and table': scene(text(rich), usage, stop),
  everything: scene(text(everything), usage, stop),
  reasoning: scene({ type: 'reasoning', delta: 'The user wants\n\n- brevity\n- code' }),
  refusal: scene({ type: 'refusal', delta: 'I cannot help with that.' }, { type: 'finish', reason: 'filtered' }),
  'tool call': scene({ type: 'tool-call', id: 't', name: 'read_file', arguments: '{"path":"a.ts"}' }, stop),
  sources: scene(
    text('The bucket is filled once a second [1], which RFC 2697 calls a meter [2].'),
    cited({ url: 'https://en.wikipedia.org/wiki/Token_bucket', title: 'Token bucket' }),
    cited({
      url: 'https://www.rfc-editor.org/rfc/rfc2697',
      title: 'RFC 2697: A Single Rate Three Color Marker, which meters a packet stream and marks its packets',
      quote: 'The meter meters each packet and passes the packet and the metering result to the marker.',
    }),
    cited({ url: 'https://evil.example/login', title: 'bank.example' }),
    cited({ url: 'https://docs.example/no-title' }),
    cited({ url: 'file:///etc/passwd', title: 'A file of this machine' }),
    cited({ title: 'The attached report', quote: 'Page 3: every bucket leaks.' }),
    cited({ url: 'https://ar.example/', title: 'كيف تعمل الدلاء' }),
    usage,
    stop,
  ),
  length: scene(text('The first half of the ans'), usage, { type: 'finish', reason: 'length' }),
  stopped: scene(text('The first half'), { type: 'finish', reason: 'aborted' }),
  error: scene({
    type: 'error',
    error: {
      kind: 'unauthorized',
      message: 'OpenAI did not accept the key.',
      detail: 'Incorrect API key provided. You can find your API key in your account settings.',
      status: 401,
      requestId: 'req_8f3a',
    },
  }),
  interrupted: scene(text('Half an answer, then'), {
    type: 'error',
    error: { kind: 'interrupted', message: 'The connection broke before the answer was complete.' },
  }),
  'interrupted, another may go on': [
    snapshot({ fallbacks: [{ connection: 'openai', model: 'gpt-5', label: 'GPT-5', provider: 'OpenAI' }] }),
    eventsMessage([
      ...asked(question),
      ...streamed([
        text('Half an answer, then'),
        {
          type: 'error',
          error: { kind: 'interrupted', message: 'The connection broke before the answer was complete.' },
        },
      ]),
    ]),
  ],
  versions: [
    snapshot(),
    eventsMessage([
      ...exchange('1', question, 'Because a burst empties the bucket at once.'),
      ...exchange('2', 'Is that tested?', 'Only with one caller.'),
      { type: 'rewind', to: 'a1' },
      ...exchange('3', '', '**Two tokens** are there at the beginning.').slice(1),
      { type: 'rewind', to: 'a3' },
      ...exchange('4', '', 'The bucket starts with `capacity` tokens, so two callers get through.').slice(1),
      ...exchange('5', 'How would I test it?', 'With a clock that the test moves.'),
      { type: 'rewind', to: 'q5' },
      ...exchange('6', 'Show me a test for it', rich),
      { type: 'switch', to: 'a3' },
      { type: 'switch', to: 'a4' },
      { type: 'switch', to: 'q5' },
    ]),
  ],
  deleted: [
    snapshot(),
    eventsMessage([
      ...exchange('1', question, 'Because a burst empties the bucket at once.'),
      ...exchange('2', 'Is that tested?', 'Only with one caller.'),
      { type: 'delete', id: 'q2' },
    ]),
  ],
  unsaved: [
    snapshot({ unsaved: 'This conversation could not be saved: the disk is full.' }),
    eventsMessage([
      ...asked('مرحبا، كيف يعمل هذا؟'),
      ...streamed([text('يعمل هذا **ببساطة**.\n\n- واحد\n- اثنان'), stop]),
    ]),
  ],
  'open in another window': [
    snapshot({ readOnly: 'elsewhere' }),
    eventsMessage([...asked(question), ...streamed([text('Half an answer, as the other window')])]),
  ],
  'of a newer version': [snapshot({ readOnly: 'newer' }), eventsMessage([...asked(question), ...streamed([stop])])],
};
