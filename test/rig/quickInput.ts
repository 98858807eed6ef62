import type { Locator, Page } from 'playwright-core';

const attemptMs = 2000;
const attempts = 40;
/** A box that is closed meanwhile is given up after this long. */
const openingMs = 10_000;
/** A busy box may take longer to be typed into; between two tries one that was closed is noticed. */
const tryMs = 1000;

/** The box at the top of the window: command palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #widget(): Locator {
    // While it fades out it is still there, and must not be taken for the next one.
    return this.#page.locator('.quick-input-widget:not(.quick-input-widget-closing):visible');
  }

  get #input(): Locator {
    return this.#widget.locator('.quick-input-box input, .quick-input-box textarea').first();
  }

  get #rows(): Locator {
    return this.#widget.locator('.quick-input-list .monaco-list-row');
  }

  /** Opens it by a key. */
  open(keys: string): Promise<void> {
    return pressUntil(this.#page, keys, this.#widget);
  }

  #row(label: string): Locator {
    const exact = this.#page.locator('.quick-input-list-label .label-name').getByText(label, { exact: true });
    return this.#rows.filter({ has: exact }).first();
  }

  /** Types into the box, replacing what is there, without accepting. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** Types an answer and accepts it, as for an input box; `text` may be empty to accept what is there. */
  async answer(text: string): Promise<void> {
    await this.#input.waitFor();
    if (text !== '') await this.#input.fill(text);
    await this.#input.press('Enter');
  }

  /** Resolves when the box has this in its title: the one before it stays open until the extension has heard of it. */
  async titled(title: string): Promise<void> {
    await this.#widget.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  /** Resolves when the box with this in its title is gone: until its answer is looked at, another box would take its place. */
  async answered(title: string): Promise<void> {
    await this.#widget.locator('.quick-input-title', { hasText: title }).waitFor({ state: 'hidden' });
  }

  /** Resolves when the box has got the text that it proposes, which would replace what was typed before. */
  async isFilled(): Promise<void> {
    const box = await this.#input.elementHandle();
    await this.#page.waitForFunction((input) => (input as HTMLInputElement | null)?.value !== '', box);
  }

  /**
   * Opens it by a key and takes a row. A view that has just been shown can take the keyboard a moment later, which closes
   * the box: then it is opened again, as a person would.
   */
  async openAndChoose(keys: string, filter: string, label: string): Promise<void> {
    for (let attempt = 1; attempt < attempts; attempt++) {
      await this.open(keys);
      if ((await this.#show(filter, label)) && (await this.#take(label))) return;
    }
    throw new Error(`The box closed by itself before "${label}" could be taken.`);
  }

  /** Types a filter and takes the row with exactly this label. */
  async choose(filter: string, label: string): Promise<void> {
    await this.find(filter, label);
    await this.pick(label);
  }

  /** Types a filter and waits for the row with exactly this label; the box before it may be there for a moment. */
  async find(filter: string, label: string): Promise<void> {
    do await this.#input.waitFor({ timeout: openingMs });
    while (!(await this.#show(filter, label)));
  }

  /**
   * False when the box was closed. The palette does not notice commands and files that arrive while it is open, so the
   * filter is typed again until the row is there.
   */
  async #show(filter: string, label: string): Promise<boolean> {
    for (let attempt = 1; attempt < attempts; attempt++) {
      await happens(this.#input.fill(filter, { timeout: tryMs }));
      await Promise.race([appears(this.#row(label)), disappears(this.#widget)]);
      if (await this.#row(label).isVisible()) return true;
      if (!(await this.#widget.isVisible())) return false;
      await happens(this.#input.fill('', { timeout: tryMs }));
    }
    throw new Error(`"${label}" was not offered; there were: ${(await this.labels()).join(', ')}`);
  }

  /** Clicks the row; false when the box was closed before. */
  async #take(label: string): Promise<boolean> {
    try {
      await this.#row(label).click({ timeout: openingMs });
      return true;
    } catch (error) {
      if (await this.#widget.isVisible()) throw error;
      return false;
    }
  }

  /** Takes the row with exactly this label. */
  async pick(label: string): Promise<void> {
    await this.#row(label).click();
  }

  /** Takes a row until that shows something: a list of models that has just got more to offer lets a click go by. */
  async pickUntil(label: string, shown: Locator): Promise<void> {
    await this.#row(label).waitFor();
    await clickUntil(this.#row(label), shown);
  }

  /** The labels on offer now; waits for the first. */
  async labels(): Promise<string[]> {
    await this.#rows.first().waitFor();
    return this.#rows.locator('.quick-input-list-rows .quick-input-list-row:first-child .label-name').allInnerTexts();
  }

  /** The title, prompt or message that is showing with the box. */
  async text(): Promise<string> {
    await this.#widget.waitFor();
    return this.#widget.innerText();
  }

  async dismiss(): Promise<void> {
    await this.#input.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  /** Resolves when the box is gone. */
  async waitUntilClosed(): Promise<void> {
    await this.#widget.waitFor({ state: 'hidden' });
  }
}

function happens(action: Promise<void>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}

function appears(locator: Locator): Promise<boolean> {
  return happens(locator.waitFor({ timeout: attemptMs }));
}

function disappears(locator: Locator): Promise<boolean> {
  return happens(locator.waitFor({ state: 'hidden', timeout: attemptMs }));
}

/** Presses keys again until they show something: those pressed while VS Code or a page in it is loading are lost. */
export async function pressUntil(page: Page, keys: string, shown: Locator): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await page.keyboard.press(keys);
    if (await appears(shown)) return;
  }
  throw new Error(`${keys} did nothing.`);
}

/** Clicks again until it shows something: a box that is just being drawn anew does not hear the first click. */
export async function clickUntil(button: Locator, shown: Locator): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (await button.isVisible()) await button.click();
    if (await appears(shown)) return;
  }
  throw new Error('The click did nothing.');
}
