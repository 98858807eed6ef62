import type { Message, Request } from '../model/message.ts';

/** Anthropic's breakpoint: everything up to and including what carries it is kept for five minutes. */
export const cacheMark = { cache_control: { type: 'ephemeral' } } as const;

/**
 * The least that any model caches, 512 tokens, at three characters a token. A shorter prompt is read without its marks,
 * so they are left out: https://platform.claude.com/docs/en/build-with-claude/prompt-caching#cache-limitations
 */
const leastCharacters = 1_536;

/**
 * True when marks can pay. Writing costs a quarter more than reading, reading again a tenth: a mark pays when one
 * request in four is followed by another with the same beginning within five minutes, as the questions of a chat and
 * the steps of a tool loop are.
 */
export function isWorthCaching({ system = '', tools = [], messages, isLast }: Request): boolean {
  if (isLast) return false;
  const sizes = [system.length, JSON.stringify(tools).length, ...messages.map(sizeOf)];
  return sizes.reduce((sum, size) => sum + size, 0) >= leastCharacters;
}

function sizeOf(message: Message): number {
  switch (message.role) {
    case 'user':
      return message.text.length + (message.files === undefined ? 0 : leastCharacters * message.files.length);
    case 'assistant':
      return message.parts.reduce((sum, part) => sum + ('text' in part ? part.text : part.arguments).length, 0);
    case 'tool':
      return message.text.length;
  }
}

/**
 * Places of the last two turns of the user in a list of roles. The last is what the next request begins with; the one
 * before is what the request before has written, and is found again however many blocks came since.
 */
export function userTurns(roles: readonly string[]): readonly number[] {
  const last = roles.findLastIndex((role) => role !== 'assistant');
  const answer = roles.slice(0, last).lastIndexOf('assistant');
  const before = roles.slice(0, Math.max(0, answer)).findLastIndex((role) => role !== 'assistant');
  return [before, last].filter((place) => place >= 0 && roles[place] !== 'system');
}
