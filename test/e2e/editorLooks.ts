import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Contributor } from '../../src/host/contributions.ts';
import { GrammarFiles } from '../../src/host/grammarFiles.ts';
import { themeRules } from '../../src/host/themeRules.ts';
import type { HostToView } from '../../src/protocol.ts';
import { installVscode, vscodeVersion } from '../rig/vscodeInstall.ts';
import type { Theme } from './panelThemes.ts';
import { say } from './panelPage.ts';

const themeFiles: Record<Theme, string> = {
  dark: 'themes/dark_modern.json',
  light: 'themes/light_modern.json',
  'high-contrast': 'themes/hc_black.json',
  'high-contrast-light': 'themes/hc_light.json',
};

/** The themes and grammars of a real VS Code, read as the host reads them. */
export class EditorLooks {
  readonly #folder: string;
  readonly #grammars: GrammarFiles;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#grammars = new GrammarFiles(contributorsIn(folder));
  }

  static async load(): Promise<EditorLooks> {
    const { entry } = await installVscode(vscodeVersion(), console.log);
    return new EditorLooks(join(dirname(entry), '../../lib/vscode/extensions'));
  }

  async theme(theme: Theme): Promise<HostToView> {
    const read = (path: string) => readFile(join(this.#folder, 'theme-defaults', path), 'utf8');
    return { type: 'theme', rules: await themeRules(themeFiles[theme], read) };
  }

  async grammars(languages: readonly string[]): Promise<HostToView> {
    return { type: 'grammars', asked: languages, ...(await this.#grammars.find(languages)) };
  }

  /** Answers what a page asked about its code, as the host does. */
  async answer(page: Page, theme: Theme): Promise<void> {
    const asked = await page.waitForFunction(() => window.posted.find(({ type }) => type === 'colours'));
    const message = await asked.jsonValue();
    if (message?.type !== 'colours') throw new Error('The page did not ask.');
    await say(page, await this.theme(theme), await this.grammars(message.languages));
  }
}

/** The extensions that come with VS Code. */
export function contributorsIn(folder: string): readonly Contributor[] {
  return readdirSync(folder).flatMap((name) => {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as Contributor;
      return [
        { contributes: manifest.contributes, read: (path: string) => readFile(join(folder, name, path), 'utf8') },
      ];
    } catch {
      return [];
    }
  });
}
