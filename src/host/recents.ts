import * as z from 'zod/mini';
import { orElse } from '../chat/orElse.ts';
import { remember } from '../chat/recents.ts';
import type { State } from './state.ts';

/** Lines the user typed before, offered to be picked again. */
export interface Recents {
  list(): readonly string[];
  add(text: string): void;
}

const lines = orElse(z.array(z.string()), []);

/** Kept in the editor's own small storage under a name of their own. */
export function recentsIn(state: State, name: string): Recents {
  const list = () => lines.parse(state.get(name));
  return { list, add: (text) => state.update(name, remember(list(), text)) };
}
