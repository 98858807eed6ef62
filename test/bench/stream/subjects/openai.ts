import OpenAI from 'openai';
import type { Read } from '../client.ts';

export const read: Read = async (baseURL) => {
  const client = new OpenAI({ apiKey: 'key', baseURL, maxRetries: 0 });
  let characters = 0;
  const answer = await client.chat.completions.create({
    model: 'm',
    messages: [{ role: 'user', content: 'hello' }],
    stream: true,
  });
  for await (const chunk of answer) characters += (chunk.choices[0]?.delta.content ?? '').length;
  return characters;
};
