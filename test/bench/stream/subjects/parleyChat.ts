import { openai } from '../../../../src/providers/openai.ts';
import type { Read } from '../client.ts';
import { readOurs } from './parley.ts';

export const read: Read = (baseUrl) => readOurs({ ...openai, dialect: openai.apis.chat }, baseUrl);
