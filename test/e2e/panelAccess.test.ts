import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../rig/browser.ts';
import { loadAxe, violations } from './panelAxe.ts';
import { openPanel, servePanel, show, type PanelSite } from './panelPage.ts';
import { scenes } from './panelScenes.ts';
import type { Theme } from './panelThemes.ts';

let browser: Browser;
let site: PanelSite;

before(async () => {
  [browser, site] = await Promise.all([launchBrowser(console.log), servePanel()]);
});

after(async () => {
  await browser.close();
  await site.close();
});

/** What depends on colours and widths; the rest is the same in every theme. */
const visualRules = ['color-contrast', 'scrollable-region-focusable', 'link-in-text-block'];

describe('every state of the panel is accessible', () => {
  const looks: [theme: Theme, width: number, rules?: readonly string[]][] = [
    ['dark', 400],
    ['light', 400, visualRules],
    ['light', 200, visualRules],
    ['high-contrast', 400, visualRules],
    ['high-contrast-light', 400, visualRules],
  ];
  for (const [theme, width, rules] of looks) {
    it(`${theme}, ${width} px`, async () => {
      const page = await openPanel(browser, site, { theme, width });
      await loadAxe(page);
      for (const [name, messages] of Object.entries(scenes)) {
        await show(page, messages);
        assert.deepEqual(await violations(page, rules), [], name);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
      }
      await page.close();
    });
  }
});

describe('with the keyboard alone', () => {
  it('everything that can be clicked is reached by Tab, and shows it', async () => {
    const page = await openPanel(browser, site);
    await show(page, scenes['code and table'] ?? []);
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
    const page = await openPanel(browser, site);
    await show(page, scenes['streaming'] ?? []);
    await page.getByRole('status').filter({ hasText: 'The model is answering.' }).waitFor({ state: 'attached' });
    assert.equal(await page.locator('[aria-live]:not([role=status]), [role=log], [role=alert]').count(), 0);
    await page.close();
  });
});
