import { Disposable, extensions, window, workspace } from 'vscode';
import type { HostToView } from '../protocol.ts';
import { activeThemeRules, themeSettings } from './colourTheme.ts';
import { contributors } from './contributions.ts';
import { GrammarFiles } from './grammarFiles.ts';

type Post = (message: Extract<HostToView, { type: 'theme' | 'grammars' }>) => void;

/** Tells the panel how the editor colours code. It says nothing before the panel has code to colour, and asks. */
export class CodeColours implements Disposable {
  readonly #post: Post;
  readonly #subscriptions: Disposable;
  #files: GrammarFiles | undefined;
  #looks = 0;

  constructor(post: Post) {
    this.#post = post;
    this.#subscriptions = Disposable.from(
      window.onDidChangeActiveColorTheme(() => void this.#sendTheme()),
      workspace.onDidChangeConfiguration((change) => {
        if (themeSettings.some((setting) => change.affectsConfiguration(setting))) void this.#sendTheme();
      }),
      extensions.onDidChange(() => {
        this.#files = undefined;
        void this.#sendTheme();
      }),
    );
  }

  /** Answers the page, which asks once for each language. */
  async send(fences: readonly string[]): Promise<void> {
    await this.#sendTheme();
    this.#post({ type: 'grammars', asked: fences, ...(await this.#grammars.find(fences)) });
  }

  languageId(fence: string): string | undefined {
    return this.#grammars.languageId(fence);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  get #grammars(): GrammarFiles {
    return (this.#files ??= new GrammarFiles(contributors()));
  }

  async #sendTheme(): Promise<void> {
    const look = ++this.#looks;
    const rules = await activeThemeRules();
    // A later change may be read first, and is the one that stands.
    if (look === this.#looks) this.#post({ type: 'theme', rules });
  }
}
