import Anthropic from '@anthropic-ai/sdk';
import type { Read } from '../client.ts';

export const read: Read = async (baseURL) => {
  const client = new Anthropic({ apiKey: 'key', baseURL, maxRetries: 0 });
  let characters = 0;
  const answer = await client.messages.create({
    model: 'm',
    max_tokens: 9,
    messages: [{ role: 'user', content: 'hello' }],
    stream: true,
  });
  for await (const event of answer)
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
      characters += event.delta.text.length;
  return characters;
};
