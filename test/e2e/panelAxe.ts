import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** Puts axe into a page that has it not, by the debugger and so past the page's policy. */
export async function loadAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => 'axe' in window)) return;
  await page.evaluate(await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'));
}

/** Beside what axe looks for by itself: nothing to click is smaller than a finger may miss. */
const alsoOn = { 'target-size': { enabled: true } };

/** What axe finds wrong; where something is folded, with it open, too. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const found = await run(page, rules);
  const folds = page.locator('details:not([open])');
  if ((await folds.count()) === 0) return found;
  await folds.evaluateAll((all) => all.forEach((fold) => fold.setAttribute('open', '')));
  return [...found, ...(await run(page, rules))];
}

async function run(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  const options: RunOptions =
    rules === undefined ? { rules: alsoOn } : { runOnly: { type: 'rule', values: [...rules] } };
  const results = await page.evaluate((given) => {
    const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
    return axe.run(given);
  }, options);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}
