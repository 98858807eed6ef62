import assert from 'node:assert/strict';
import { test } from 'node:test';
import { history } from '../../../src/chat/history.ts';
import { decodeEvent } from '../../../src/chat/savedEvent.ts';
import { summarize } from '../../../src/chat/summarize.ts';
import { planSummary } from '../../../src/chat/summaryPlan.ts';
import type { Attachment } from '../../../src/model/attachment.ts';
import type { Request, Respond } from '../../../src/model/message.ts';
import type { ChatEvent, UserTurn } from '../../../src/model/transcript.ts';

const asked = { connection: 'c', model: 'm' };

const image: Attachment = {
  id: '1',
  kind: 'image',
  path: 'docs/plan.png',
  uri: 'file:///docs/plan.png',
  languageId: '',
  media: { mediaType: 'image/png', data: 'aW1hZ2U=' },
};

const paper: Attachment = {
  ...image,
  id: '2',
  kind: 'document',
  path: 'paper.pdf',
  media: { mediaType: 'application/pdf', data: 'cGFwZXI=' },
};

const asks = (text: string, ...attachments: Attachment[]): UserTurn => ({
  role: 'user',
  id: text,
  at: 0,
  text,
  attachments,
});

const sent = {
  image: { mediaType: 'image/png', data: 'aW1hZ2U=', name: 'plan.png' },
  paper: { mediaType: 'application/pdf', data: 'cGFwZXI=', name: 'paper.pdf' },
};

test('an image goes along with its question, which names it', () => {
  assert.deepEqual(history({ turns: [asks('What is this?', image)] }, asked), [
    { role: 'user', text: 'Image `docs/plan.png`\n\nWhat is this?', files: [sent.image] },
  ]);
});

test('questions that are asked together bring all their files', () => {
  assert.deepEqual(history({ turns: [asks('One?', image), asks('Two?', paper), asks('Three?')] }, asked), [
    {
      role: 'user',
      text: 'Image `docs/plan.png`\n\nOne?\n\nDocument `paper.pdf`\n\nTwo?\n\nThree?',
      files: [sent.image, sent.paper],
    },
  ]);
});

test('a summary sends the document itself', async () => {
  const requests: Request[] = [];
  const respond: Respond = async function* (request) {
    requests.push(request);
    yield { type: 'finish', reason: 'stop' };
  };
  const window = 32_000;
  const events = summarize({ files: [paper], window, respond })(
    { model: 'm', messages: [] },
    new AbortController().signal,
  );
  for await (const event of events) assert.equal(event.type, 'finish');
  const [message] = requests[0]?.messages ?? [];
  assert.deepEqual(message?.role === 'user' ? message.files : undefined, [sent.paper]);
});

test('a document counts by its length when a summary is planned', () => {
  const long = { ...paper, media: { mediaType: 'application/pdf', data: 'x'.repeat(2_000_000) } };
  const [short, tenPages] = [paper, long].map((file) => planSummary([file], 1_000_000).inputTokens);
  assert.ok(short !== undefined && tenPages !== undefined && tenPages > 9 * 1_600 && short < 2_000);
});

test('what was attached is read back from the disk', () => {
  const event: ChatEvent = { type: 'user', id: 'u', at: 1, text: 'What is this?', attachments: [image] };
  assert.deepEqual(decodeEvent(JSON.parse(JSON.stringify(event))), event);
});
