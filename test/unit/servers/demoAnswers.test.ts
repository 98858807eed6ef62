import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startDemo } from '../../servers/demo.ts';
import { continueRequest } from '../../../src/chat/history.ts';
import { emptyTranscript } from '../../../src/model/transcript.ts';
import { editRequest } from '../../../src/edit/prompt.ts';
import { assistant, demoClient, readOpenai, system, total, user, withCode, type Streamed } from './demoClient.ts';

const demo = await startDemo({ pace: 'instant' });
after(() => demo.stop());
const { streamed, answer, anthropic } = demoClient(demo);

test('an answer says that it is a demo and shows the question, the history and the attachment', async () => {
  const { text, finish } = await answer([
    system('You help with code.'),
    user('What is a closure?'),
    assistant('A function with its scope.'),
    withCode('And what does this do?'),
  ]);
  assert.equal(finish, 'stop');
  for (const expected of [
    "This is Parley's demo: no model was asked.",
    '> And what does this do?',
    '| Messages | 3 (2 from you, 1 answered) |',
    '| Instructions | 19 characters |',
    '- What is a closure?',
    `| \`src/total.ts\` | 3-7 | 5 lines, ${total.length} bytes |`,
    `\`\`\`typescript\n${total.split('\n')[0]}\n}\n\`\`\``,
  ]) {
    assert.ok(text.includes(expected), `${expected} is missing in:\n${text}`);
  }
});

test('"think" sends its reasoning first', async () => {
  const raw = await (await streamed([user('think: why?')])).text();
  assert.ok(raw.indexOf('reasoning_content') < raw.indexOf('"content":"**This"'), 'reasoning comes before text');
  const { reasoning, text, usage } = readOpenai(raw);
  assert.ok(reasoning.length > 100);
  assert.ok(text.includes('> think: why?'));
  assert.ok((usage?.completion_tokens_details.reasoning_tokens ?? 0) > 10);
});

const byPanel = continueRequest(emptyTranscript, { connection: 'demo', model: 'demo-large' }).at(-1);
const pleas = [byPanel?.role === 'user' ? byPanel.text : '', 'Continue exactly where you left off.', undefined];

for (const plea of pleas) {
  test(`"long" is cut off, and goes on exactly at the seam (${plea ?? 'no plea, the answer comes last'})`, async () => {
    const first = await answer([user('long')]);
    assert.equal(first.finish, 'length');
    assert.ok(first.text.split(/\s+/).length > 600);
    const rest = await answer([user('long'), assistant(first.text), ...(plea === undefined ? [] : [user(plea)])]);
    assert.equal(rest.finish, 'stop');
    const numbers = Array.from((first.text + rest.text).matchAll(/\((\d+)\)/g), (match) => Number(match[1]));
    assert.deepEqual(
      numbers,
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    const { text: uncut } = await answer([user('long'), assistant(first.text.slice(0, 1))]);
    assert.equal(first.text + rest.text, first.text.slice(0, 1) + uncut);
  });
}

test('"continue" after a finished answer is a question like any other', async () => {
  const { text: finished } = await answer([user('hello')]);
  const { text } = await answer([user('hello'), assistant(finished), user('Please continue with the tests.')]);
  assert.ok(text.includes('> Please continue with the tests.'), text);
});

test('max_tokens cuts any answer, and several continuations put it together again', async () => {
  const question = withCode('What is this?');
  const { text: whole } = await answer([question]);
  let text = '';
  let finish: string | undefined = 'length';
  for (let rounds = 0; finish === 'length' && rounds < 50; rounds++) {
    const history = text === '' ? [question] : [question, assistant(text.trimEnd()), user('Please continue.')];
    const part = await answer(history, { max_tokens: 20 });
    assert.ok((part.usage?.completion_tokens ?? 0) <= 20);
    text = text.trimEnd() + part.text;
    finish = part.finish;
  }
  assert.equal(finish, 'stop');
  assert.equal(text, whole);
});

test('"refuse" refuses in the way of each dialect', async () => {
  const openai = await answer([user('refuse')]);
  assert.equal(openai.text, '');
  assert.match(openai.refusal, /can't help/);
  const response = await anthropic([user('refuse')]);
  assert.equal(((await response.json()) as { stop_reason: string }).stop_reason, 'refusal');
});

test('"fail" is overloaded twice, then answers, then starts over', async () => {
  const statuses = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    const response = await streamed([user('fail')]);
    statuses.push(response.status);
    if (response.status === 503) assert.equal(response.headers.get('retry-after'), '1');
    await response.text();
  }
  assert.deepEqual(statuses, [503, 503, 200, 503]);
});

test('a pasted error message is a question, not the command "error"', async () => {
  const { text } = await answer([user('Error: x is not defined. Why?')]);
  assert.ok(text.includes('> Error: x is not defined. Why?'));
});

async function edit(instruction: string, region: readonly string[]): Promise<Streamed> {
  const { system: rules = '', messages } = editRequest({
    model: 'demo-large',
    path: 'src/total.ts',
    languageId: 'typescript',
    before: ['', 'const rate = 1;'],
    region,
    after: ['export const x = total([1]);'],
    instruction,
  });
  return answer([system(rules), ...messages.map((message) => user(message.role === 'user' ? message.text : ''))]);
}

test('an edit request returns an edit of just the region that was sent', async () => {
  const region = total.split('\n');
  const { text } = await edit('rename sum to result', region);
  assert.equal(text, `\`\`\`typescript\n${total.replaceAll('sum', 'result')}\n\`\`\``);
  const guarded = await edit('add a guard', region);
  assert.ok(guarded.text.includes("  if (items == null) throw new Error('items is required');\n  let sum"));
  const commented = await edit('make it clearer', ['    return 1;']);
  assert.equal(commented.text, "```typescript\n    // Parley's demo was asked: make it clearer\n    return 1;\n```");
});

test('commands work as instructions for an edit', async () => {
  const { text, finish } = await edit('long', total.split('\n'));
  assert.equal(finish, 'length');
  assert.ok(text.startsWith('```typescript\n') && !text.endsWith('```'));
  assert.match((await edit('refuse', ['x'])).refusal, /can't help/);
});

test('a summary is made of facts about what was sent', async () => {
  const { text } = await answer([withCode('Summarize this file.')]);
  assert.ok(text.includes(`has 5 lines and ${total.length} characters`), text);
  assert.ok(text.includes('It declares `total`'), text);
});
