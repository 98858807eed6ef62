import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptAttachments, readKeptAttachments } from '../../../src/chat/keptAttachments.ts';
import type { Attachment } from '../../../src/model/attachment.ts';

const file = (id: string, more: Partial<Attachment> = {}): Attachment => ({
  id,
  kind: 'file',
  path: `${id}.ts`,
  uri: `file:///${id}.ts`,
  languageId: 'typescript',
  ...more,
});
const reloaded = (attachments: readonly Attachment[]) =>
  readKeptAttachments(JSON.parse(JSON.stringify(keptAttachments(attachments))));

test('small attachments survive a reload as they are', () => {
  const attachments = [
    file('a', { text: 'let a;', lines: { start: 3, end: 3 }, kind: 'selection' }),
    file('b', { kind: 'image', media: { mediaType: 'image/png', data: 'iVBORw0KGgo=' } }),
  ];
  assert.deepEqual(reloaded(attachments), attachments);
});

test('of large ones only the reference is kept, and the small ones beside them stay whole', () => {
  const small = file('small', { text: 'x' });
  const media = { mediaType: 'image/png', data: 'A'.repeat(40_000) };
  assert.deepEqual(
    reloaded([file('large', { text: 'x'.repeat(30_001) }), small, file('image', { kind: 'image', media })]),
    [file('large'), small, file('image', { kind: 'image' })],
  );
});

test('many small ones stay within the bound, too', () => {
  const many = Array.from({ length: 10 }, (_, index) => file(String(index), { text: 'x'.repeat(4_000) }));
  const kept = reloaded(many);
  assert.equal(kept.length, 10);
  assert.ok(JSON.stringify(kept).length < 35_000);
  assert.equal(kept.filter(({ text }) => text !== undefined).length, 7);
});

test('what some other version wrote is no reason to fail', () => {
  for (const value of [undefined, null, 'x', {}, [1], [{ id: 'a' }]]) assert.deepEqual(readKeptAttachments(value), []);
});
