import type { FrameLocator, Locator } from 'playwright-core';
import { clickUntil } from '../rig/quickInput.ts';
import type { Window } from '../rig/window.ts';

/** Parley's panel in a real window, as a person uses it. */
export class ChatPage {
  readonly #window: () => Window;

  /** The window is asked for at each use: a restart makes another one. */
  constructor(window: () => Window) {
    this.#window = window;
  }

  /** Brings the panel up and takes the demo as the way in. */
  async useDemo(): Promise<void> {
    await this.#window().showPanel();
    await this.button('Try the demo').click();
    await this.modelButton('Demo large').waitFor();
  }

  /** Brings the panel up after a start, when VS Code may or may not be about to do the same by itself. */
  async show(): Promise<void> {
    await this.#window().palette('Parley: Focus on Chat View');
    await this.composer.waitFor();
  }

  get frame(): FrameLocator {
    return this.#window().panel();
  }

  get composer(): Locator {
    return this.frame.getByRole('textbox', { name: 'Question' });
  }

  get questions(): Locator {
    return this.frame.locator('article.user');
  }

  get answers(): Locator {
    return this.frame.locator('article.assistant');
  }

  /** What goes along with the question being written. */
  get waitingChips(): Locator {
    return this.frame.locator('form .chip');
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  modelButton(label: string): Locator {
    return this.frame.locator('.model-button', { hasText: label });
  }

  /** Begins to write a question about the first lines of a file, and leaves it at that. */
  async begin(question: string, file: string): Promise<void> {
    const window = this.#window();
    await window.openFile(file);
    await window.selectLines(1, 3);
    await window.palette('Parley: Ask AI about Selection');
    await window.quickInput.pick('Write the question in the chat panel');
    await this.focusedComposer();
    await this.composer.fill(question);
  }

  /** Writes a question and sends it with Enter. */
  async send(question: string): Promise<void> {
    await this.composer.fill(question);
    await this.composer.press('Enter');
  }

  /** Sends a question and waits for its answer to end. */
  async ask(question: string): Promise<Locator> {
    await this.send(question);
    return this.answerTo(question);
  }

  /**
   * The answer to a question that must be the last one, once it has ended. Questions of a chat must differ. A command
   * that asks brings the caret into the composer, and what a test types next must not come before that.
   */
  async answerTo(question: string): Promise<Locator> {
    await this.questions.last().getByText(question, { exact: true }).waitFor();
    await this.focusedComposer();
    return this.ended();
  }

  /** The last turn, once it is an answer that has ended. */
  async ended(): Promise<Locator> {
    const answer = this.frame.locator('article.assistant.ended:last-of-type');
    await answer.waitFor();
    return answer;
  }

  /** Picks a model by the label it has in the picker. */
  async pickModel(label: string): Promise<void> {
    await this.frame.locator('.model-button').click();
    await this.#window().quickInput.pickUntil(label, this.modelButton(label));
  }

  /** Picks a model that no list has: by its name, at a connection. */
  async nameModel(name: string, connection: string): Promise<void> {
    await this.frame.locator('.model-button').click();
    const { quickInput, page } = this.#window();
    await quickInput.type(name);
    const row = page.locator(`.quick-input-list .monaco-list-row[aria-label$="Use “${name}”, ${connection}"]`);
    await row.waitFor();
    await clickUntil(row, this.frame.locator(`.model-button[title*="${name} (${connection})"]`));
  }

  /** Resolves when what is typed goes into the composer. */
  async focusedComposer(): Promise<void> {
    await this.frame.locator('#question:focus').waitFor();
  }

  /** Leaves what was said behind. */
  async newChat(): Promise<void> {
    if ((await this.questions.count()) === 0) return;
    // The command ends by focusing the composer, so that is how to know that it has ended.
    await this.composer.blur();
    await this.#window().palette('Parley: New Chat');
    await this.questions.first().waitFor({ state: 'detached' });
    await this.focusedComposer();
  }
}
