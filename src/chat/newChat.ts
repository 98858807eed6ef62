import type { ChatEvent } from '../model/transcript.ts';
import { newId } from './ids.ts';
import type { ChatStore } from './store.ts';

/** Makes a chat of what was said elsewhere, as a whole or not at all, and returns its id. Rejects when the disk does. */
export async function newChat(store: ChatStore, events: readonly ChatEvent[]): Promise<string> {
  const [id, by] = [newId(Date.now()), newId(Date.now())];
  try {
    await store.append(
      id,
      events.map((event, n) => ({ by, n, event })),
    );
    return id;
  } catch (error) {
    // A full disk may have taken the first part of it.
    await store.remove(id).catch(() => undefined);
    throw error;
  }
}
