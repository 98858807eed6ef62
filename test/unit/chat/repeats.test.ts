import assert from 'node:assert/strict';
import { test } from 'node:test';
import { history } from '../../../src/chat/history.ts';
import { repeatedIn } from '../../../src/chat/repeats.ts';
import type { Attachment } from '../../../src/model/attachment.ts';
import { attachmentTokens } from '../../../src/model/requestTokens.ts';
import { emptyTranscript, fold, type ChatEvent, type Transcript } from '../../../src/model/transcript.ts';

const model = { connection: 'c', model: 'm' };
const long = 'one line of it\n'.repeat(50);
const file = (text: string, more: Partial<Attachment> = {}): Attachment => ({
  id: crypto.randomUUID(),
  kind: 'file',
  path: 'a.ts',
  uri: 'file:///a.ts',
  languageId: 'ts',
  text,
  ...more,
});
const image = (data: string): Attachment => {
  const { text: _text, ...rest } = file('', { kind: 'image', path: 'a.png', uri: 'file:///a.png' });
  return { ...rest, media: { mediaType: 'image/png', data } };
};

function chat(...questions: (readonly Attachment[])[]): Transcript {
  const events = questions.flatMap((attachments, index): ChatEvent[] => [
    { type: 'user', id: `q${index}`, at: 0, text: `question ${index}`, attachments },
    { type: 'assistant', id: `a${index}`, at: 0, model, label: 'M' },
    { type: 'stream', id: `a${index}`, event: { type: 'text', delta: 'So.' } },
    { type: 'stream', id: `a${index}`, event: { type: 'finish', reason: 'stop' } },
  ]);
  return events.reduce(fold, emptyTranscript);
}

const told = (transcript: Transcript) =>
  history(transcript, model).flatMap((message) =>
    message.role === 'user' ? [{ text: message.text, files: message.files?.length ?? 0 }] : [],
  );

test('what has not changed since it came along last is named, and not sent again', () => {
  const [first, second] = told(chat([file(long)], [file(long)]));
  assert.ok(first?.text.includes(long));
  assert.equal(second?.text, 'File `a.ts` (unchanged: its content stands above)\n\nquestion 1');
});

test('what has changed is sent, and again when it is as before', () => {
  const [, second, third] = told(chat([file(long)], [file(`${long}more`)], [file(long)]));
  assert.ok(second?.text.includes(`${long}more`));
  assert.ok(third?.text.includes(long));
});

test('another part of the same file is another thing, and short texts are not worth a word', () => {
  const [, second] = told(chat([file(long)], [file(long, { kind: 'selection', lines: { start: 1, end: 50 } })]));
  assert.ok(second?.text.includes(long));
  const [, short] = told(chat([file('short')], [file('short')]));
  assert.ok(short?.text.includes('short'));
});

test('when the question that had it is deleted, the next one has it', () => {
  const [only] = told(fold(chat([file(long)], [file(long)]), { type: 'delete', id: 'q0' }));
  assert.ok(only?.text.includes(long) && only.text.endsWith('question 1'));
});

test('an image is sent once, too', () => {
  const data = 'A'.repeat(400);
  assert.deepEqual(
    told(chat([image(data)], [image(data)], [image(`B${data}`)])).map(({ files }) => files),
    [1, 0, 1],
  );
});

test('a question that takes the place of another is sent what that one was sent', () => {
  const transcript = chat([file(long)], [file(long)]);
  assert.deepEqual(
    ['q0', 'q1', 'gone'].map((id) => repeatedIn(transcript, [file(long)], id)[0]?.repeated),
    [undefined, true, true],
  );
});

test('the composer counts only what would be sent', () => {
  const [same, changed] = repeatedIn(chat([file(long)]), [file(long), file(`${long}more`, { uri: 'file:///b.ts' })]);
  assert.ok(same !== undefined && changed !== undefined);
  assert.deepEqual([same.repeated, changed.repeated], [true, undefined]);
  assert.ok((attachmentTokens(same) ?? 0) < 30 && (attachmentTokens(changed) ?? 0) > 100);
});
