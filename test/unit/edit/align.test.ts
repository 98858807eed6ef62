import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignNext, unaligned } from '../../../src/edit/align.ts';
import { begin, nextWrite } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import { growth, linearGrowth, shortestMs } from '../growth.ts';

interface Replayed {
  /** Lines that were put into the document, all writes together. */
  readonly written: number;
  readonly writes: number;
  /** The region after each line that came. */
  readonly texts: readonly (readonly string[])[];
  /** Lines of both texts that were not there for a while. */
  readonly absent: readonly string[];
}

/** An answer that comes line by line, each brought into the document at once. */
function replay(old: readonly string[], answer: readonly string[]): Replayed {
  let session = begin({ start: 0, count: old.length }, old);
  let [written, writes] = [0, 0];
  const texts: (readonly string[])[] = [];
  const staying = leastOf(counted(old), counted(answer));
  const absent = new Set<string>();
  const pump = () => {
    for (let write = nextWrite(session); write !== undefined; write = nextWrite(session)) {
      written += write.lines.length;
      writes += 1;
      session = step(session, { type: 'wrote', write });
    }
    const there = counted(session.held);
    for (const [line, count] of staying) if ((there.get(line) ?? 0) < count) absent.add(line);
    texts.push(session.held);
  };
  for (const [index] of answer.entries()) {
    session = step(session, { type: 'proposal', lines: answer.slice(0, index + 1) });
    pump();
  }
  session = step(session, { type: 'finish', reason: 'stop', lines: answer });
  pump();
  assert.deepEqual(session.held, answer);
  return { written, writes, texts, absent: [...absent] };
}

function counted(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

const leastOf = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> =>
  new Map([...one].map(([line, count]) => [line, Math.min(count, other.get(line) ?? 0)]));

/** A file as there are many: functions of some lines, with brackets, blank lines and returns again and again. */
function source(functions: number): string[] {
  return Array.from({ length: functions }, (_function, index) => [
    `function part${index}(input: number): number {`,
    `  const factor = ${index * 7};`,
    `  if (input > ${index}) {`,
    '    return input;',
    '  }',
    `  const scaled${index} = input * factor;`,
    `  report('part ${index}', scaled${index});`,
    `  return scaled${index};`,
    '}',
    '',
  ]).flat();
}

const code = source(30);
/** The lines of a function of `source`. */
const part = (index: number): string[] => code.slice(index * 10, index * 10 + 10);

test('an answer that changes three places of 300 lines writes little more than these', () => {
  const answer = code
    .with(21, '  const factor = 15;')
    .with(153, '    return Math.round(input);')
    .toSpliced(287, 1, '  check(scaled28);', '  return scaled28;');
  const { written, absent, texts } = replay(code, answer);
  assert.equal(written, 3);
  assert.deepEqual(absent, []);
  assert.deepEqual(texts[20], code, 'nothing is written before the first change');
  assert.equal(texts[21]?.[21], answer[21], 'the first changed line is there as soon as it has come');
});

test('names changed everywhere do not pile the old lines up below', () => {
  const old = Array.from({ length: 200 }, (_line, index) => `  total += items[${index}].price * weights[${index}];`);
  const answer = old.map((line) => line.replaceAll('price', 'amount'));
  const { written, texts } = replay(old, answer);
  assert.equal(written, 200);
  assert.ok(texts.every((text) => text.length <= old.length + 12));
  const mixed = code.map((line) => line.replaceAll('scaled', 'result'));
  const renamed = replay(code, mixed);
  assert.deepEqual(renamed.absent, []);
  assert.equal(renamed.written, mixed.filter((line, index) => line !== code[index]).length);
});

const streams: Readonly<Record<string, { readonly answer: readonly string[]; readonly most: number }>> = {
  'lines put in': { answer: code.toSpliced(50, 0, '/** About it. */', '/** And more. */'), most: 2 },
  'a function put in that is like the next': {
    answer: code.toSpliced(40, 0, ...part(4).map((line) => line.replaceAll('4', '44'))),
    most: 20,
  },
  'some lines put in that are like those around them': {
    answer: code.toSpliced(102, 0, '  const factor2 = 71;', '  const factor3 = 72;', '  const factor4 = 73;'),
    most: 3,
  },
  'lines taken out, up to a bracket': { answer: code.toSpliced(73, 5), most: 2 },
  'a function taken out': { answer: code.toSpliced(70, 10), most: 0 },
  'a hundred lines taken out': { answer: code.toSpliced(100, 100), most: 0 },
  'a function moved up': { answer: [...part(9), ...code.slice(0, 90), ...code.slice(100)], most: 10 },
  'two functions that change places': {
    answer: [...code.slice(0, 30), ...part(4), ...part(3), ...code.slice(50)],
    most: 10,
  },
  'brackets and returns put in': { answer: code.toSpliced(64, 0, '    return input;', '  }', '', '  {'), most: 5 },
  'a line wrapped in a block': {
    answer: code.toSpliced(126, 1, '  if (isLoud) {', `    ${code[126]?.trim()}`, '  }'),
    most: 4,
  },
  'all but the brackets written anew': {
    answer: code.map((line) => (line.trim().length < 4 ? line : `${line.length} quite different words`)),
    most: 600,
  },
  'everything written anew': { answer: code.map((_line, index) => `other ${index * index} line`), most: 300 },
  'the same once more': { answer: code, most: 0 },
};

for (const [name, { answer, most }] of Object.entries(streams)) {
  test(`${name}: no line that stays is ever gone, and at most ${most} are written`, () => {
    const { written, absent } = replay(code, answer);
    assert.deepEqual(absent, []);
    assert.ok(written <= most, `${written} lines were written`);
  });
}

test('a function that is moved down is taken out first: nobody can know that it comes again, and all else stays', () => {
  const { written, absent } = replay(code, [
    ...code.slice(0, 50),
    ...code.slice(60, 120),
    ...part(5),
    ...code.slice(120),
  ]);
  assert.ok(absent.every((line) => part(5).includes(line)));
  assert.ok(written <= 10, `${written} lines were written`);
});

test('a changed line is there as soon as it has come, whatever came before it', () => {
  for (const { answer } of Object.values(streams)) {
    const { texts } = replay(code, answer);
    const known = new Set(code);
    for (const [index, line] of answer.entries())
      if (!known.has(line)) assert.ok(texts[index]?.includes(line), `line ${index}: ${line}`);
  }
});

test('a correction goes back to where it is, and no further', () => {
  const answer = code.with(21, '  const factor = 15;');
  let session = begin({ start: 0, count: code.length }, code);
  const send = (lines: readonly string[]) => {
    session = step(session, { type: 'proposal', lines });
    const write = nextWrite(session);
    if (write !== undefined) session = step(session, { type: 'wrote', write });
    return write?.lines;
  };
  send(answer.slice(0, 40));
  assert.deepEqual(send(answer.slice(0, 40).with(21, '  const factor = 16;')), ['  const factor = 16;']);
  assert.equal(send(answer.slice(0, 41).with(21, '  const factor = 16;')), undefined);
});

test('it costs as much as the answer is long', () => {
  const answerTo = (old: readonly string[]) =>
    old.map((line, index) => (index % 3 === 0 ? `${line} // changed` : line));
  const ratio = growth(200, (functions) => {
    const old = source(functions);
    const answer = answerTo(old);
    return () => assert.equal(alignNext(unaligned, [...old], answer).taken, answer.length);
  });
  assert.ok(ratio < linearGrowth, `eight times the lines took ${ratio.toFixed(1)} times as long`);
  const old = source(2_000);
  const answer = answerTo(old);
  const whole = shortestMs(() => alignNext(unaligned, old, answer));
  const but = alignNext(unaligned, old, answer.slice(0, -1));
  assert.ok(shortestMs(() => alignNext(but, old, answer)) < whole / 4, 'a line more is not the whole once more');
});
