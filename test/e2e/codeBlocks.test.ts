import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { until } from '../host/until.ts';
import { rigFolder } from '../rig/paths.ts';
import type { ThemeKind } from '../rig/window.ts';
import { askScripted, scriptedSession } from './scriptedSession.ts';

const code = `/** Adds the tax that a country asks for. */
export async function withTax(net: number, country = 'NL'): Promise<number> {
  const rate = (await rates()).get(country) ?? 0.21;
  return Math.round(net * (1 + rate) * 100) / 100; // in cents
}`;
const answer = `Like this:\n\n\`\`\`ts src/money.ts\n${code}\n\`\`\`\n\nThen run it:\n\n\`\`\`bash\nnpm test -- \\\n  --only money\n\`\`\`\n`;

describe('code blocks in a real window', () => {
  // A terminal that is drawn by the graphics card has no text to be read here.
  const live = scriptedSession({ settings: { 'terminal.integrated.gpuAcceleration': 'off' } });
  const { chat } = live;
  const block = (at: number) => chat.frame.locator('parley-code').nth(at);
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'codeBlocks', `${name}.png`));

  before(() => askScripted(live, 'Code, please', answer));

  /** The colour of a word, in the panel and in the editor, where the file with the same code is open. */
  const inPanel = (word: string) =>
    block(0)
      .locator('code span span')
      .filter({ hasText: word })
      .first()
      .evaluate((span) => getComputedStyle(span).color);
  const inEditor = (word: string) =>
    live.window.page
      .locator('.editor-group-container.active .monaco-editor .view-line span > span')
      .filter({ hasText: word })
      .first()
      .evaluate((span) => getComputedStyle(span).color);

  it('a new file has the code, and the panel its colours, whatever theme the user changes to', async () => {
    await block(0).getByRole('button', { name: 'Open as a new file' }).click();
    await live.window.page.locator('.editor-group-container.active .view-line', { hasText: 'withTax' }).waitFor();
    for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as ThemeKind[]) {
      await live.window.setTheme(theme);
      for (const word of ['export', "'NL'", 'in cents', '0.21']) {
        await until(async () => (await inPanel(word)) === (await inEditor(word)));
      }
      assert.equal(await block(0).locator('code').textContent(), code);
      await picture(theme);
    }
  });

  it('several lines for the shell stand in the terminal and wait', async () => {
    await live.window.palette('Terminal: Create New Terminal');
    const terminal = live.window.page.locator('.terminal-wrapper.active .xterm-rows');
    // With its prompt a shell says that it knows what a paste is.
    await until(async () => /[#$] *$/.test((await terminal.innerText()).trim()));
    await block(1)
      .getByRole('button', { name: /^Paste into the terminal/ })
      .click();
    await until(async () => (await terminal.innerText()).includes('--only money'));
    await picture('terminal');
  });
});
