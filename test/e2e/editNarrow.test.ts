import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { until } from '../host/until.ts';
import { rigFolder } from '../rig/paths.ts';
import { answerWith, modelList } from '../servers/chatSteps.ts';
import { startDemo } from '../servers/demo.ts';
import { startFaultServer } from '../servers/faultServer.ts';
import { liveSession } from './liveSession.ts';

const file = 'src/account.ts';
const [accept, reject] = [/^\s*Accept\s*$/, /^\s*Reject\s*$/];
const tip = 'More: refine, ask another model, compare with the original';
const further = ['Refine…', 'Other Model…', 'Open Diff'];
const themes = ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const;

const source = `import type { Cents } from './money.ts';

export class Account {
  private total: Cents = 0;

  deposit(amount: Cents, note: string): Cents {
    if (amount < 0) throw new Error('negative');
    this.total += amount;
    console.log('deposit', amount, note);
    return this.total;
  }
  check(limits: Cents[]): void {
    for (const limit of limits) {
      if (this.total < limit) {
        // Told once.
        warn(limit);
        count(limit);
        stop(limit);
        return;
      }
    }
  }
}
`;
const deep = ['        // Told.', '        warn(limit);', '        count(limit);', '        halt(limit);'].join('\n');
/** The first line and a later one are changed, and one is gone. */
const answer = `  deposit(amount: Cents): Cents {
    if (amount < 0) throw new Error('negative');
    this.total += amount;
    return this.sum();
  }`;

describe('an edit in an editor of 300 pixels', () => {
  const live = liveSession(
    async () => ({ demo: await startDemo({ pace: 'instant' }), server: await startFaultServer({ limitMs: 120_000 }) }),
    ({ demo, server }) => ({
      env: { PARLEY_DEMO_URL: demo.url },
      settings: {
        'parley.connections': {
          own: { provider: 'openai-compatible', baseUrl: `${server.url}/v1`, label: 'Own' },
        },
      },
      // Three columns beside the bar of icons, which is 48 or, in newer versions, 56 pixels wide.
      size: { width: 3 * 300 + 48, height: 700 },
    }),
  );
  const page = () => live.window.page;
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'editNarrow', `${name}.png`));
  const editor = () => page().locator('.editor-group-container.active .monaco-editor');
  const lens = (name: string | RegExp) => editor().locator('.codelens-decoration a', { hasText: name });
  const more = () => editor().locator('.codelens-decoration a[title^="More: "]');
  const shows = (text: string) => editor().locator('.view-line', { hasText: text }).first().waitFor();
  const over = () => lens('Reject').first().waitFor({ state: 'detached' });

  const edit = async (first: number, last: number, text: string) => {
    live.servers.server.script(...answerWith(`\`\`\`ts\n${text}\n\`\`\`\n`));
    await live.window.selectLines(first, last);
    await live.window.palette('Parley: Edit Selection with AI');
    await page().getByPlaceholder('What should change?').waitFor();
    await live.window.quickInput.answer('no note');
    await lens('Accept').first().waitFor();
  };
  /**
   * The buttons by row, from top to bottom, and how many of the pixels of their width the mouse gets at: not those behind
   * the edge of the text or under its map.
   */
  const rowsNow = () =>
    editor()
      .locator('.codelens-decoration')
      .filter({ visible: true })
      .evaluateAll((all) =>
        all
          .toSorted((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
          .map((row) =>
            [...row.querySelectorAll('a')].map((button) => {
              const { left, top, width, height } = button.getBoundingClientRect();
              const isHit = (x: number) => button.contains(document.elementFromPoint(left + x + 0.5, top + height / 2));
              const pixels = Array.from({ length: Math.floor(width) }, (_pixel, x) => x);
              // Edges are not at whole pixels.
              const hidden = pixels.length - pixels.filter(isHit).length - 1;
              return { name: (button.textContent ?? '').trim() || button.title, width, hidden };
            }),
          ),
      );
  type Rows = Awaited<ReturnType<typeof rowsNow>>;
  /** The editor draws its rows a moment after they have changed. */
  const rowsOf = async (count: number): Promise<Rows> => {
    let found: Rows = [];
    await until(
      async () => (found = await rowsNow()).length === count && found.flat().every(({ width }) => width > 0),
      15_000,
    );
    return found;
  };

  before(async () => {
    await live.chat.useDemo();
    live.servers.server.script(...modelList('listed'));
    await live.chat.nameModel('coder', 'Own');
    await writeFile(join(live.session.workspace, file), source);
    await live.window.openFile(file);
    await live.window.palette('View: Close Primary Side Bar');
    for (let columns = 1; columns < 3; columns += 1) await live.window.palette('View: Split Editor Right');
    await page().locator('.editor-group-container').nth(2).waitFor();
    await live.window.focusEditor();
  });

  it('each row is short enough, also where the first change is at the top of the edit', async () => {
    await edit(6, 11, answer);
    for (const theme of themes) {
      await live.window.setTheme(theme);
      await picture(`review-${theme}`);
    }
    const [whole, ...changes] = await rowsOf(3);
    assert.deepEqual(
      [whole, ...changes].map((row) => row?.map(({ name }) => name)),
      [
        ['Accept All', 'Reject All', tip, ...further],
        ['Accept', 'Reject'],
        ['Accept', 'Reject', "1 line removed: console.log('deposit', amount, note);"],
      ],
    );
    for (const { name, hidden } of [...(whole ?? []).slice(0, 3), ...changes.flatMap((row) => row.slice(0, 2))])
      assert.ok(hidden <= 0, `${hidden} pixels of ${name}`);
    for (const { width, hidden } of changes.flatMap((row) => row.slice(2))) assert.ok(width - hidden > 24);
    assert.ok(((await editor().boundingBox())?.width ?? 999) <= 300);
    await lens(reject).first().click();
    await shows('deposit(amount: Cents, note: string)');
    await editor().locator('.codelens-decoration a[title="Keep this change"]').first().waitFor({ state: 'detached' });
    await lens(accept).click();
    await over();
    await live.window.palette('File: Revert File');
    await until(async () => (await live.window.editorText()) === source, 15_000);
  });

  it('a button of the row offers everything by name and key', async () => {
    await edit(6, 11, answer);
    await more().click();
    await live.window.quickInput.titled('What to do with this edit');
    await picture('more-dark');
    const labels = await live.window.quickInput.labels();
    for (const name of ['Refine Edit…', 'Compare Edit with Original', 'Accept Edit', 'Accept Change at Cursor'])
      assert.ok(
        labels.some((label) => label.endsWith(name)),
        labels.join(', '),
      );
    assert.ok(await page().locator('.quick-input-list', { hasText: 'Ctrl+Enter, on macOS ⌘Enter' }).isVisible());
    await live.window.quickInput.pick('Compare Edit with Original');
    const diff = page().locator('.monaco-diff-editor');
    await diff.locator('.view-line', { hasText: 'this.sum()' }).first().waitFor();
    await live.window.palette('View: Close Editor');
    await diff.waitFor({ state: 'detached' });
    await more().click();
    await live.window.quickInput.titled('What to do with this edit');
    await live.window.quickInput.pick('Reject Edit');
    await over();
    assert.equal(await live.window.editorText(), source);
  });

  it('far to the right the mouse still judges all of it', async () => {
    await edit(15, 18, deep);
    await picture('deep-dark');
    const [[acceptAll, rejectAll] = []] = await rowsOf(3);
    assert.deepEqual([acceptAll?.name, rejectAll?.name], ['Accept All', 'Reject All']);
    assert.ok((acceptAll?.hidden ?? 1) <= 0);
    assert.ok((rejectAll?.width ?? 0) - (rejectAll?.hidden ?? 0) > 24);
    await lens('Reject All').click({ position: { x: 4, y: 6 } });
    await over();
    assert.equal(await live.window.editorText(), source);
  });
});
