import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outcomeOf, type AnswerCase } from './answerCase.ts';

const fence = '```';
const text = 'The recieved letters';
const file = `Notes\n\n⟦\n${text}\n⟧\n\nLast line\n`;
const right = 'The received letters';
const block = `${fence}\n${right}\n${fence}`;
const plain = { path: 'notes.txt', file };
const page = { path: 'page.md', file };
const refused = 'refused: fences';
/** A file that has code blocks of its own, so that they are content there. */
const withBlock = `Start it:\n${fence}\nrun\n${fence}\n⟦\n${text}\n⟧\n`;
const pageText = `# Letters\n\n${fence}sh\nsort\n${fence}\n\nThat is all.`;

const cases: readonly AnswerCase[] = [
  { ...plain, name: 'a block', answer: block, result: right },
  { ...plain, name: 'a block that says it is text', answer: `${fence}text\n${right}\n${fence}`, result: right },
  { ...plain, name: 'a block announced', answer: `Here is the corrected text:\n\n${block}`, result: right },
  { ...plain, name: 'a remark below', answer: `${block}\n\nI corrected the spelling.`, result: right },
  {
    ...plain,
    name: 'remarks below',
    answer: `${block}\n\nChanges made:\n- The spelling of “received”.`,
    result: right,
  },
  {
    ...plain,
    name: 'an announcement above and a remark below',
    answer: `Sure! Here is the text:\n\n${block}\n\nLet me know if you want more.`,
    result: right,
  },
  { ...plain, name: 'a sentence below that may be text', answer: `${block}\n\nThey came on Monday.`, result: refused },
  { ...plain, name: 'text right below', answer: `${fence}sh\nnpm i\n${fence}\nThen start it.`, result: refused },
  { ...plain, name: 'two blocks', answer: `${block}\n\n${fence}\n${right} of May\n${fence}`, result: refused },
  { ...plain, name: 'two ways', answer: `${block}\n\nOr shorter:\n\n${fence}\nThe mail\n${fence}`, result: refused },
  { ...plain, name: 'text above', answer: `${right}\ncan be listed with\n\n${fence}sh\nls\n${fence}`, result: refused },
  { ...plain, name: 'text around', answer: `${right}\n\n${fence}sh\nls\n${fence}\n\nOr by hand.`, result: refused },
  {
    ...plain,
    name: 'a block where the file has blocks',
    file: withBlock,
    answer: `${right}\n\n${fence}sh\nls\n${fence}`,
    result: `${right}\n\n${fence}sh\nls\n${fence}`,
  },
  { ...plain, name: 'nothing but text', answer: `${right}\n\nI read them.`, result: `${right}\n\nI read them.` },
  {
    ...plain,
    name: 'two blocks, stopped',
    answer: `${block}\n\n${fence}\n${right} of`,
    ending: 'torn',
    result: refused,
  },

  { ...page, name: 'a block in a page', answer: block, result: right },
  { ...page, name: 'a page with a block', answer: pageText, result: pageText },
  { ...page, name: 'a page in a block', answer: `${fence}markdown\n${pageText}\n${fence}`, result: pageText },
  {
    ...page,
    name: 'a page in a block, with a remark below',
    answer: `${fence}markdown\n${pageText}\n${fence}\n\nI added an example.`,
    result: pageText,
  },
  {
    ...page,
    name: 'a page that begins with a block',
    answer: `${fence}\nsort\n${fence}\n\nThat sorts them.`,
    result: `${fence}\nsort\n${fence}\n\nThat sorts them.`,
  },
  {
    ...page,
    name: 'a page in a block, of whose inner blocks nobody can tell the ends',
    answer: `${fence}markdown\n# Letters\n${fence}\nsort\n${fence}\nThat is all.\n${fence}\n\nI added an example.`,
    result: refused,
  },
  {
    ...page,
    name: 'two pages',
    answer: `${fence}markdown\n${right}\n${fence}\n\nOr shorter:\n\n${fence}markdown\nThe mail\n${fence}`,
    result: refused,
  },
  {
    ...page,
    name: 'a page in a block, stopped',
    answer: `${fence}md\n${right}\n${fence}sh\nls`,
    ending: 'stopped',
    result: `${right}\n${fence}sh\nls`,
  },
];

describe('answers to an edit of text', () => {
  for (const one of cases) {
    it(`${one.path}: ${one.name}`, () => {
      assert.deepEqual(outcomeOf(one), { result: one.result, notes: one.notes ?? [] });
    });
  }
});
