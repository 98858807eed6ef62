import { Failure } from '../../src/llm/failure.ts';
import { catalogueOf } from '../../src/providers/catalogue.ts';
import type { Connection } from '../../src/providers/connections.ts';
import { ollama, openai } from '../../src/providers/registry.ts';

/** A provider over the network. */
export const cloud: Connection = { id: 'openai', label: 'OpenAI', provider: openai, baseUrl: openai.baseUrl };
/** A server of this machine. */
export const local: Connection = { id: 'ollama', label: 'Ollama', provider: ollama, baseUrl: ollama.baseUrl };
/** What a list that cannot be had rejects with. */
export const down = new Failure({ kind: 'network' }, 'OpenAI');
/** What is known of models beside their lists. */
export const known = catalogueOf({
  source: 'a test',
  license: 'MIT',
  models: {
    openai: [
      ['gpt-5', 'GPT-5', 400_000, 128_000, 'ir', 1.25, 10],
      ['gpt-free', '', 8_000, 0, '', 0, 0],
      ['gpt-unpriced', '', 8_000, 0, ''],
    ],
  },
});
