import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marked, type Token } from 'marked';
import { exportMarkdown } from '../../../src/chat/exportMarkdown.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import { emptyTranscript, fold, type ChatEvent } from '../../../src/model/transcript.ts';

const at = new Date(2026, 10, 20, 9, 5).getTime();
const asks = (text: string, more: object = {}): ChatEvent => ({
  type: 'user',
  id: 'q',
  at,
  text,
  attachments: [],
  ...more,
});
const starts: ChatEvent = {
  type: 'assistant',
  id: 'a',
  at,
  model: { connection: 'openai', model: 'gpt-5-mini' },
  label: 'GPT-5 mini',
};
const text = (delta: string): StreamEvent => ({ type: 'text', delta });
const stop: StreamEvent = { type: 'finish', reason: 'stop' };
const markdown = (...events: readonly ChatEvent[]) => exportMarkdown(events.reduce(fold, emptyTranscript));
const answered = (...events: readonly StreamEvent[]) =>
  markdown(asks('Why?'), starts, ...events.map((event): ChatEvent => ({ type: 'stream', id: 'a', event })));
const kinds = (source: string) => marked.lexer(source).filter(({ type }: Token) => type !== 'space');

test('what was free and not counted is not said to be no tokens', () => {
  const usage: StreamEvent = { type: 'usage', usage: { inputTokens: 0, outputTokens: 0, cost: 0 } };
  assert.doesNotMatch(answered(text('So.'), usage, stop), /tokens/);
});

test('a chat reads from its title down to its end', () => {
  const attachments = [
    {
      id: 'x',
      kind: 'selection',
      path: 'src/a.ts',
      uri: 'file:///home/me/src/a.ts',
      languageId: 'typescript',
      lines: { start: 3, end: 4 },
      text: 'const fence = "```";',
    },
  ];
  const events: StreamEvent[] = [
    { type: 'reasoning', delta: 'Let me see.' },
    text('Because of **this**.'),
    { type: 'tool-call', id: 't', name: 'read_file', arguments: '{"path":"a.ts"}' },
    { type: 'citation', citation: { url: 'https://a.example/x', title: 'A [page]', quote: 'its words' } },
    { type: 'citation', citation: { url: 'command:rm', title: 'No page' } },
    { type: 'usage', usage: { inputTokens: 12, outputTokens: 34 } },
    { type: 'finish', reason: 'length' },
  ];
  const all = markdown(
    asks('Why does\nit leak?', { attachments }),
    starts,
    ...events.map((event): ChatEvent => ({ type: 'stream', id: 'a', event })),
    { type: 'title', title: 'A *leak*' },
  );
  assert.equal(
    all,
    `# A \\*leak\\*

## You

*2026-11-20 09:05*

Selection from \`src/a.ts\`, lines 3-4
\`\`\`\`typescript
const fence = "\`\`\`";
\`\`\`\`

Why does
it leak?

## GPT-5 mini

*gpt-5-mini, openai, 2026-11-20 09:05, 12 tokens in, 34 out*

<details>
<summary>Reasoning</summary>

Let me see.

</details>

Because of **this**.

Tool call: \`read_file\`

\`\`\`json
{
  "path": "a.ts"
}
\`\`\`

Sources:

1. [A \\[page\\]](<https://a.example/x>) “its words”
2. No page

> The answer was cut off at the model's output limit.
`,
  );
  assert.ok(!all.includes('/home/me'), 'where the file lies on this machine is not part of the chat');
});

test('how an answer ended is told, where its text does not', () => {
  const last = (...events: readonly StreamEvent[]) =>
    answered(...events)
      .trim()
      .split('\n')
      .at(-1);
  assert.equal(last(text('So.'), stop), 'So.');
  assert.equal(last(text('So.'), { type: 'finish', reason: 'aborted' }), '> The answer was stopped.');
  assert.match(last({ type: 'finish', reason: 'filtered' }) ?? '', /filtered/);
  assert.equal(last(text('So')), '> This answer was still being written.');
  const error = { kind: 'overloaded', message: 'Busy.', detail: '<b>later</b>', status: 529 } as const;
  assert.equal(last({ type: 'error', error }), '> **Failed:** Busy. · HTTP 529 · \\<b\\>later\\</b\\>');
});

test('an answer that broke off in a code block does not swallow what follows', () => {
  const source = answered(text('Look:\n\n```ts\nlet a = 1;'), { type: 'finish', reason: 'aborted' });
  assert.deepEqual(
    kinds(source).map(({ type }) => type),
    ['heading', 'heading', 'paragraph', 'paragraph', 'heading', 'paragraph', 'paragraph', 'code', 'blockquote'],
  );
});

test('reasoning cannot leave its fold', () => {
  const source = answered({ type: 'reasoning', delta: 'a\n</details>\nb <Details> ```x' }, text('So.'), stop);
  assert.equal(source.match(/<\/details>/g)?.length, 1);
  assert.equal(source.match(/<details>/gi)?.length, 1);
});

test('tool calls and sources of a hostile model stay text', () => {
  const source = answered(
    { type: 'tool-call', id: 't', name: 'x`\n# y', arguments: '```\n# not JSON' },
    {
      type: 'citation',
      citation: { url: 'https://a.example/>)[b](javascript:alert(1))', title: 'x](javascript:alert(1))' },
    },
    stop,
  );
  const headings = kinds(source).filter(({ type }) => type === 'heading');
  assert.equal(headings.length, 3);
  const html = marked.parse(source, { async: false });
  assert.deepEqual(
    html.match(/href="[^"]*"/g)?.map((one) => one.slice(6, 24)),
    ['https://a.example/'],
  );
});

test('a chat without a question, and one with nothing in it, still have a title', () => {
  assert.equal(exportMarkdown(emptyTranscript), '# Chat\n');
  assert.match(markdown(asks('')), /^# Chat\n\n## You\n/);
});
