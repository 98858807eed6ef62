import { parseArgs } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { ChatPage } from '../e2e/chatPage.ts';
import { launchBrowser } from '../rig/browser.ts';
import { startSession } from '../rig/session.ts';
import { readBare } from './paint/floor.ts';
import { endsOfMarks, watchMarks, withMarks } from './paint/marks.ts';
import { startPacedServer, type PacedServer } from './paint/pacedServer.ts';
import { answerOf } from './render/answer.ts';

const characters = 60_000;
const seconds = 12;
const paces = [100, 500] as const;
const frameMs = 1_000 / 60;
const targets = { p50: 2 * frameMs, p99: 100 } as const;
const aims = [
  ['p50', 0.5],
  ['p99', 0.99],
] as const;

/** Where an answer is shown, and how to have it shown to its end. */
interface Screen {
  readonly label: string;
  readonly body: Locator;
  show(question: string): Promise<void>;
}

/** Milliseconds from when a piece of an answer left the server to when it was on the screen. */
async function latencies({ body, show }: Screen, server: PacedServer, deltasASecond: number): Promise<number[]> {
  const text = withMarks(answerOf(characters)).slice(0, characters);
  server.next = { text, from: characters - seconds * deltasASecond * 4, deltasASecond };
  await body.evaluate(watchMarks);
  await show(`At ${deltasASecond} a second`);
  const seen = new Map(await body.evaluate(() => window.seenMs));
  const ends = [...endsOfMarks(text)].filter(([, end]) => server.sentMs(end - 1) !== undefined);
  return ends.flatMap(([mark, end]) => {
    const seenMs = seen.get(mark);
    return seenMs === undefined ? [] : seenMs - (server.sentMs(end - 1) ?? Number.NaN);
  });
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

function panelScreen(chat: ChatPage): Screen {
  const show = async (question: string) => {
    await chat.newChat();
    await chat.send(question);
    await chat.frame.locator('article.assistant.ended').waitFor({ timeout: 60_000 });
  };
  return { label: 'Parley', body: chat.frame.locator('body'), show };
}

function barePage(page: Page, server: PacedServer): Screen {
  const show = async () => {
    await page.bringToFront();
    await page.evaluate(readBare, server.url);
    await page.evaluate(() => document.body.replaceChildren());
  };
  return { label: 'floor: a bare page that appends the text', body: page.locator('body'), show };
}

type Results = ReadonlyMap<string, ReadonlyMap<number, number[]>>;

async function measureAll(screens: readonly Screen[], server: PacedServer, rounds: number): Promise<Results> {
  const results: Results = new Map(screens.map(({ label }) => [label, new Map(paces.map((pace) => [pace, []]))]));
  for (let round = 1; round <= rounds; round++) {
    for (const pace of paces) {
      for (const screen of screens) {
        const found = await latencies(screen, server, pace);
        results
          .get(screen.label)
          ?.get(pace)
          ?.push(...found);
        console.log(`round ${round}: ${screen.label}, ${pace} a second, p50 ${quantile(found, 0.5).toFixed(1)} ms`);
      }
    }
  }
  return results;
}

/**
 * From a token on the wire to its pixels: a server streams the end of a long answer to the real panel in a real VS Code,
 * and the page says in which frame each counted word was there. A bare page shows what the machine itself takes.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '3' } } });
  const server = await startPacedServer();
  const connection = { provider: 'openai-compatible', baseUrl: server.url, label: 'Paced' };
  const session = await startSession({ settings: { 'parley.connections': { paced: connection } }, log: console.log });
  const browser = await launchBrowser(console.log);
  try {
    const chat = new ChatPage(() => session.window);
    await chat.show();
    await chat.nameModel('paced', 'Paced');
    const bare = await browser.newPage();
    report(await measureAll([barePage(bare, server), panelScreen(chat)], server, Number(values.rounds)));
  } finally {
    await browser.close();
    await session.stop();
    await server.stop();
  }
}

function report(results: Results): void {
  console.log(
    `\nFrom the server to the screen, the end of an answer of ${characters / 1_000} KB, deltas of 4 characters; ms\n`,
  );
  console.log('| | deltas a second | p50 | p90 | p99 | most | readings |\n| --- | --- | --- | --- | --- | --- | --- |');
  for (const [label, byPace] of results) {
    for (const [pace, all] of byPace) {
      const cells = [0.5, 0.9, 0.99, 1].map((share) => quantile(all, share).toFixed(1));
      console.log(`| ${label} | ${pace} | ${cells.join(' | ')} | ${all.length} |`);
    }
  }
  console.log();
  for (const [pace, all] of results.get('Parley') ?? []) {
    for (const [name, share] of aims) {
      const found = quantile(all, share);
      const verdict = found <= targets[name] ? 'met   ' : 'MISSED';
      console.log(`${verdict} ${pace} a second, ${name}: ${found.toFixed(1)} ms, at most ${targets[name].toFixed(1)}`);
    }
  }
}
