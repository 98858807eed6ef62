import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session } from '../../../src/chat/session.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import type { Respond } from '../../../src/model/message.ts';
import type { Transcript } from '../../../src/model/transcript.ts';
import { manualClock } from './manualClock.ts';
import { memoryFiles } from './memoryFiles.ts';
import { randomNumbers } from './random.ts';

const seed = 20261120;

/** Whole answers as models write them. */
const answers = {
  prose:
    'The total is one cent off because each line is rounded before the lines are added. Rounding three times by half ' +
    'a cent can shift the sum; add the exact amounts first and round only what you show.\n\nTwo ways to mend this:\n\n' +
    '1. Keep amounts in cents, as whole numbers.\n2. Use a decimal type, and round once at the very end of it all.\n',
  code:
    'Like this:\n\n```ts\nexport function total(lines: readonly Line[]): number {\n  let cents = 0;\n' +
    '  for (const { price, count } of lines) {\n    cents += Math.round(price * 100) * count;\n  }\n  return cents / 100;\n}\n```\n\n' +
    'Every amount stays a whole number until the last moment.\n',
  chinese:
    '总数差一分钱，因为每一行在相加之前都被四舍五入了。请先把精确的金额加起来，最后只对显示的结果取整。这样误差就不会累积。',
  table:
    'Compared:\n\n| Way | Exact | Speed |\n| --- | --- | --- |\n| cents | yes | fast |\n| decimal type | yes | slow |\n' +
    '| floating point | no | fastest |\n\nTake cents unless the currency has none.\n',
} as const;

/** What a model that was cut off at this place writes next. */
type Resume = (text: string, cut: number) => number | undefined;

/** Where it may begin again; undefined where there is no such place. */
const resumes: Readonly<Record<string, Resume>> = {
  'right at the cut': (_, cut) => cut,
  // Told apart from chance only when it is a word, and the word had begun.
  'with the cut-off word again': (text, cut) => {
    const word = /(?<![\p{L}\p{N}_])[a-zA-Z]{2,}$/u.exec(text.slice(0, cut))?.[0];
    return word === undefined || !/[a-zA-Z]/.test(text[cut] ?? '') ? undefined : cut - word.length;
  },
  'with its last words again': (text, cut) => {
    const words = /(?<![\p{L}\p{N}_])[a-zA-Z]+(?: [a-zA-Z]+){3,}$/u.exec(text.slice(0, cut))?.[0];
    return words === undefined || words.replaceAll(' ', '').length < 16 ? undefined : cut - words.length;
  },
  'with its last line again': (text, cut) => {
    const start = text.lastIndexOf('\n', cut - 1) + 1;
    const line = text.slice(start, cut);
    return start > 0 && /[a-zA-Z]{2}.*[a-zA-Z].*[a-zA-Z]{4}$/.test(line) && line.length > 24 ? start : undefined;
  },
};

/** Asks, is cut off, continues; gives the conversation as it is on disk then. */
async function cutAndContinued(text: string, cut: number, from: number, random: (below: number) => number) {
  const files = memoryFiles();
  const store = new ChatStore(files);
  const session = new Session({
    id,
    clock: manualClock(),
    append: (_, entries) => store.append(id, entries),
  });
  const spoken = [text.slice(0, cut), text.slice(from)];
  const respond: Respond = async function* () {
    const words = spoken.shift() ?? '';
    for (let at = 0; at < words.length;) {
      const size = 1 + random(12);
      yield { type: 'text', delta: words.slice(at, at + size) };
      at += size;
    }
    if (spoken.length > 0) yield { type: 'error', error: { kind: 'interrupted', message: 'Broke off.' } };
    else yield { type: 'finish', reason: 'stop' };
  };
  const answerer = { model: { connection: 'c', model: 'm' }, label: 'M', respond };
  session.ask({ text: 'Why?', attachments: [] }, answerer);
  await session.whenIdle();
  session.continueLast(answerer);
  await session.whenIdle();
  return (await store.load(id))?.transcript;
}

const id = '0mjtc6o00-01234567';

const textOf = (transcript: Transcript | undefined): string =>
  (transcript?.turns ?? [])
    .flatMap((turn) => (turn.role === 'assistant' ? turn.parts : []))
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('');

for (const [kind, text] of Object.entries(answers)) {
  for (const [how, resume] of Object.entries(resumes)) {
    // There are no words to tell apart where none are set apart by spaces.
    if (kind === 'chinese' && how !== 'right at the cut') continue;
    test(`continue: ${kind} cut at every place, gone on with ${how}, is whole`, async () => {
      const random = randomNumbers(seed);
      const wrong: string[] = [];
      let tried = 0;
      for (let cut = 1; cut < text.length; cut++) {
        const from = resume(text, cut);
        if (from === undefined || text.slice(0, cut).trim() === '') continue;
        tried++;
        const joined = textOf(await cutAndContinued(text, cut, from, random));
        if (joined !== text)
          wrong.push(
            `${cut}: …${JSON.stringify(text.slice(cut - 25, cut))} | ${JSON.stringify(text.slice(from, cut + 15))} -> ${JSON.stringify(joined.slice(Math.max(0, cut - 5), cut + 20))}`,
          );
      }
      assert.deepEqual(wrong, [], `seed ${seed}`);
      assert.ok(tried >= 10, `only ${tried} places`);
    });
  }
}
