import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { linesSoFar, readAnswer } from '../../../src/edit/answer.ts';
import type { AnswerShape } from '../../../src/edit/answerShape.ts';
import { lineReader } from '../../../src/edit/lines.ts';
import { dressed, languages, randomEdit, randomFrom, type Edit, type Random } from './answerDressing.ts';
import { growth, linearGrowth } from '../growth.ts';

const runs = 2_000;
const firstSeed = Number(process.env['PARLEY_TEST_SEED'] ?? Date.now() % 1_000_000_000);

function shapeOf({ before, original, after, path, languageId }: Edit): AnswerShape {
  const isTabbed = languageId === 'go';
  return {
    before,
    original,
    after,
    path,
    languageId,
    insertSpaces: !isTabbed,
    tabSize: languageId === 'python' ? 4 : 2,
  };
}

/** All that is shown while the answer comes in pieces of any size, and what it comes to. */
function streamed(answer: string, shape: AnswerShape, random: Random) {
  const reader = lineReader();
  const most = random.pick([3, 40, 400, 100_000]);
  const shown: (readonly string[])[] = [];
  for (let at = 0; at < answer.length;) {
    const size = 1 + random.below(most);
    if (reader.push(answer.slice(at, at + size))) shown.push(linesSoFar(reader.lines, shape));
    at += size;
  }
  reader.end();
  return { shown, result: readAnswer(reader.lines, shape, 'done') };
}

test(`any dressing of an answer is undone (PARLEY_TEST_SEED=${firstSeed})`, () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    const random = randomFrom(seed);
    const edit = randomEdit(random, random.pick(languages));
    const { answer, dress } = dressed(edit, random);
    const { shown, result } = streamed(answer, shapeOf(edit), random);
    const why = `PARLEY_TEST_SEED=${seed} ${dress.join(', ')}\n${answer}`;
    assert.equal(result.type === 'lines' ? result.lines.join('\n') : result.reason, edit.replacement.join('\n'), why);
    const own = new Set(edit.replacement.map((line) => line.trim()));
    const foreign = shown.flat().find((line) => !own.has(line.trim()));
    assert.equal(foreign, undefined, why);
  }
});

test(`what is left out is filled in, or refused; never written (PARLEY_TEST_SEED=${firstSeed})`, () => {
  let [elided, filledIn] = [0, 0];
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    const random = randomFrom(seed);
    const language = random.pick(languages);
    const edit = randomEdit(random, language);
    const { original, replacement } = edit;
    const kept = replacement.findIndex((line, at) => at > 0 && line !== original[at]);
    const end = kept === -1 ? replacement.length - 1 : kept;
    const [from, to] = [1, end - random.below(3)];
    if (to <= from) continue;
    const indent = /^\s*/.exec(replacement[from] ?? '')?.[0] ?? '';
    const mark = `${indent}${language.comment} ${random.pick(['... existing code ...', 'rest unchanged', '...'])}`;
    const answer = [...replacement.slice(0, from), mark, ...replacement.slice(to)];
    const { shown, result } = streamed(answer.join('\n'), shapeOf(edit), random);
    const why = `PARLEY_TEST_SEED=${seed}\n${original.join('\n')}\n---\n${answer.join('\n')}`;
    assert.equal(shown.flat().includes(mark), false, why);
    elided += 1;
    if (result.type === 'refusal') continue;
    filledIn += 1;
    assert.equal(result.lines.join('\n'), replacement.join('\n'), why);
  }
  assert.ok(filledIn > elided / 3, `${filledIn} of ${elided}`);
});

const sources = join(import.meta.dirname, '../../../src');
const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .toSorted();

/** Most of the lines as they are; some are gone, and some are new. */
function reworked(lines: readonly string[], random: Random): readonly string[] {
  const indentOf = (line: string) => /^\s*/.exec(line)?.[0] ?? '';
  return lines.flatMap((line) => {
    if (random.chance(6)) return [];
    return random.chance(6) ? [line, `${indentOf(line)}reworked(${random.below(1_000)});`] : [line];
  });
}

test(`real code that needs nothing done to it stays as it is (PARLEY_TEST_SEED=${firstSeed})`, () => {
  for (let seed = firstSeed; seed < firstSeed + runs / 2; seed += 1) {
    const random = randomFrom(seed);
    const path = random.pick(files);
    const lines = readFileSync(join(sources, path), 'utf8').split('\n');
    const start = random.below(lines.length);
    const original = lines.slice(start, start + 1 + random.below(40));
    const replacement = reworked(original, random)
      .join('\n')
      .replace(/^\s*\n|\s+$/g, '')
      .split('\n');
    if (replacement.join('') === '' || original.join('').trim() === '') continue;
    const [before, after] = [lines.slice(0, start), lines.slice(start + original.length)];
    const shape = shapeOf({ before, original, after, path, languageId: 'typescript', replacement });
    const isFenced = random.chance(2) || replacement.some((line) => line.includes('```'));
    const answer = isFenced ? ['````ts', ...replacement, '````'] : replacement;
    const { result } = streamed(answer.join('\n'), shape, random);
    const forms = (all: readonly string[]) =>
      all
        .map((line) => line.trim())
        .join('\n')
        .trim();
    const why = `PARLEY_TEST_SEED=${seed} ${path}:${start + 1}\n${answer.join('\n')}`;
    assert.equal(result.type === 'lines' ? forms(result.lines) : result.reason, forms(replacement), why);
  }
});

const wide = Array.from({ length: 3_000 }, (_line, at) => `  call(${at % 700}, 'value ${at % 9}');`);
const large: AnswerShape = {
  before: wide,
  original: wide,
  after: wide,
  path: 'a.ts',
  languageId: 'typescript',
  insertSpaces: true,
  tabSize: 2,
};
for (const [name, line] of Object.entries({
  'lines that are all different': (at: number) => `  call(${at}, 'other ${at}');`,
  'one line again and again': () => '  same();',
  'lines of the surroundings': (at: number) => wide[at % wide.length] ?? '',
  'comments that sound like elisions': (at: number) => `  // the rest ${at}`,
  'lines with numbers': (at: number) => `${at + 1}| call();`,
  'signs of a diff': (at: number) => `-  call(${at});`,
  'closing tags': () => '</div>',
})) {
  test(`reading an answer costs what it is long: ${name}`, () => {
    const ratio = growth(2_000, (length) => {
      const raw = Array.from({ length }, (_line, at) => line(at));
      return () => linesSoFar(raw, large);
    });
    assert.ok(ratio < linearGrowth, `eight times the lines took ${ratio.toFixed(1)} times as long`);
  });
}
