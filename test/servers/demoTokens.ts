import type { Conversation } from './demoConversation.ts';

/** Cuts a text into pieces about as long as a model's tokens; joined they are the text. Never cuts a surrogate pair. */
export function tokenPieces(text: string): string[] {
  return text.match(/\s*\S{1,6}|\s+/gu) ?? [];
}

/** About as many tokens as a model would count for everything that was sent. */
export function estimateTokens(conversation: Conversation): number {
  const texts = [conversation.system, ...conversation.messages.map((message) => message.text)];
  return texts.reduce((sum, text) => sum + Math.ceil(text.length / 4) + 4, 0);
}
