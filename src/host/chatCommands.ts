import { l10n, window, type Uri } from 'vscode';
import { coalesce } from '../chat/coalesce.ts';
import { newChat } from '../chat/newChat.ts';
import type { Session } from '../chat/session.ts';
import type { ChatStore } from '../chat/store.ts';
import { titleOf, type ChatEvent } from '../model/transcript.ts';
import { copyChat, saveChat } from './chatExport.ts';
import { importChats } from './chatImport.ts';
import { showChats, type ChatListOptions } from './chatList.ts';
import { renameChat } from './chatRename.ts';
import type { Conversations } from './conversations.ts';
import type { Attempt } from './log.ts';

export interface ChatCommandsOptions {
  readonly store: ChatStore;
  readonly conversations: Conversations;
  readonly attempt: Attempt;
  /** See {@link ChatListOptions}. */
  reveal(): Promise<void>;
  /** Where to save when no folder is open. */
  readonly home: Uri | undefined;
}

/** See {@link createChatCommands}. */
export type ChatCommands = ReturnType<typeof createChatCommands>;

/** What can be done with chats as a whole; read when the first of it is. */
export function createChatCommands(options: ChatCommandsOptions) {
  const { store, conversations, reveal } = options;
  const list: ChatListOptions = {
    ...options,
    rename: (chat) => renameChat(chat, conversations),
    exportChat: ({ id }) => saveChat(id, options),
  };
  /** An empty chat has no file yet, and nothing worth a title. */
  const withCurrent = async (act: (current: Session) => Promise<void>) => {
    await conversations.restore();
    const { current } = conversations;
    if (current.transcript.turns.length > 0) return act(current);
    void window.showInformationMessage(l10n.t('This chat is empty. Ask something first, or open a past chat.'));
  };
  return {
    show: () => showChats(list),
    rename: () =>
      withCurrent(({ id, transcript }) => renameChat({ id, title: titleOf(transcript) ?? '' }, conversations)),
    save: () => withCurrent(({ id }) => saveChat(id, options)),
    copy: () => withCurrent(({ id }) => copyChat(id, options)),
    /** What was said about an edit, as a chat like any other; it is made when there is none, or no more. Returns its id. */
    openEdit: async (events: readonly ChatEvent[], known: string | undefined): Promise<string> => {
      const isThere = known !== undefined && (await store.stamp(known)) !== undefined;
      const id = isThere ? known : await newChat(store, coalesce(events));
      await conversations.open(id);
      await reveal();
      return id;
    },
    import: async () => {
      const id = await importChats(store);
      if (id === undefined) return;
      await conversations.open(id);
      await reveal();
    },
  };
}
