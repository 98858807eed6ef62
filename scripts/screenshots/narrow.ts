import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openPanel, servePanel, type PanelSite } from '../../test/e2e/panelPage.ts';
import { walkStates } from '../../test/e2e/panelStates.ts';
import { themes, type Theme } from '../../test/e2e/panelThemes.ts';
import { launchBrowser } from '../../test/rig/browser.ts';

/** As narrow as a side bar of VS Code can be. */
const width = 200;
const height = 520;

/** What the README shows of them, side by side. */
const inReadme = ['first run, local server', 'a list of names', 'everything', 'versions', 'rate limited'];

interface Folders {
  /** One picture of each state and theme, to be looked at. */
  readonly all: string;
  /** A strip of a few of them for each theme. */
  readonly readme: string;
}

/** Takes the panel at its narrowest, in every state and theme: the real panel, in a browser without an editor around it. */
export async function takeNarrow(folders: Folders): Promise<void> {
  const [browser, site] = await Promise.all([launchBrowser(console.log), servePanel()]);
  try {
    for (const theme of Object.keys(themes) as Theme[]) await takeTheme(theme, { browser, site, folders });
  } finally {
    await browser.close();
    await site.close();
  }
}

interface Parts {
  readonly browser: Browser;
  readonly site: PanelSite;
  readonly folders: Folders;
}

async function takeTheme(theme: Theme, { browser, site, folders }: Parts): Promise<void> {
  const folder = join(folders.all, theme);
  await mkdir(folder, { recursive: true });
  const strip: Buffer[] = [];
  const sheet: Buffer[] = [];
  const page = await openPanel(browser, site, { theme, width, height });
  await walkStates(page, async (name) => {
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    await writeFile(join(folder, `${name.replaceAll(/\W+/g, '-')}.png`), picture);
    sheet.push(picture);
    if (inReadme.includes(name)) strip.push(picture);
  });
  await page.close();
  await sideBySide(browser, strip, join(folders.readme, `200px-${theme}.png`));
  for (let from = 0; from < sheet.length; from += sheetSize)
    await sideBySide(browser, sheet.slice(from, from + sheetSize), join(folders.all, `${theme}-${from}.png`));
}

/** So many that each can still be looked at. */
const sheetSize = 16;

async function sideBySide(browser: Browser, pictures: readonly Buffer[], path: string): Promise<void> {
  const columns = Math.min(pictures.length, 8);
  const rows = Math.ceil(pictures.length / columns);
  const gap = 8;
  const page: Page = await browser.newPage({
    viewport: { width: columns * (width + gap) + gap, height: rows * (height + gap) + gap },
  });
  const images = pictures.map((one) => `<img src="data:image/png;base64,${one.toString('base64')}">`).join('');
  const style = `body{display:flex;flex-wrap:wrap;gap:${gap}px;margin:${gap}px;background:#8888}img{width:${width}px;height:${height}px}`;
  await page.setContent(`<style>${style}</style>${images}`);
  await page.screenshot({ path });
  await page.close();
}
