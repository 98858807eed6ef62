import { newChat } from '../chat/newChat.ts';
import type { ChatStore } from '../chat/store.ts';
import type { ChatEvent } from '../model/transcript.ts';
import type { Conversations } from './conversations.ts';

interface EditChat {
  readonly events: readonly ChatEvent[];
  /** The chat that was made of the same before, which may have been deleted since. */
  readonly known: string | undefined;
}

/** Shows what was said about an edit as a chat like any other, which is made when there is none. Returns its id. */
export async function openEditChat(
  { events, known }: EditChat,
  { store, conversations }: { readonly store: ChatStore; readonly conversations: Conversations },
): Promise<string> {
  const isThere = known !== undefined && (await store.stamp(known)) !== undefined;
  const id = isThere ? known : await newChat(store, events);
  await conversations.open(id);
  return id;
}
