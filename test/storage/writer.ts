// A process that is going to be killed: `node writer.ts <folder> <seed> [<chat>] [--read]`. It opens the chat with the
// real code, tells what it found, and then asks and is answered without end. What it tells goes out at once, because
// nothing can be told afterwards.
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Respond } from '../../src/model/message.ts';
import { randomNumbers } from '../unit/chat/random.ts';
import type { Told } from './told.ts';
import { answerLength, eventOf, questionOf } from './script.ts';
import { openWindow } from './window.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { read: { type: 'boolean', default: false } },
});
const [folder = '', seedText = '0', chat] = positionals;
const seed = Number(seedText);
const random = randomNumbers(seed);

function tell(told: Told): void {
  const line = Buffer.from(`${JSON.stringify(told)}\n`);
  for (let start = 0; start < line.length; start += writeSync(1, line, start));
}

const { conversations, notices } = openWindow(folder, chat);
await conversations.restore();
const { current } = conversations;
tell({
  type: 'opened',
  chat: current.id,
  turns: current.transcript.turns,
  notices,
  ...(current.readOnly === undefined ? {} : { readOnly: current.readOnly }),
});
if (!values.read) await talk();
await conversations.dispose();

async function talk(): Promise<void> {
  for (let n = 0; conversations.current.readOnly === undefined; n++) {
    const respond: Respond = async function* () {
      tell({ type: 'left', n, atMs: Date.now() });
      for (let k = 0; k < answerLength(seed, n); k++) {
        tell({ type: 'said', n, k, atMs: Date.now() });
        yield eventOf(seed, n, k);
        // Mostly a token at a time, now and then several at once.
        if (random(5) > 0) await new Promise((resolve) => setTimeout(resolve, random(20)));
      }
    };
    const session = conversations.current;
    session.ask(questionOf(seed, n), { model: { connection: 'c', model: 'm' }, label: 'M', respond });
    await session.whenIdle();
    // Long enough for another window to be heard of.
    await new Promise((resolve) => setTimeout(resolve, random(50)));
  }
  tell({ type: 'stepped-back', turns: conversations.current.transcript.turns });
}
