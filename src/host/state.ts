import type { Memento } from 'vscode';
import type { Log } from './log.ts';

/** The editor's own small storage. What is kept there is a convenience, so nobody waits for it or fails with it. */
export interface State {
  /** Written by some version of Parley, so it is to be looked at before it is used. */
  get(key: string): unknown;
  update(key: string, value: unknown): void;
}

/** A write that fails is a line in the log; the value holds until the window closes. */
export function stateIn(memento: Memento, log: Pick<Log, 'error'>): State {
  return {
    get: (key) => memento.get(key),
    update: (key, value) =>
      void memento
        .update(key, value)
        .then(undefined, (error: unknown) => log.error(`“${key}” could not be remembered: ${String(error)}`)),
  };
}
