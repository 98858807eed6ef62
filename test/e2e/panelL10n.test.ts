import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { HostToView } from '../../src/protocol.ts';
import { outsideBrackets, pseudoBundle } from '../unit/pseudo.ts';
import { say, show } from './panelPage.ts';
import { scenes } from './panelScenes.ts';
import { panelSession } from './panelSession.ts';

const { withPanel } = panelSession(pseudoBundle());

/** All that the panel says: what is drawn, without the text of answers, and what is read out or shown on hover. */
function saidOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('#app *')];
    const drawn = all
      .filter((element) => element.closest('parley-markdown') === null || element.closest('button') !== null)
      .flatMap((element) => [...element.childNodes])
      .flatMap((node) => (node.nodeType === Node.TEXT_NODE ? [node.textContent ?? ''] : []));
    const named = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext'];
    const spoken = all.flatMap((element) => named.flatMap((name) => element.getAttribute(name) ?? []));
    return [...drawn, ...spoken];
  });
}

/** What is neither translated nor told by the host: a word of a sentence that cannot be translated. */
function leftIn(said: readonly string[], messages: readonly HostToView[]): readonly string[] {
  // As the host told it, whatever of it stands in one place of the page.
  const told = JSON.stringify(messages).toLowerCase();
  const words = said.flatMap((text) => outsideBrackets(text).match(/\p{Script=Latin}{2,}/gu) ?? []);
  return [...new Set(words)].filter((word) => !told.includes(word.toLowerCase()) && !names.has(word));
}

/** The product, keys, a protocol. */
const names: ReadonlySet<string> = new Set(['Parley', 'Ctrl', 'HTTP']);

describe('in another language', () => {
  it('nothing in any state of the panel stands outside the translation', () =>
    withPanel(undefined, async (page) => {
      for (const [name, messages] of Object.entries(scenes)) {
        // From an empty page: what stood there before has as many turns.
        await say(page, { type: 'elsewhere' });
        await page.locator('.welcome h1').waitFor();
        await show(page, messages);
        await page.locator('#question').waitFor();
        const said = await saidOn(page);
        assert.ok(said.filter((text) => text.includes('⟦')).length > 3, name);
        assert.deepEqual(leftIn(said, messages), [], name);
      }
    }));
});
