import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../rig/browser.ts';
import { openPanel, servePanel, type PanelLook, type PanelSite } from './panelPage.ts';
import { panelStates, reachState, type PanelSight } from './panelStates.ts';

/** The panel in a browser of its own, without an editor around it; see {@link panelSession}. */
export interface PanelSession {
  readonly browser: Browser;
  readonly site: PanelSite;
  /** Opens a page, also before the first test: hooks of a file do not wait for each other. */
  open(look?: PanelLook): Promise<Page>;
  /** Opens a page in a state, of `panelStates` where it is named, and closes it after the test; without one it waits for its host. */
  withPanel(
    state: string | PanelSight | undefined,
    test: (page: Page) => Promise<void>,
    look?: PanelLook,
  ): Promise<void>;
}

/** One browser for all tests of the file that calls this. It is there from the first test on, not before. */
export function panelSession(translation?: Promise<object>): PanelSession {
  let parts: { browser: Browser; site: PanelSite } | undefined;
  const started = Promise.withResolvers<void>();
  before(async () => {
    const [browser, site] = await Promise.all([launchBrowser(console.log), servePanel(await translation)]);
    parts = { browser, site };
    started.resolve();
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
    open: async (look) => {
      await started.promise;
      return openPanel(present().browser, present().site, look);
    },
    withPanel: async (state, test, look) => {
      const page = await openPanel(present().browser, present().site, look);
      try {
        const sight = typeof state === 'string' ? (panelStates[state] ?? assert.fail(state)) : state;
        if (sight !== undefined) await reachState(page, sight);
        await test(page);
      } finally {
        await page.close();
      }
    },
  };
}
