import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../rig/browser.ts';
import { openPanel, servePanel, type PanelSite } from './panelPage.ts';
import { panelStates, reachState } from './panelStates.ts';

type Look = NonNullable<Parameters<typeof openPanel>[2]>;

/** The panel in a browser of its own, without an editor around it; see {@link panelSession}. */
export interface PanelSession {
  readonly browser: Browser;
  readonly site: PanelSite;
  /** Opens a page, without a state for one that waits for its host, and closes it after the test. */
  withPanel(state: string | undefined, test: (page: Page) => Promise<void>, look?: Look): Promise<void>;
}

/** One browser for all tests of the file that calls this. It is there from the first test on, not before. */
export function panelSession(): PanelSession {
  let parts: { browser: Browser; site: PanelSite } | undefined;
  before(async () => {
    const [browser, site] = await Promise.all([launchBrowser(console.log), servePanel()]);
    parts = { browser, site };
  });
  after(async () => {
    await parts?.browser.close();
    await parts?.site.close();
  });
  const present = () => parts ?? assert.fail('The browser has not started yet.');
  return {
    get browser() {
      return present().browser;
    },
    get site() {
      return present().site;
    },
    withPanel: async (state, test, look) => {
      const page = await openPanel(present().browser, present().site, look);
      try {
        if (state !== undefined) await reachState(page, panelStates[state] ?? assert.fail(state));
        await test(page);
      } finally {
        await page.close();
      }
    },
  };
}
