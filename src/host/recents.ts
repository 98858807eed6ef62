import type { Memento } from 'vscode';
import { remember } from '../chat/recents.ts';

/** Lines the user typed before, offered to be picked again. */
export interface Recents {
  list(): readonly string[];
  add(text: string): void;
}

/** Kept in the editor's own small storage under a name of their own. */
export function recentsIn(memento: Memento, name: string): Recents {
  const list = () => memento.get<readonly string[]>(name, []);
  return { list, add: (text) => void memento.update(name, remember(list(), text)) };
}
