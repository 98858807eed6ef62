import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeam } from '../../../src/chat/seam.ts';
import { readAnswer } from '../../../src/edit/answer.ts';
import type { AnswerShape } from '../../../src/edit/answerShape.ts';
import { continuation, withoutIntroduction } from '../../../src/edit/continuation.ts';
import { lineReader } from '../../../src/edit/lines.ts';
import type { FinishReason, StreamEvent } from '../../../src/model/event.ts';

const typescript = `export function total(lines: readonly Line[]): number {
  let cents = 0;
  for (const { price, count } of lines) {
    cents += Math.round(price * 100) * count;
  }
  return cents / 100;
}`;
const python = `    def total(self, lines):
        """Adds up, in cents."""
        cents = 0
        for line in lines:
            cents += round(line.price * 100) * line.count

        return cents / 100`;

interface Whole {
  readonly answer: string;
  readonly languageId: string;
  readonly lines: readonly string[];
}

const wholes: Readonly<Record<string, Whole>> = {
  fenced: { answer: `\`\`\`ts\n${typescript}\n\`\`\`\n`, languageId: 'typescript', lines: typescript.split('\n') },
  'with Windows line ends': {
    answer: `\`\`\`ts\n${typescript}\n\`\`\``.replaceAll('\n', '\r\n'),
    languageId: 'typescript',
    lines: typescript.split('\n'),
  },
  'after a sentence': {
    answer: `Here is the method:\n\n\`\`\`python\n${python}\n\`\`\`\n\nIt counts in cents.`,
    languageId: 'python',
    lines: python.split('\n'),
  },
  bare: { answer: python, languageId: 'python', lines: python.split('\n') },
};

async function* events(text: string, size: number, reason: FinishReason = 'stop'): AsyncGenerator<StreamEvent> {
  yield { type: 'reasoning', delta: 'Where was I?' };
  for (let at = 0; at < text.length; at += size) yield { type: 'text', delta: text.slice(at, at + size) };
  yield { type: 'finish', reason };
}

/** The replacement, as it is read from an answer that was cut off and its continuation. */
async function replacement(before: string, rest: AsyncIterable<StreamEvent>, shape: AnswerShape) {
  const reader = lineReader();
  reader.push(before);
  for await (const event of continuation(rest, withoutIntroduction(before, createSeam(before))))
    if (event.type === 'text') reader.push(event.delta);
  reader.end();
  const answer = readAnswer(reader.lines, shape, 'done');
  return answer.type === 'lines' ? answer.lines : assert.fail(answer.reason);
}

/** Where a model goes on that was cut off at a place, and what it writes before that; undefined where it would not. */
const habits: Readonly<Record<string, (answer: string, cut: number) => { from: number; again: string } | undefined>> = {
  'right there': (_, cut) => ({ from: cut, again: '' }),
  'with its last line again': (answer, cut) => {
    const from = answer.lastIndexOf('\n', cut - 1) + 1;
    return /[a-z]{3}\W+[a-z]{3}.*[a-z]{4,}.*$/.test(answer.slice(from, cut)) && cut - from > 28
      ? { from, again: '' }
      : undefined;
  },
  'in a code block that it opens again': (answer, cut) => {
    const [opening = ''] = /```(ts|python)\r?\n/.exec(answer) ?? [];
    const start = answer.indexOf(opening) + opening.length;
    return opening !== '' && cut > start && cut < answer.lastIndexOf('```') ? { from: cut, again: opening } : undefined;
  },
  'after a sentence, in a code block that it opens again': (answer, cut) => {
    const [opening = ''] = /```(ts|python)\r?\n/.exec(answer) ?? [];
    const start = answer.indexOf(opening) + opening.length;
    const again = `Here is the rest of it:\n\n${opening}`;
    return opening !== '' && cut > start && cut < answer.lastIndexOf('```') ? { from: cut, again } : undefined;
  },
};

for (const [kind, { answer, languageId, lines }] of Object.entries(wholes)) {
  const shape = { original: lines, before: [], after: [], path: 'a.ts', languageId, insertSpaces: true, tabSize: 4 };
  for (const [how, habit] of Object.entries(habits)) {
    if (kind === 'bare' && how.includes('a code block')) continue;
    test(`an answer ${kind}, cut at every character and gone on with ${how}, is whole`, async () => {
      const wrong: string[] = [];
      let tried = 0;
      for (let cut = 1; cut < answer.length; cut += 1) {
        const goesOn = habit(answer, cut);
        if (goesOn === undefined || answer.slice(0, cut).trim() === '') continue;
        tried += 1;
        const rest = goesOn.again + answer.slice(goesOn.from);
        for (const size of [1, 40]) {
          const joined = await replacement(answer.slice(0, cut), events(rest, size), shape);
          if (joined.join('\n') !== lines.join('\n'))
            wrong.push(`${cut}/${size}: ${JSON.stringify(answer.slice(cut - 20, cut))}`);
        }
      }
      assert.deepEqual(wrong, []);
      assert.ok(tried >= 10, `only ${tried} places`);
    });
  }
}

async function listed(
  rest: AsyncIterable<StreamEvent>,
  before = 'const one = 1;\nconst two =',
): Promise<StreamEvent[]> {
  const all: StreamEvent[] = [];
  for await (const event of continuation(rest, withoutIntroduction(before, createSeam(before)))) all.push(event);
  return all;
}

test('thoughts in the middle of an answer are left out, and what was held back comes before the end', async () => {
  assert.deepEqual(await listed(events('const two = 2;', 1)), [
    ...[' ', '2', ';'].map((delta) => ({ type: 'text', delta })),
    { type: 'finish', reason: 'stop' },
  ]);
});

test('a stream that breaks off while it repeats adds nothing', async () => {
  const before = 'const value = read(path, options);\n';
  assert.deepEqual(await listed(events('const value = read(pa', 4, 'aborted'), before), [
    { type: 'finish', reason: 'aborted' },
  ]);
});
