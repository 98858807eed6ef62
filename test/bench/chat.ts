import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import type { Turn } from '../../src/model/transcript.ts';
import { openPanel, panelState, say, servePanel, type PanelSite } from '../e2e/panelPage.ts';
import { launchBrowser } from '../rig/browser.ts';
import { answerOf } from './render/answer.ts';

/** What opening a chat and moving through it came to. */
interface Opened {
  /** From the host's message to the frame that shows the last answer. */
  readonly paintedMs: number;
  readonly longestTaskMs: number;
  readonly elements: number;
  /** Of the frames while the wheel turned through the end of the chat. */
  readonly slowestFrameMs: number;
  readonly medianFrameMs: number;
}

const sizes = [10, 500, 5_000] as const;
const targetMs = 500;

/** Questions and answers in turns, each answer with what answers are made of. */
function chatOf(messages: number): Turn[] {
  const text = answerOf(4_000);
  return Array.from({ length: messages }, (_, index): Turn => {
    const id = `t${index}`;
    if (index % 2 === 0) return { role: 'user', id, at: 0, text: `Question ${index}?`, attachments: [] };
    const model = { connection: 'openai', model: 'gpt-5-mini' };
    const parts = [{ type: 'text' as const, text: text.slice((index * 37) % 2_000) }];
    return { role: 'assistant', id, at: 0, model, label: 'GPT-5 mini', parts, finish: { reason: 'stop' } };
  });
}

async function open(page: Page, messages: number): Promise<Opened> {
  const turns = chatOf(messages);
  await page.evaluate(watch, `t${messages - 1}`);
  await say(page, { type: 'snapshot', state: panelState({ transcript: { turns } }) });
  const painted = await page.evaluate(() => window.painted);
  const frames = await page.evaluate(scrollUp);
  const elements = await page.evaluate(() => document.querySelectorAll('*').length);
  const sorted = frames.toSorted((a, b) => a - b);
  return {
    ...painted,
    elements,
    slowestFrameMs: sorted.at(-1) ?? Number.NaN,
    medianFrameMs: sorted[sorted.length >> 1] ?? Number.NaN,
  };
}

declare global {
  interface Window {
    painted: Promise<Pick<Opened, 'paintedMs' | 'longestTaskMs'>>;
  }
}

/** In the page: waits for the frame after the one that drew the last answer, at the end of the chat. */
function watch(last: string): void {
  let longestTaskMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  }).observe({ type: 'longtask' });
  window.painted = new Promise((resolve) => {
    let startedMs: number | undefined;
    window.addEventListener('message', () => (startedMs ??= performance.now()), { capture: true });
    const look = () => {
      const answer = document.querySelector(`[data-turn="${last}"] parley-markdown`);
      const scroller = document.querySelector('#conversation');
      const isAtEnd = scroller && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 2;
      if (answer === null || !isAtEnd || startedMs === undefined) return void requestAnimationFrame(look);
      const paintedMs = performance.now() - startedMs;
      // Another frame, and a task: by then the long task has been told.
      requestAnimationFrame(() => setTimeout(() => resolve({ paintedMs, longestTaskMs }), 100));
    };
    requestAnimationFrame(look);
  });
}

/** In the page: turns the wheel upwards for some screens, and gives the time between frames. */
async function scrollUp(): Promise<number[]> {
  const scroller = document.querySelector('#conversation');
  const times: number[] = [];
  let before = performance.now();
  scroller?.dispatchEvent(new WheelEvent('wheel'));
  for (let frame = 0; frame < 180; frame += 1) {
    scroller?.scrollBy(0, -120);
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    times.push(now - before);
    before = now;
  }
  return times.slice(1);
}

async function measure(browser: Browser, site: PanelSite, messages: number): Promise<Opened> {
  const page = await openPanel(browser, site, { width: 400, height: 800 });
  try {
    return await open(page, messages);
  } finally {
    await page.close();
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Opening a chat in the panel: how long until its end is there, and whether moving through it is smooth. */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '5' } } });
  const [browser, site] = await Promise.all([launchBrowser(console.log), servePanel()]);
  const results = new Map<number, Opened[]>(sizes.map((size) => [size, []]));
  try {
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const [size, readings] of results) readings.push(await measure(browser, site, size));
    }
  } finally {
    await browser.close();
    await site.close();
  }
  report(results);
}

function report(results: ReadonlyMap<number, readonly Opened[]>): void {
  console.log('\nOpening a chat whose answers have up to 4 KB, and scrolling up 21,600 pixels; medians, ms\n');
  console.log('| messages | last screen painted | longest task | elements | frame, median | frame, slowest |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const [size, readings] of results) {
    const of = (aspect: keyof Opened, digits = 0) => median(readings.map((one) => one[aspect])).toFixed(digits);
    const cells = [of('paintedMs'), of('longestTaskMs'), of('elements'), of('medianFrameMs', 1), of('slowestFrameMs')];
    console.log(`| ${size} | ${cells.join(' | ')} |`);
  }
  const found = median(results.get(5_000)?.map(({ paintedMs }) => paintedMs) ?? []);
  console.log(
    `\n${found <= targetMs ? 'met   ' : 'MISSED'} 5,000 messages: ${found.toFixed(0)} ms, at most ${targetMs}`,
  );
}
