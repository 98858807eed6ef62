import { answerOf } from './answer.ts';
import type { Draw, Mount } from './drawing.ts';
import { deltaCharacters, type Measure, type Shown } from './measures.ts';

declare global {
  interface Window {
    prepare: (measure: Measure) => Promise<void>;
    feed: (sample: number) => Promise<Shown>;
  }
}

const screenFrameMs = 1_000 / 60;

/** Makes the page's two functions: one shows what stands there already, the other streams the rest. */
export function serve(mount: Mount): void {
  let measure: Measure;
  let text = '';
  let draw: Draw = () => {};
  window.prepare = async (asked) => {
    measure = asked;
    text = answerOf(asked.characters);
    const host = document.querySelector<HTMLElement>('#answer');
    if (host === null) throw new Error('The page has no place for the answer.');
    draw = mount(host);
    if (asked.from > 0) show(draw, text.slice(0, asked.from));
    await nextFrame();
    await nextFrame();
  };
  window.feed = (sample) => feed({ ...measure, sample }, text, draw);
}

function show(draw: Draw, text: string): void {
  draw(text);
  const scroller = document.querySelector('#conversation');
  if (scroller !== null) scroller.scrollTop = scroller.scrollHeight;
}

async function feed(measure: Measure, text: string, draw: Draw): Promise<Shown> {
  const tasks = watchTasks();
  const startedMs = performance.now();
  const { frames, dropped } = await frameByFrame(measure, text, draw);
  const seconds = (performance.now() - startedMs) / 1_000;
  await nextFrame();
  return { frames, dropped, seconds, longestTaskMs: tasks.longestMs() };
}

async function frameByFrame(measure: Measure, text: string, draw: Draw): Promise<Pick<Shown, 'frames' | 'dropped'>> {
  const { from, deltasAFrame, deltasASecond = 0, restMs = 0, sample = 1 } = measure;
  const startedMs = await nextFrame();
  let [frames, dropped, length, beforeMs, drawnMs] = [0, 0, from, startedMs, -Infinity];
  while (length < text.length) {
    const nowMs = await nextFrame();
    dropped += Math.max(0, Math.round((nowMs - beforeMs) / screenFrameMs) - 1);
    beforeMs = nowMs;
    const come =
      deltasAFrame === undefined
        ? from + Math.floor(((nowMs - startedMs) * deltasASecond) / 1_000) * deltaCharacters
        : length + deltasAFrame * sample * deltaCharacters;
    if (nowMs - drawnMs < restMs || come === length) continue;
    length = Math.min(come, text.length);
    show(draw, text.slice(0, length));
    drawnMs = nowMs;
    frames += 1;
  }
  return { frames, dropped };
}

/** Collects what blocked the page for longer than 50 ms. */
function watchTasks(): { longestMs: () => number } {
  let longest = 0;
  const take = (entries: PerformanceEntryList) => {
    for (const { duration } of entries) longest = Math.max(longest, duration);
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: 'longtask' });
  return {
    longestMs: () => {
      take(observer.takeRecords());
      observer.disconnect();
      return longest;
    },
  };
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
