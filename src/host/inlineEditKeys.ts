import { commands, window } from 'vscode';
import { canContinue, isReviewable, isUnsettled } from '../edit/session.ts';
import { editedIn, runMeant } from './inlineEditMeant.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';

/** Tells the editor which commands make sense: for the edit at the cursor, which is what they mean without an argument. */
export class InlineEditKeys {
  readonly #runs: InlineEditRuns;
  readonly #shown = new Map<string, boolean>();

  constructor(runs: InlineEditRuns) {
    this.#runs = runs;
  }

  refresh(): void {
    const editor = window.activeTextEditor;
    const session = runMeant(undefined, this.#runs)?.session;
    const isWriting = session !== undefined && isUnsettled(session);
    this.#show('parley.editStreaming', isWriting);
    this.#show('parley.editReviewing', !isWriting && session?.phase === 'reviewing');
    this.#show('parley.editPartial', session !== undefined && canContinue(session));
    const open = this.#runs.openIn(editedIn(this.#runs, editor));
    this.#show('parley.editSeveral', open.length > 1);
    this.#show('parley.editSeveralReviewing', open.length > 1 && open.some((run) => isReviewable(run.session)));
  }

  #show(name: string, isOn: boolean): void {
    if (this.#shown.get(name) === isOn) return;
    this.#shown.set(name, isOn);
    void commands.executeCommand('setContext', name, isOn);
  }
}
