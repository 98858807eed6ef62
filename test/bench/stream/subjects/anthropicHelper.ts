import Anthropic from '@anthropic-ai/sdk';
import type { Read } from '../client.ts';

export const read: Read = async (baseURL) => {
  const client = new Anthropic({ apiKey: 'key', baseURL, maxRetries: 0 });
  let characters = 0;
  const answer = client.messages.stream({
    model: 'm',
    max_tokens: 9,
    messages: [{ role: 'user', content: 'hello' }],
  });
  answer.on('text', (delta) => (characters += delta.length));
  await answer.done();
  return characters;
};
