import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../../../src/model/message.ts';
import { withKnownInputs } from '../../../src/wire/knownInputs.ts';

const png = { mediaType: 'image/png', data: 'x', name: 'a.png' };
const pdf = { mediaType: 'application/pdf', data: 'x', name: 'b.pdf' };
const mp3 = { mediaType: 'audio/mpeg', data: 'x', name: 'c.mp3' };
const text = { mediaType: 'text/plain', data: 'x', name: 'd.txt' };

const messages: readonly Message[] = [
  { role: 'user', text: 'Why?', files: [png, pdf, mp3, text] },
  { role: 'assistant', parts: [{ type: 'text', text: 'So.' }] },
  { role: 'user', text: 'And?' },
];

const sentence = ({ name, mediaType }: typeof png): string =>
  `[The file “${name}” (${mediaType}) was left out, because this model does not take such files.]`;

test('all goes to a model of which nothing is known, and to one that takes it all', () => {
  assert.equal(withKnownInputs(messages, undefined), messages);
  assert.deepEqual(withKnownInputs(messages, ['image', 'audio']), messages);
});

test('a file that is not taken is told of in the text', () => {
  assert.deepEqual(withKnownInputs(messages, []), [
    { role: 'user', text: [sentence(png), sentence(pdf), sentence(mp3), 'Why?'].join('\n\n'), files: [text] },
    ...messages.slice(1),
  ]);
  assert.deepEqual(withKnownInputs(messages, ['document'])[0], {
    role: 'user',
    text: [sentence(png), sentence(mp3), 'Why?'].join('\n\n'),
    files: [pdf, text],
  });
});

test('no empty list of files is left behind', () => {
  const [only] = withKnownInputs([{ role: 'user', text: 'Why?', files: [png] }], []);
  assert.deepEqual(only, { role: 'user', text: `${sentence(png)}\n\nWhy?` });
});
