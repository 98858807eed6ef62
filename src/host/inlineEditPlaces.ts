import { commands, type Uri } from 'vscode';
import { isCompared } from './inlineEditCompare.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import { seenHunks } from './inlineEditViews.ts';

/** Tells the editor where changes are under review, for the conditions of menus. */
export class InlineEditPlaces {
  readonly #told = new Map<string, string>();

  show(runs: readonly InlineEditRun[]): void {
    const hunks = runs.flatMap(seenHunks);
    const lines = (all: typeof hunks) =>
      all.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_line, index) => first + index + 1));
    const documents = (all: readonly InlineEditRun[]) => all.map(({ document }) => document.uri);
    this.#tell('parley.editDocuments', documents([...new Set(hunks.map(({ run }) => run))]));
    this.#tell('parley.editLines', lines(hunks));
    this.#tell('parley.editRemovedLines', lines(hunks.filter(({ hunk }) => hunk.original.count > 0)));
    this.#tell('parley.editDiffs', documents(runs.filter(isCompared)));
  }

  #tell(name: string, value: readonly number[] | readonly Uri[]): void {
    const now = JSON.stringify(value);
    if ((this.#told.get(name) ?? '[]') === now) return;
    this.#told.set(name, now);
    void commands.executeCommand('setContext', name, value);
  }
}
