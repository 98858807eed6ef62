import { gemini } from '../../../../src/providers/gemini.ts';
import type { Read } from '../client.ts';
import { readOurs } from './parley.ts';

export const read: Read = (baseUrl) => readOurs(gemini, `${baseUrl}/v1beta`);
