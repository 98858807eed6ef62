import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarize } from '../../../src/chat/summarize.ts';
import { materialTokens, planSummary } from '../../../src/chat/summaryPlan.ts';
import { estimateTokens } from '../../../src/model/tokens.ts';
import type { Attachment } from '../../../src/model/attachment.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Request, Respond } from '../../../src/model/message.ts';

const window = 2_000;
const base: Request = { model: 'm', system: 'Be brief.', messages: [{ role: 'user', text: 'Summarize' }] };

function file(path: string, lines: number): Attachment {
  const text = Array.from({ length: lines }, (_, at) => `${path} line ${at + 1}\n`).join('');
  return { id: path, kind: 'file', path, uri: `file:///${path}`, languageId: 'plaintext', text };
}

/** A model that answers each request with its number, in two deltas, and counts what is open at once. */
function model(answer: (prompt: string, count: number) => readonly StreamEvent[] | undefined = () => undefined) {
  const prompts: string[] = [];
  const requests: Request[] = [];
  let open = 0;
  const respond: Respond = async function* (request) {
    assert.equal(open++, 0, 'one request at a time');
    const [message] = request.messages;
    const prompt = message?.role === 'user' ? message.text : '';
    prompts.push(prompt);
    requests.push(request);
    try {
      yield* (
        answer(prompt, prompts.length) ?? [
          { type: 'reasoning', delta: 'hm' },
          { type: 'text', delta: 'answer ' },
          { type: 'text', delta: `${prompts.length}` },
          { type: 'usage', usage: { inputTokens: 10, outputTokens: 1 } },
          { type: 'finish', reason: 'stop', raw: 'end' },
        ]
      );
    } finally {
      open--;
    }
  };
  return { respond, prompts, requests };
}

async function run(respond: Respond, files: readonly Attachment[], signal = new AbortController().signal) {
  const events: StreamEvent[] = [];
  for await (const event of summarize({ files, window, respond })(base, signal)) events.push(event);
  const text = events.map((event) => (event.type === 'text' ? event.delta : '')).join('');
  const progress = events.filter((event) => event.type === 'progress');
  const terminals = events.filter(({ type }) => type === 'finish' || type === 'error');
  assert.equal(terminals.length, 1);
  assert.equal(terminals[0], events.at(-1));
  return { events, text, progress, end: terminals[0] };
}

test('a file that fits is asked for at once, and its answer passes through', async () => {
  const { respond, requests, prompts } = model();
  const { events } = await run(respond, [file('a.txt', 5)]);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['reasoning', 'text', 'text', 'usage', 'finish'],
  );
  assert.equal(requests.length, 1);
  assert.deepEqual({ ...requests[0], messages: [] }, { ...base, messages: [], isLast: true });
  assert.match(prompts[0] ?? '', /a\.txt line 5\n```/);
  assert.deepEqual(planSummary([file('a.txt', 5)], window).requests, 1);
});

test('files that fit together are one request', async () => {
  const { respond, prompts } = model();
  await run(respond, [file('a.txt', 5), file('b.txt', 5)]);
  assert.equal(prompts.length, 1);
  assert.match(prompts[0] ?? '', /a\.txt line 5[^]*b\.txt line 5/);
});

test('a file beyond the window is read in parts, in order, and the notes are combined', async () => {
  const { respond, prompts } = model();
  const long = file('a.txt', 600);
  const { text, progress, events, end } = await run(respond, [long]);
  const parts = prompts.slice(0, -1);
  assert.ok(parts.length > 3);
  for (const prompt of prompts) assert.ok(estimateTokens(prompt) < window * 0.8);
  const read = parts.map((prompt) => /```plaintext\n([^]*?)```/.exec(prompt)?.[1] ?? '').join('');
  assert.equal(read, long.text);
  assert.match(parts[1] ?? '', new RegExp(`part 2 of ${parts.length} [^]*lines \\d+-\\d+`));
  assert.match(prompts.at(-1) ?? '', /answer 1\n[^]*answer 2\n/);
  assert.equal(text, `answer ${prompts.length}`, 'only the last answer shows');
  const steps = progress.map((event) => (event.type === 'progress' ? [event.done, event.total] : []));
  assert.deepEqual(
    steps.map(([done]) => done),
    prompts.map((_, done) => done),
  );
  const { requests } = planSummary([long], window);
  assert.deepEqual(steps[0], [0, requests]);
  assert.deepEqual(steps.at(-1), [prompts.length - 1, prompts.length], 'short notes take fewer rounds than planned');
  assert.equal(events.filter(({ type }) => type === 'reasoning').length, 1);
  assert.deepEqual(events.at(-2), {
    type: 'usage',
    usage: { inputTokens: 10 * prompts.length, outputTokens: prompts.length },
  });
  assert.deepEqual(end, { type: 'finish', reason: 'stop', raw: 'end' });
});

test('the plan tells how many requests it takes and how much they read', async () => {
  for (const lines of [5, 200, 600, 3_000]) {
    const { respond, prompts } = model((_prompt, count) => [
      { type: 'text', delta: `note ${count} `.repeat(190) },
      { type: 'finish', reason: 'stop' },
    ]);
    const files = [file('a.txt', lines)];
    await run(respond, files);
    const plan = planSummary(files, window);
    assert.ok(
      Math.abs(plan.requests - prompts.length) <= Math.ceil(prompts.length / 20),
      `${plan.requests}, ${prompts.length}`,
    );
    const tokens = prompts.reduce((sum, prompt) => sum + estimateTokens(prompt), 0);
    assert.ok(
      plan.inputTokens > tokens * 0.8 && plan.inputTokens < tokens * 1.5 + 200,
      `${plan.inputTokens}, ${tokens}`,
    );
  }
});

test('notes that do not fit together are combined in rounds, even when they are longer than asked for', async () => {
  const { respond, prompts } = model((prompt) =>
    /^This is part|shorter/.test(prompt)
      ? [
          { type: 'text', delta: 'talkative '.repeat(5_000) },
          { type: 'finish', reason: 'length' },
        ]
      : undefined,
  );
  const { end, text } = await run(respond, [file('a.txt', 1_500)]);
  assert.equal(end?.type, 'finish');
  assert.match(text, /^answer \d+$/);
  for (const prompt of prompts) assert.ok(estimateTokens(prompt) < materialTokens(window) + 400);
});

test('several files that do not fit together come under a heading each', async () => {
  const { respond, prompts } = model();
  const { text, events, end } = await run(respond, [file('a.txt', 60), file('b.txt', 400)]);
  assert.match(text, /^## `a\.txt`\n\nanswer 1\n\n## `b\.txt`\n\nanswer \d+$/);
  assert.equal(text.endsWith(`answer ${prompts.length}`), true);
  assert.equal(events.filter(({ type }) => type === 'usage').length, 1);
  assert.deepEqual(end, { type: 'finish', reason: 'stop', raw: 'end' });
});

test('an error in a part ends it all, says where, and shows what was read', async () => {
  const { respond, prompts } = model((_prompt, count) =>
    count === 3 ? [{ type: 'error', error: { kind: 'overloaded', message: 'Too busy.' } }] : undefined,
  );
  const { end, text, events } = await run(respond, [file('a.txt', 600)]);
  assert.equal(prompts.length, 3);
  assert.match(text, /Stopped after 2 of \d+ parts of `a\.txt`[^]*answer 1\n\nanswer 2$/);
  assert.ok(end?.type === 'error' && end.error.kind === 'overloaded');
  assert.match(end.error.message, /^Too busy\. This was part 3 of \d+ of a\.txt\.$/);
  assert.deepEqual(events.at(-2), { type: 'usage', usage: { inputTokens: 20, outputTokens: 2 } });
});

test('stopping in a part ends it all with what was read; so does a filter, and a stream without an end', async () => {
  const ends: readonly (readonly StreamEvent[])[] = [
    [
      { type: 'text', delta: 'x' },
      { type: 'finish', reason: 'aborted' },
    ],
    [{ type: 'finish', reason: 'filtered' }],
    [],
  ];
  for (const last of ends) {
    const { respond, prompts } = model((_prompt, count) => (count === 2 ? last : undefined));
    const { end, text } = await run(respond, [file('a.txt', 600)]);
    assert.equal(prompts.length, 2);
    assert.match(text, /Stopped after 1 of \d+ parts[^]*answer 1$/);
    if (last.length === 0) assert.ok(end?.type === 'error' && end.error.kind === 'interrupted');
    else assert.deepEqual(end, last.at(-1));
  }
});

test('an error while combining shows the notes', async () => {
  const { respond } = model((prompt) =>
    prompt.startsWith('These are notes')
      ? [{ type: 'error', error: { kind: 'network', message: 'Gone.' } }]
      : undefined,
  );
  const { end, text } = await run(respond, [file('a.txt', 300)]);
  assert.ok(end?.type === 'error' && end.error.kind === 'network');
  assert.match(end.error.message, /^Gone\. All parts of a\.txt had been read\.$/);
  assert.match(text, /Stopped while combining the parts of `a\.txt`[^]*answer 1\n\nanswer 2/);
});

test('a part of which nothing is said is asked about once more, and is then told to be missing', async () => {
  const nothing: readonly StreamEvent[] = [{ type: 'finish', reason: 'stop' }];
  const once = model((_prompt, count) => (count === 2 ? nothing : undefined));
  assert.equal((await run(once.respond, [file('a.txt', 300)])).end?.type, 'finish');
  assert.equal(once.prompts[1], once.prompts[2]);
  const always = model((_prompt, count) => (count >= 2 ? nothing : undefined));
  const { end, text } = await run(always.respond, [file('a.txt', 300)]);
  assert.equal(always.prompts.length, 3);
  assert.match(text, /Stopped after 1 of \d+ parts[^]*answer 1$/);
  assert.ok(end?.type === 'error');
  assert.match(end.error.message, /^The model answered with nothing\. This was part 2 of \d+ of a\.txt\.$/);
});

test('a retry in a part shows', async () => {
  const retry: StreamEvent = { type: 'retry', attempt: 1, delayMs: 5, error: { kind: 'rate-limited', message: 'x' } };
  const { respond } = model((_prompt, count) =>
    count === 1 ? [retry, { type: 'text', delta: 'a' }, { type: 'finish', reason: 'stop' }] : undefined,
  );
  assert.equal((await run(respond, [file('a.txt', 300)])).events.includes(retry), true);
});

test('the signal reaches every request', async () => {
  const controller = new AbortController();
  const signals: AbortSignal[] = [];
  const { respond } = model();
  await run(
    (request, signal) => (signals.push(signal), respond(request, signal)),
    [file('a.txt', 300)],
    controller.signal,
  );
  assert.ok(signals.length > 2 && signals.every((signal) => signal === controller.signal));
});
