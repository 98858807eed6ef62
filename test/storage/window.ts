// To be imported after vscodeHook.ts.
import { Uri } from 'vscode';
import { ChatStore } from '../../src/chat/store.ts';
import { chatFiles } from '../../src/host/chatFiles.ts';
import { Conversations } from '../../src/host/conversations.ts';
import { platform } from '../../src/host/node/platform.ts';
import type { Platform } from '../../src/host/platform.ts';
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

/** Everything of a window that has to do with the disk: the real code over the Node platform. */
export function openWindow(folder: string, chat?: string, disk: Partial<Platform> = {}): OpenedWindow {
  const notices: string[] = [];
  const unsaved: (string | undefined)[] = [];
  const state = memoryState(chat === undefined ? {} : { chat });
  const store = new ChatStore(chatFiles(Uri.file(folder), { ...platform, ...disk }));
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
