import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExplorerView } from './explorerView.ts';
import { pressUntil, QuickInput } from './quickInput.ts';
import type { Payload, VscodeServer } from './vscodeServer.ts';

/** A machine can be busy with something else for long; who waits for a state loses nothing by being patient. */
const timeoutMs = 60_000;
const menuMs = 5_000;
const modifier = process.platform === 'darwin' ? 'Meta' : 'Control';

export type ThemeKind = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** What the theme picker calls it, in old and new releases, and the class by which the workbench shows it. */
const themes: Readonly<Record<ThemeKind, { label: string; workbenchClass: string }>> = {
  dark: { label: 'Dark Modern', workbenchClass: 'vs-dark' },
  light: { label: 'Light Modern', workbenchClass: 'vs' },
  'high-contrast': { label: 'Dark High Contrast', workbenchClass: 'hc-black' },
  'high-contrast-light': { label: 'Light High Contrast', workbenchClass: 'hc-light' },
};

type ProfileOptions = {
  size?: { width: number; height: number };
  /** 2 for pictures that stay sharp on a high-density screen. */
  pixelRatio?: number;
};

/** A browser profile of its own: windows in it share what VS Code keeps in the browser, such as encrypted secrets. */
export async function createProfile(browser: Browser, options: ProfileOptions = {}): Promise<BrowserContext> {
  const { size = { width: 1280, height: 860 }, pixelRatio = 1 } = options;
  const profile = await browser.newContext({ viewport: size, deviceScaleFactor: pixelRatio });
  profile.setDefaultTimeout(timeoutMs);
  await profile.grantPermissions(['clipboard-read', 'clipboard-write']);
  return profile;
}

type WindowOptions = { profile: BrowserContext; server: VscodeServer; workspace: string; payload?: Payload };

/** Opens VS Code's window on a folder and resolves when a person could begin to work in it. */
export async function openWindow({ profile, server, workspace, payload }: WindowOptions): Promise<Window> {
  const page = await profile.newPage();
  await page.goto(server.url(workspace, payload));
  const window = new Window(page);
  await window.waitUntilReady();
  return window;
}

/** VS Code's window as a person sees it: everything goes through keyboard, mouse and what is on the screen. */
export class Window {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly explorer: ExplorerView;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.explorer = new ExplorerView(page, () => this.press(`${modifier}+Shift+KeyE`));
  }

  /** The bars and a view in the sidebar are there; whatever else a step needs, it waits for itself. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();
    await this.page.locator('.part.sidebar .pane-body, .part.sidebar .composite').first().waitFor();
  }

  /** Runs a command by its full title, `Category: Title`, from the palette. */
  async palette(title: string): Promise<void> {
    await this.quickInput.openAndChoose('F1', `>${title}`, title);
  }

  /** Opens a file through "Go to File"; `name` may contain folders to tell files of the same name apart. */
  async openFile(name: string): Promise<void> {
    const fileName = name.split('/').at(-1) ?? name;
    await this.quickInput.openAndChoose(`${modifier}+KeyP`, name, fileName);
    await this.page.locator(`.tab.active[data-resource-name="${fileName}"]`).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
  }

  /**
   * Puts the keyboard into the active editor. A view that was shown just before may take it a moment later, which
   * would close a box that is opened meanwhile; VS Code lets it not take it from an editor. A page that is just being
   * loaded swallows keys, so they are pressed again.
   */
  async focusEditor(): Promise<void> {
    const focused = this.page.locator('.editor-group-container.active .monaco-editor.focused');
    await pressUntil(this.page, `${modifier}+Digit1`, focused);
  }

  /** Puts the caret into the active editor, both counted from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.focusEditor();
    await this.quickInput.open('Control+KeyG');
    await this.quickInput.answer(`:${line}:${column}`);
    await this.#editorStatus(`Ln ${line}, Col ${column}`).waitFor();
  }

  /** Selects whole lines, both ends included, counted from 1. */
  async selectLines(first: number, last: number): Promise<void> {
    await this.goTo(first);
    for (let line = first; line < last; line++) await this.page.keyboard.press('Shift+ArrowDown');
    await this.page.keyboard.press('Shift+End');
    await this.#editorStatus(`Ln ${last}, `).filter({ hasText: 'selected' }).waitFor();
  }

  #editorStatus(text: string): Locator {
    return this.page.locator('#status\\.editor\\.selection', { hasText: text });
  }

  /** The visible lines of the active editor, from top to bottom. */
  async editorText(): Promise<string> {
    const lines = await this.page
      .locator('.editor-group-container.active .monaco-editor .view-line')
      .evaluateAll((all) =>
        all
          .map((line) => ({ top: Number.parseFloat((line as HTMLElement).style.top), text: line.textContent ?? '' }))

          .toSorted((one, other) => one.top - other.top)
          .map(({ text }) => text.replaceAll('\u00a0', ' ')),
      );
    return lines.join('\n');
  }

  /** A link above a line of the active editor, by its text without the icon. */
  codeLens(text: string): Locator {
    const links = this.page.locator('.editor-group-container.active .codelens-decoration a');
    return links.filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) }).first();
  }

  /** Right-clicks in the text of the active editor and picks from its menu. */
  async rightClickInEditor(menuLabel: string): Promise<void> {
    const caret = this.page.locator('.editor-group-container.active .monaco-editor .view-line').first();
    await caret.click({ button: 'right', position: { x: 4, y: 4 } });
    await this.chooseMenuItem(menuLabel);
  }

  /** Right-clicks a file in the explorer, or several at once, and picks from the menu. Paths are relative to the folder. */
  async rightClickInExplorer(files: string | readonly string[], menuLabel: string): Promise<void> {
    await this.explorer.rightClick(typeof files === 'string' ? [files] : files);
    await this.chooseMenuItem(menuLabel);
  }

  /** Picks from the context menu that is open; a label is matched whole. */
  async chooseMenuItem(label: string): Promise<void> {
    const item = this.page.locator('.monaco-menu .action-item').filter({
      has: this.page.locator(`.action-label[aria-label="${label}"], .action-label:text-is("${label}")`),
    });
    const menu = this.page.locator('.monaco-menu').first();
    // A menu takes no click in its first moments, so that the one that opened it picks nothing.
    for (let attempt = 1; ; attempt++) {
      await item.first().hover();
      await item.first().click();
      try {
        return await menu.waitFor({ state: 'detached', timeout: menuMs });
      } catch (error) {
        if (attempt === 3) throw error;
      }
    }
  }

  /** The labels of the context menu that is open. */
  async menuLabels(): Promise<string[]> {
    await this.page.locator('.monaco-menu .action-item').first().waitFor();
    return this.page.locator('.monaco-menu .action-item .action-label:not(.separator)').allInnerTexts();
  }

  /** Shows Parley's view by its icon, if it is not showing already. */
  async showPanel(): Promise<FrameLocator> {
    const icon = this.page.locator('.activitybar .action-item', { has: this.page.locator('a[aria-label^="Parley"]') });
    await icon.waitFor();
    if ((await icon.getAttribute('aria-selected')) !== 'true') await icon.click();
    return this.panel();
  }

  /** The inside of Parley's webview, which is a document in an iframe in an iframe. */
  panel(): FrameLocator {
    return this.page
      .frameLocator('iframe.webview[src*="extensionId=parley.parley"]')
      .frameLocator('iframe#active-frame');
  }

  /** The texts of the notifications that are showing. */
  async notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** A notification with this text. */
  toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  /** Waits for a notification with this text and returns it, for its buttons. */
  async notification(text: string | RegExp): Promise<Locator> {
    const toast = this.toast(text);
    await toast.waitFor();
    return toast;
  }

  /** Presses keys as on the keyboard, in Playwright's spelling. */
  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  async setTheme(kind: ThemeKind): Promise<void> {
    const { label, workbenchClass } = themes[kind];
    await this.palette('Preferences: Color Theme');
    await this.quickInput.choose(label, label);
    await this.page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
  }

  /** Drags the edge of the sidebar; VS Code decides the last few pixels. */
  async setSidebarWidth(width: number): Promise<void> {
    const sidebar = this.page.locator('.part.sidebar');
    const box = await sidebar.boundingBox();
    if (box === null) throw new Error('The sidebar is not showing.');
    const middle = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, middle);
    await this.page
      .locator('.monaco-sash.vertical.hover, .monaco-sash.vertical')
      .first()
      .waitFor({ state: 'attached' });
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, middle, { steps: 8 });
    await this.page.mouse.up();
  }

  /** Loads the page again, as a person's reload does, and waits until it can be used. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  async screenshot(path: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await this.#leaveNothingHovered();
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  }

  async #leaveNothingHovered(): Promise<void> {
    const width = this.page.viewportSize()?.width ?? 0;
    await this.page.mouse.move(width / 2, 2);
    await this.page.locator('.monaco-sash.hover').waitFor({ state: 'detached' });
    await this.page.locator('.workbench-hover-container').waitFor({ state: 'hidden' });
    // A box that was left is seen through for a moment.
    await this.page.waitForFunction(() => {
      const box = document.querySelector('.quick-input-widget');
      return box === null || ['0', '1'].includes(getComputedStyle(box).opacity) || !box.checkVisibility();
    });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
