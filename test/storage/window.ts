import type { Files } from '../../src/chat/files.ts';
import { ChatStore } from '../../src/chat/store.ts';
import { Conversations } from '../../src/host/conversations.ts';
import { chatFiles } from '../../src/host/node/chatFiles.ts';
import { systemClock } from '../../src/llm/clock.ts';
import { memoryState } from '../host/memoryState.ts';

export interface OpenedWindow {
  readonly conversations: Conversations;
  readonly store: ChatStore;
  readonly notices: string[];
  /** What the user was told of the disk, in order; undefined when it works again. */
  readonly unsaved: (string | undefined)[];
  readonly state: ReturnType<typeof memoryState>;
}

/** Everything of a window that has to do with the disk: the real code of the Node host. */
export function openWindow(folder: string, chat?: string, disk: Partial<Files> = {}): OpenedWindow {
  const notices: string[] = [];
  const unsaved: (string | undefined)[] = [];
  const state = memoryState(chat === undefined ? {} : { chat });
  const store = new ChatStore({ ...chatFiles(folder), ...disk });
  const conversations = new Conversations({
    store,
    clock: systemClock,
    state,
    listener: { onEvent: () => undefined, onUnsaved: (reason) => unsaved.push(reason) },
    onSwitch: () => undefined,
    onNotice: (text) => notices.push(text),
  });
  return { conversations, store, notices, unsaved, state };
}
