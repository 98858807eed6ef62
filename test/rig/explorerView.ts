import type { Locator, Page } from 'playwright-core';

/** The tree of files in the sidebar. */
export class ExplorerView {
  readonly #page: Page;
  readonly #show: () => Promise<void>;

  constructor(page: Page, show: () => Promise<void>) {
    this.#page = page;
    this.#show = show;
  }

  get #tree(): Locator {
    return this.#page.locator('.explorer-folders-view');
  }

  async waitUntilListed(): Promise<void> {
    await this.#tree.locator('.monaco-list-row').first().waitFor();
  }

  /** Brings the tree up, whatever the sidebar shows now. */
  async show(): Promise<void> {
    if (!(await this.#tree.isVisible())) await this.#show();
    await this.waitUntilListed();
  }

  /** Finds a file by its path, opening the folders on the way. */
  async row(path: string): Promise<Locator> {
    await this.show();
    const steps = path.split('/');
    for (const [index, name] of steps.entries()) {
      const row = this.#rowNamed(name, index + 1);
      await row.waitFor();
      if (index === steps.length - 1) return row;
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
      await this.#rowNamed(name, index + 1, '[aria-expanded="true"]').waitFor();
    }
    throw new Error('The path is empty.');
  }

  /** Selects all of them as a person does, then right-clicks the last. */
  async rightClick(paths: readonly string[]): Promise<void> {
    const modifier = process.platform === 'darwin' ? 'Meta' : 'Control';
    for (const [index, path] of paths.entries()) {
      const row = await this.row(path);
      await row.click(index === 0 ? {} : { modifiers: [modifier] });
    }
    await (await this.row(paths.at(-1) ?? '')).click({ button: 'right' });
  }

  #rowNamed(name: string, level: number, state = ''): Locator {
    const row = this.#tree.locator(`.monaco-list-row[aria-level="${level}"]${state}`);
    return row.filter({ has: this.#page.locator('.label-name').getByText(name, { exact: true }) }).first();
  }
}
