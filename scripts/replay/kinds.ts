import * as registry from '../../src/providers/registry.ts';
import type { Provider } from '../../src/llm/provider.ts';

/** Who reads a kind of recording, and in which of its APIs. */
export interface Reader {
  readonly provider: Provider;
  readonly api?: string;
}

/** Kinds that are not here are no chats, and not supported. */
export const readers: Readonly<Record<string, Reader>> = {
  'openai-chat': { provider: registry.openai },
  'anthropic-messages': { provider: registry.anthropic },
  groq: { provider: registry.groq },
  mistral: { provider: registry.mistral },
  together: { provider: registry.together },
  openrouter: { provider: registry.openrouter },
  deepseek: { provider: registry.deepseek },
  xai: { provider: registry.xai },
  huggingface: { provider: registry.huggingface },
  'ollama-openai-compat': { provider: registry.ollama },
  lmstudio: { provider: registry.lmstudio },
  'openai-compatible-chat': { provider: registry.openaiCompatible },
  'azure-openai-chat': { provider: registry.openaiCompatible },
  'gemini-openai-compat': { provider: registry.openaiCompatible },
};
