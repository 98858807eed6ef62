import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { killInARow, type KillReport } from './kills.ts';
import { NotMade, type Extent, type Row } from './row.ts';

/** So many crashes one chat has to outlive. */
const killsPerChat = 5;
/** They mostly wait, so several chats fit into one machine. */
const chatsAtOnce = 3;

const reports = new WeakMap<Extent, Promise<KillReport>>();

/** The kills are made once, and several rows look at what came of them. */
function reportOf(folder: string, extent: Extent): Promise<KillReport> {
  const report = reports.get(extent) ?? killAll(folder, extent);
  reports.set(extent, report);
  return report;
}

async function killAll(folder: string, { seed, kills }: Extent): Promise<KillReport> {
  await mkdir(folder);
  const chats = Array.from({ length: Math.ceil(kills / killsPerChat) }, (_, n) => n);
  const found: KillReport[] = [];
  const work = async () => {
    for (let n = chats.shift(); n !== undefined; n = chats.shift()) {
      const count = Math.min(killsPerChat, kills - n * killsPerChat);
      found.push(await killInARow(join(folder, String(n)), seed + n, count));
    }
  };
  await Promise.all(Array.from({ length: chatsAtOnce }, work));
  return {
    kills: found.reduce((sum, one) => sum + one.kills, 0),
    torn: found.reduce((sum, one) => sum + one.torn, 0),
    longestLossMs: Math.max(0, ...found.map((one) => one.longestLossMs)),
    problems: found.flatMap(({ problems }) => problems),
  };
}

function assertNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`${problems.length} problems: ${problems.slice(0, 5).join('; ')}`);
}

const torn: Row = {
  id: 'S01',
  what: 'kill -9 at random moments, then go on with the chat',
  expected: 'every complete record loads, a torn one stands alone, the next one is on a new line',
  async see(folder, extent) {
    const { kills, torn: count, problems } = await reportOf(folder, extent);
    assertNone(problems);
    return `${kills} kills from seed ${extent.seed}; ${count} torn records, each alone on its line`;
  },
};

const loss: Row = {
  id: 'S09',
  what: 'the same kills: what they cost',
  expected: 'never a question or what is attached to it; of an answer a second at most',
  async see(folder, extent) {
    const { kills, longestLossMs, problems } = await reportOf(folder, extent);
    assertNone(problems);
    return `${kills} kills; every question whole; at most ${longestLossMs} ms of an answer lost`;
  },
};

function elsewhere({ id, what, expected, why }: Omit<Row, 'see'> & { why: string }): Row {
  return { id, what, expected, see: () => Promise.reject(new NotMade(why)) };
}

const others: readonly Row[] = [
  elsewhere({
    id: 'S10',
    what: 'a reload with a draft in the composer',
    expected: 'draft, attachments and scroll are back',
    why: 'needs the panel: see test/e2e/pastChats.test.ts and test/unit/webview/state.test.ts',
  }),
  elsewhere({
    id: 'S14',
    what: 'a watched configuration file is read half-written',
    expected: 'the last good one holds',
    why: 'cannot arise: there is no such file, settings are read by VS Code; for our own index see S05',
  }),
  elsewhere({
    id: 'S15',
    what: 'a crash while a tool runs',
    expected: '“outcome unknown”, never run again',
    why: 'cannot arise: no tool is run yet; calls are shown and kept (the kills above write them)',
  }),
  elsewhere({
    id: 'S18',
    what: 'keys in files, logs and state',
    expected: 'none',
    why: 'needs VS Code: see test/e2e/keys.test.ts, which searches everything that was written',
  }),
  elsewhere({
    id: 'S19',
    what: 'checkpoints of files',
    expected: 'restored byte for byte',
    why: 'cannot arise: there are none, inline edits are undone by the editor itself',
  }),
];

/** What real crashes cost, and the faults that are proven elsewhere. */
export const killRows: readonly Row[] = [torn, loss, ...others];
