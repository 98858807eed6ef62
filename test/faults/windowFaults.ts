import assert from 'node:assert/strict';
import { until } from '../host/until.ts';
import type { Step } from '../servers/faultServer.ts';
import type { Fault } from './fault.ts';
import type { Stage } from './stage.ts';
import { answerOf, wires } from './wires.ts';

const { chat } = wires;
const half: Step = { bytes: Buffer.concat([chat.open, chat.text('Hel')]) };
const rest: Step = { bytes: Buffer.concat([chat.text('lo.'), chat.close]) };
const fine = { text: 'Hello.', finish: 'stop' } as const;

/** Asks and resolves when half of the answer is on the page. */
async function halfway(stage: Stage): Promise<void> {
  stage.send({ type: 'send', text: 'Question?' });
  await stage.server.reached('said');
  await stage.reads('Hel');
}

async function hideAndShow(stage: Stage): Promise<string> {
  await halfway(stage);
  stage.view.hide();
  const posted = stage.view.posted.length;
  stage.server.open('said');
  await stage.conversations.current.whenIdle();
  assert.equal(stage.view.posted.length, posted, 'a hidden page is sent nothing');
  stage.view.show();
  stage.send({ type: 'ready' });
  await until(() => stage.view.posted.length > posted);
  return 'hidden at “Hel”, shown after the end';
}

async function newPage(stage: Stage): Promise<string> {
  await halfway(stage);
  stage.send({ type: 'ready' });
  stage.server.open('said');
  await stage.answered();
  return 'a new page at “Hel”';
}

async function reloadWindow(stage: Stage): Promise<string> {
  await halfway(stage);
  await stage.reload();
  assert.equal(stage.page.words, 'Hel');
  assert.equal(stage.page.answer.error?.kind, 'interrupted');
  assert.deepEqual(stage.page.end.buttons, ['Continue', 'Retry']);
  stage.send({ type: 'continue' });
  await stage.answered();
  return 'reloaded at “Hel”, then Continue';
}

async function twoAtOnce(stage: Stage): Promise<string> {
  await halfway(stage);
  const first = stage.conversations.current;
  stage.conversations.create();
  const second = stage.conversations.current;
  await until(() => stage.page.transcript.turns.length === 0);
  stage.send({ type: 'send', text: 'Another?' });
  await stage.server.reached('second');
  stage.server.open('said');
  await first.whenIdle();
  stage.server.open('second');
  await second.whenIdle();
  await stage.idle();
  assert.equal(stage.page.words, 'Other.');
  await stage.conversations.open(first.id);
  await until(() => stage.page.transcript.turns.length > 0 && stage.page.words === 'Hello.');
  return 'two answers at once, each in its own chat';
}

const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const goAway = Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);

/** Faults of windows, and of a protocol that is not spoken. */
export const windowFaults: readonly Fault[] = [
  {
    id: 'F36',
    title: 'the page or the window goes away in mid-stream',
    expected: 'no word lost; each chat has its own',
    cases: [
      { name: 'hidden and shown', script: [[half, { wait: 'said' }, rest]], act: hideAndShow, expected: fine },
      { name: 'the page made anew', script: [[half, { wait: 'said' }, rest]], act: newPage, expected: fine },
      {
        name: 'the window loaded anew',
        script: [[half, { wait: 'said' }], [{ bytes: answerOf(chat, 'lo.') }]],
        act: reloadWindow,
        expected: { ...fine, requests: 2 },
      },
      {
        name: 'two chats at once',
        script: [
          [half, { wait: 'said' }, rest],
          [{ bytes: chat.open }, { wait: 'second' }, { bytes: Buffer.concat([chat.text('Other.'), chat.close]) }],
        ],
        act: twoAtOnce,
        expected: fine,
      },
    ],
  },
  {
    id: 'F37',
    title: 'HTTP/2: GOAWAY, RST_STREAM, trailers',
    expected: 'a named error; trailers of HTTP/1.1 are passed over',
    cannotArise:
      'node:https speaks HTTP/1.1 only and offers nothing else when it connects, so no HTTP/2 stream is ever begun; a server that speaks it unasked is told of by name',
    cases: [
      {
        name: 'HTTP/2 unasked',
        speed: 50,
        script: Array.from({ length: 3 }, () => [{ raw: Buffer.concat([settings, goAway]) }]),
        expected: { error: 'network', says: /not proper HTTP/, requests: 3 },
      },
      {
        name: 'trailers',
        script: [
          [
            {
              raw: Buffer.concat([
                Buffer.from(
                  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\ntrailer: x-end\r\n\r\n',
                ),
                Buffer.from(`${answerOf(chat, 'Hello.').length.toString(16)}\r\n`),
                answerOf(chat, 'Hello.'),
                Buffer.from('\r\n0\r\nx-end: yes\r\n\r\n'),
              ]),
            },
          ],
        ],
        expected: { ...fine, requests: 1 },
      },
    ],
  },
];
