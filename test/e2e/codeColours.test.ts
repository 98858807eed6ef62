import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { EditorLooks } from './editorLooks.ts';
import { asked, eventsMessage, panelState, posted, say, show, streamed } from './panelPage.ts';
import { panelSession } from './panelSession.ts';
import type { Theme } from './panelThemes.ts';

const session = panelSession();
let looks: EditorLooks;

before(async () => {
  looks = await EditorLooks.load();
});

const text = (delta: string) => ({ type: 'text', delta }) as const;
const stop = { type: 'finish', reason: 'stop' } as const;
const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\`\n\n`;
const sample = `// What a bucket holds.
export function take(count: number): boolean {
  return count < 10 && "full" !== 'empty';
}`;

/** A panel whose answer has begun with `start`. */
async function panelWith(start: string, theme: Theme = 'dark'): Promise<Page> {
  const page = await session.open({ theme });
  page.setDefaultTimeout(10_000);
  await show(page, [
    { type: 'snapshot', state: panelState() },
    eventsMessage([...asked('Code, please'), ...streamed([text(start)])]),
  ]);
  return page;
}

const more = (page: Page, ...events: Parameters<typeof streamed>[0]) => say(page, eventsMessage(streamed(events)));

/** The colour of the first piece of code with this text, once it has one of its own. */
async function colourOf(page: Page, piece: string, block = 0): Promise<string> {
  const found = await page.waitForFunction(
    ([wanted, at]) => {
      const spans = document.querySelectorAll('parley-code')[at]?.querySelectorAll<HTMLElement>('code span span') ?? [];
      return [...spans].find((span) => span.textContent.trim() === wanted)?.style.color;
    },
    [piece, block] as const,
  );
  return String(await found.jsonValue());
}

const colouredPieces = (page: Page) =>
  page.evaluate(() => document.querySelectorAll('parley-code code span span').length);

describe('code in the panel', () => {
  const keyword: Record<Theme, string> = {
    dark: 'rgb(197, 134, 192)',
    light: 'rgb(175, 0, 219)',
    'high-contrast': 'rgb(197, 134, 192)',
    'high-contrast-light': 'rgb(181, 32, 13)',
  };
  for (const theme of Object.keys(keyword) as Theme[]) {
    it(`has the colours of the editor: ${theme}`, async () => {
      const page = await panelWith(fence('ts', sample), theme);
      await more(page, stop);
      await looks.answer(page, theme);
      assert.equal(await colourOf(page, 'export'), keyword[theme]);
      assert.equal(await page.locator('parley-code code').textContent(), sample);
      await page.close();
    });
  }

  it('asks for nothing and loads nothing without code, and once for each language', async () => {
    const page = await panelWith('No code here, only `words`.\n\n');
    await more(
      page,
      text(fence('ts', 'let a = 1;') + fence('', 'plain') + fence('py', 'pass') + fence('ts', 'let b;')),
    );
    await page.waitForFunction(() => window.posted.some(({ type }) => type === 'colours'));
    const asks = await page.evaluate(() => window.posted.filter(({ type }) => type === 'colours'));
    assert.deepEqual(asks, [{ type: 'colours', languages: ['ts', 'py'] }]);
    const chunks = () =>
      page.evaluate(
        () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/part-')).length,
      );
    const before = await chunks();
    await looks.answer(page, 'dark');
    await colourOf(page, 'pass', 2);
    assert.equal((await chunks()) > before, true);
    await page.close();
  });

  it('gets its colours line by line while it grows, and its last line once it stands', async () => {
    const page = await panelWith('```ts\nexport const a');
    await looks.answer(page, 'dark');
    await colourOf(page, 'export');
    await more(page, text(' = 1;\nexport let b = tr'));
    await more(page, text('ue;\n'));
    await colourOf(page, 'true');
    const code = 'export const a = 1;\nexport let b = true;';
    assert.equal((await page.locator('parley-code code').textContent())?.trimEnd(), code);
    await more(page, text('const c = 2;\n```\n\nDone.'), stop);
    await colourOf(page, '2');
    assert.equal(await page.locator('parley-code code').textContent(), `${code}\nconst c = 2;`);
    await page.close();
  });

  it('takes a new theme at once, and keeps its text and its place', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => `export const value${at} = ${at}; // ${'x'.repeat(120)}`);
    const page = await panelWith(fence('ts', lines.join('\n')));
    await more(page, stop);
    await looks.answer(page, 'dark');
    assert.equal(await colourOf(page, 'export'), keyword.dark);
    const place = () =>
      page.evaluate(() => [
        document.querySelector('#conversation')?.scrollTop,
        document.querySelector('pre')?.scrollLeft,
      ]);
    await page.evaluate(() => {
      document.querySelector('#conversation')?.scrollTo(0, 300);
      document.querySelector('pre')?.scrollTo(150, 0);
    });
    const before = await place();
    await say(page, await looks.theme('light'));
    await page.waitForFunction((wanted) => {
      const spans = [...document.querySelectorAll<HTMLElement>('parley-code code span span')];
      const exports = spans.filter((span) => span.textContent.trim() === 'export');
      return exports.length === 200 && exports.every((span) => span.style.color === wanted);
    }, keyword.light);
    assert.deepEqual(await place(), before);
    assert.deepEqual(before, [300, 150]);
    assert.equal(await page.locator('parley-code code').textContent(), lines.join('\n'));
    await page.close();
  });

  it('stays as it is in a language that nobody knows, and where a line or a block is too long', async () => {
    const long = `let long = "${'x'.repeat(2_000)}";`;
    const page = await panelWith(
      fence('ts', `${long}\nlet short = 1;`) + fence('klingon', 'let wa = 1;') + fence('js', 'let last = 2;'),
    );
    await more(page, stop);
    await looks.answer(page, 'dark');
    await colourOf(page, '1');
    await colourOf(page, '2', 2);
    const spans = (at: number, piece: string) =>
      page.locator('parley-code').nth(at).locator('code span span', { hasText: piece }).count();
    assert.deepEqual([await spans(0, 'xxx'), await spans(1, 'let')], [0, 0]);
    await page.close();
  });

  it('leaves the reader what is selected, and is copied as text', async () => {
    const page = await panelWith(fence('ts', sample));
    await more(page, stop);
    await page.evaluate(() => {
      const code = document.querySelector('parley-code code');
      if (code !== null) document.getSelection()?.selectAllChildren(code);
    });
    await looks.answer(page, 'dark');
    const copied = await page.evaluate(() => {
      const data = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector('parley-code pre')?.dispatchEvent(event);
      return [event.defaultPrevented, data.getData('text/plain'), [...data.types]] as const;
    });
    assert.deepEqual(copied, [true, sample, ['text/plain']]);
    assert.equal(await page.evaluate(() => document.getSelection()?.toString().length), sample.length);
    assert.equal(await colouredPieces(page), 0);
    await page.evaluate(() => document.getSelection()?.removeAllRanges());
    await colourOf(page, 'export');
    await page.close();
  });

  it('is coloured in small slices: patterns that are made ready for the first time hold nothing up', async () => {
    const code = Array.from({ length: 60 }, (_, at) => sample.replaceAll('take', `take${at}`)).join('\n');
    const page = await panelWith(fence('php', `<?php\n${code}`) + fence('tsx', code));
    await more(page, stop);
    await page.locator('parley-code').last().scrollIntoViewIfNeeded();
    await page.evaluate(() => {
      const { tasks } = Object.assign(window, { tasks: [] as number[] });
      const note = (list: PerformanceObserverEntryList) =>
        tasks.push(...list.getEntries().map(({ duration }) => duration));
      new PerformanceObserver(note).observe({ type: 'longtask' });
    });
    await say(page, await looks.theme('dark'), await looks.grammars(['php', 'tsx']));
    await colourOf(page, 'take59', 1);
    const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
    // As one piece it takes most of a second. Tests share their machine, so a slice may seem longer than it is.
    assert.deepEqual(
      tasks.filter((durationMs) => durationMs > 200),
      [],
    );
    await page.close();
  });
});

describe('the bar of a block', () => {
  it('names the language and the file, and every button says what it does and does it by keyboard', async () => {
    const page = await panelWith(fence('sh', 'npm test\nls') + fence('ts src/a.ts', 'let a;') + fence('', 'x'));
    const block = (at: number) => page.locator('parley-code').nth(at);
    assert.equal((await block(1).locator('.code-language').innerText()).trim(), 'ts src/a.ts');
    await page.getByRole('group', { name: 'Code, ts, src/a.ts' }).waitFor();
    assert.deepEqual(
      await block(0)
        .getByRole('button')
        .evaluateAll((buttons) => buttons.map(({ ariaLabel }) => ariaLabel)),
      ['Copy', 'Insert at cursor', 'Open as a new file', 'Paste into the terminal, without running it'],
    );
    assert.deepEqual(
      await block(1)
        .getByRole('button')
        .evaluateAll((buttons) => buttons.map(({ ariaLabel }) => ariaLabel)),
      ['Apply to src/a.ts', 'Copy', 'Insert at cursor', 'Open as a new file'],
    );
    await block(0).getByRole('button', { name: 'Copy' }).focus();
    for (let pressed = 0; pressed < 3; pressed += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await block(1).getByRole('button', { name: 'Open as a new file' }).press('Enter');
    await block(2).getByRole('button', { name: 'Open as a new file' }).press('Enter');
    await block(1).getByRole('button', { name: 'Apply to src/a.ts' }).press('Enter');
    await block(2).getByRole('button', { name: 'Apply to a file' }).press('Enter');
    const answer = await page.locator('article.assistant').getAttribute('data-turn');
    assert.deepEqual(await posted(page), [
      { type: 'to-terminal', text: 'npm test\nls' },
      { type: 'new-file', text: 'let a;', language: 'ts' },
      { type: 'new-file', text: 'x', language: '' },
      { type: 'apply', blocks: [{ text: 'let a;', language: 'ts', file: 'src/a.ts' }], answer },
      { type: 'apply', blocks: [{ text: 'x', language: '', file: undefined }], answer },
    ]);
    await page.close();
  });
});
