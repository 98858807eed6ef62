import { anthropic } from '../../../../src/providers/anthropic.ts';
import type { Read } from '../client.ts';
import { readOurs } from './parley.ts';

export const read: Read = (baseUrl) => readOurs(anthropic, baseUrl);
