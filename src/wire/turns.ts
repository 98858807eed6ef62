import type { Message } from '../model/message.ts';

/** One turn of a conversation, in an API's own blocks. */
export interface Turn<Block> {
  readonly role: 'user' | 'assistant';
  readonly content: Block[];
}

/** For APIs where roles take turns, and the results of all calls of a turn belong into the one user turn after it. */
export function turnsOf<Block>(
  messages: readonly Message[],
  blocksOf: (message: Message) => readonly Block[],
): readonly Turn<Block>[] {
  const turns: Turn<Block>[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const blocks = blocksOf(message);
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else if (blocks.length > 0) turns.push({ role, content: [...blocks] });
  }
  return turns;
}
