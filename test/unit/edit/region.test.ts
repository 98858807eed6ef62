import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitLines } from '../../../src/edit/lines.ts';
import { follow, type Change, type Region } from '../../../src/edit/region.ts';

const region: Region = { start: 3, count: 2 };

/** A change written as `line:character-line:character`. */
function change(range: string, text: string): Change {
  const [startLine = 0, startCharacter = 0, endLine = 0, endCharacter = 0] = range.split(/[:-]/).map(Number);
  return { startLine, startCharacter, endLine, endCharacter, text };
}

const cases: readonly (readonly [name: string, range: string, text: string, expected: string])[] = [
  ['typing above', '1:4-1:4', 'x', '3+2 none'],
  ['a new line above', '1:4-1:4', '\n', '4+2 none'],
  ['two Windows lines above', '0:0-0:0', 'a\r\nb\r\n', '5+2 none'],
  ['deleting lines above', '0:0-2:0', '', '1+2 none'],
  ['deleting up to the first line', '1:0-3:0', '', '1+2 none'],
  ['replacing up to the first line, break kept', '1:0-3:0', 'new\n', '2+2 none'],
  ['Enter at the end of the line above', '2:5-2:5', '\n', '4+2 none'],
  ['Enter at the very start of the region', '3:0-3:0', '\n', '4+2 none'],
  ['a line pasted at the very start', '3:0-3:0', 'line\n', '4+2 none'],
  ['a character at the very start', '3:0-3:0', 'x', '3+2 inside'],
  ['Backspace that joins the line above', '2:5-3:0', '', '2+2 across'],
  ['typing within', '4:1-4:1', 'x', '3+2 inside'],
  ['a new line within', '3:2-3:2', '\n  ', '3+3 inside'],
  ['deleting a line within', '3:0-4:0', '', '3+1 inside'],
  ['typing below', '5:0-5:0', 'x', '3+2 none'],
  ['deleting below', '5:0-9:0', '', '3+2 none'],
  ['Delete that joins the line below', '4:7-5:0', '', '3+2 across'],
  ['replacing the lines of the region', '3:0-5:0', 'a\nb\nc\n', '3+3 inside'],
  ['deleting the lines of the region', '3:0-5:0', '', '3+0 inside'],
  ['replacing the region and its last break', '3:0-5:0', 'a', '3+1 across'],
  ['replacing all', '0:0-9:3', 'a\nb\nc', '0+3 across'],
];

for (const [name, range, text, expected] of cases) {
  test(`following ${name}`, () => {
    const { region: next, touch } = follow(region, [change(range, text)]);
    assert.equal(`${next.start}+${next.count} ${touch}`, expected);
  });
}

test('several changes at once, from the last to the first, and the strongest touch counts', () => {
  const changes = [change('8:0-8:0', '\n'), change('4:0-4:0', 'x\n'), change('0:0-1:0', '')];
  assert.deepEqual(follow(region, changes), { region: { start: 2, count: 3 }, touch: 'inside' });
});

test('the place between two lines is shifted, not entered, by changes of whole lines around it', () => {
  const place: Region = { start: 3, count: 0 };
  assert.deepEqual(follow(place, [change('1:0-2:0', '')]), { region: { start: 2, count: 0 }, touch: 'none' });
  assert.deepEqual(follow(place, [change('3:0-3:4', 'x')]), { region: place, touch: 'none' });
  assert.equal(follow(place, [change('2:0-4:0', '')]).touch, 'across');
});

test('what follow calls none leaves the lines of the region whole', () => {
  const lines = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine!'];
  for (const [name, range, text] of cases) {
    const edit = change(range, text);
    const followed = follow(region, [edit]);
    if (followed.touch !== 'none') continue;
    const before = [...lines.slice(0, edit.startLine), lines[edit.startLine]?.slice(0, edit.startCharacter) ?? ''];
    const after = [lines[edit.endLine]?.slice(edit.endCharacter) ?? '', ...lines.slice(edit.endLine + 1)];
    const result = splitLines(before.join('\n') + text + after.join('\n'));
    const { start, count } = followed.region;
    assert.deepEqual(result.slice(start, start + count), ['three', 'four'], name);
  }
});
