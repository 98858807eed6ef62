import { GoogleGenAI } from '@google/genai';
import type { Read } from '../client.ts';

export const read: Read = async (baseUrl) => {
  const client = new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl } });
  let characters = 0;
  const answer = await client.models.generateContentStream({ model: 'm', contents: 'hello' });
  for await (const chunk of answer) characters += (chunk.text ?? '').length;
  return characters;
};
