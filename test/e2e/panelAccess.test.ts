import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadAxe, violations } from './panelAxe.ts';
import { show } from './panelPage.ts';
import { panelSession } from './panelSession.ts';
import { panelStates, walkStates } from './panelStates.ts';
import type { Theme } from './panelThemes.ts';

const session = panelSession();
const { withPanel } = session;

/** What depends on colours, and on the width; the rest is the same in every theme. */
const ofColours = ['color-contrast', 'link-in-text-block'];
const ofWidth = ['scrollable-region-focusable', 'target-size'];

describe('every state of the panel is accessible', () => {
  const looks: [theme: Theme, width: number, rules?: readonly string[]][] = [
    ['dark', 400],
    ['light', 400, ofColours],
    ['high-contrast', 400, ofColours],
    ['high-contrast-light', 400, ofColours],
    ['light', 200, ofWidth],
  ];
  for (const [theme, width, rules] of looks) {
    it(`${theme}, ${width} px`, async () => {
      const found: string[] = [];
      const page = await session.open({ theme, width });
      await walkStates(page, async (name, state) => {
        await page.setViewportSize({ width: Math.max(width, state.width ?? 0), height: 640 });
        await loadAxe(page);
        for (const problem of await violations(page, rules)) found.push(`${name}: ${problem}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) found.push(`${name} is ${overflow} px too wide`);
      });
      assert.deepEqual(found, []);
      await page.close();
    });
  }
});

describe('with the keyboard alone', () => {
  it('everything that can be clicked is reached by Tab, and shows it', async () => {
    const page = await session.open();
    await show(page, panelStates['code and table']?.messages ?? []);
    const named = (all: Element[]) =>
      all.map((element) => `${element.tagName} ${element.ariaLabel ?? element.textContent}`);
    const wanted = await page.locator('button:visible, [role=link]:visible, textarea').evaluateAll(named);
    assert.ok(wanted.length >= 10);
    const reached = new Set<string>();
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return undefined;
        const box = element.closest('.composer-box') ?? element;
        const seen = getComputedStyle(element).outlineStyle !== 'none' || getComputedStyle(box).borderStyle !== 'none';
        return { path: `${element.tagName} ${element.ariaLabel ?? element.textContent}`, seen };
      });
      // Past the last element and before the first: where Tab begins depends on where the focus was.
      if (focused === undefined) continue;
      assert.ok(focused.seen, `no visible focus on ${focused.path}`);
      reached.add(focused.path);
    }
    assert.deepEqual(
      wanted.filter((name) => !reached.has(name)),
      [],
    );
    await page.close();
  });

  it('the status line speaks of starts and ends, not of text', async () => {
    await withPanel('streaming', async (page) => {
      await page.getByRole('status').filter({ hasText: 'The model is answering.' }).waitFor({ state: 'attached' });
      assert.equal(await page.locator('[aria-live]:not([role=status]), [role=log], [role=alert]').count(), 0);
    });
  });
});
