import * as registry from '../../src/providers/registry.ts';
import type { Provider } from '../../src/llm/provider.ts';
import { providerById } from '../../src/providers/lookup.ts';

/** Who reads a kind of recording, and in which of its APIs. */
export interface Reader {
  readonly provider: Provider;
  readonly api?: string;
}

/** Kinds that are not here are no chats, and not supported. */
export const readers: Readonly<Record<string, Reader>> = {
  'openai-chat': { provider: registry.openai, api: 'chat' },
  'openai-responses': { provider: registry.openai, api: 'responses' },
  'openai-responses-retrieve': { provider: registry.openai, api: 'responses' },
  'anthropic-messages': { provider: registry.anthropic },
  gemini: { provider: registry.gemini },
  vertex: { provider: registry.vertex },
  groq: { provider: registry.groq },
  mistral: { provider: registry.mistral },
  together: { provider: registry.together },
  openrouter: { provider: registry.openrouter },
  deepseek: { provider: registry.deepseek },
  xai: { provider: registry.xai },
  huggingface: { provider: registry.huggingface },
  ollama: { provider: registry.ollama },
  'ollama-openai-compat': { provider: registry.ollama, api: 'chat' },
  cohere: { provider: registry.cohere },
  'cohere-v1': { provider: registry.cohere, api: 'v1' },
  'cohere-openai-compat': { provider: registry.cohere, api: 'chat' },
  lmstudio: { provider: registry.lmstudio },
  'openai-compatible-chat': { provider: registry.openaiCompatible },
  'azure-openai-responses': { provider: registry.azureOpenai, api: 'responses' },
  'bedrock-converse': { provider: registry.bedrock },
  'bedrock-invoke': { provider: registry.bedrock, api: 'invoke' },
  'bedrock-mantle': { provider: registry.bedrockMantle },
  'bedrock-mantle-responses': { provider: registry.bedrockMantle, api: 'responses' },
  'deepseek-responses': { provider: registry.deepseek, api: 'responses' },
  'lmstudio-responses': { provider: registry.lmstudio, api: 'responses' },
  'openrouter-responses': { provider: registry.openrouter, api: 'responses' },
  'xai-responses': { provider: registry.xai, api: 'responses' },
  'azure-openai-chat': { provider: registry.azureOpenai, api: 'chat' },
  'azure-ai-inference-chat': { provider: registry.azureFoundry },
  'gemini-openai-compat': { provider: registry.openaiCompatible },
};

/** Who reads a recording: of hosts that only speak like another, the host itself where it is known. */
export function readerFor(recorded: {
  readonly endpoint_kind: string;
  readonly provider?: string | undefined;
}): Reader | undefined {
  const { endpoint_kind: kind, provider = '' } = recorded;
  const host = kind === 'openai-compatible-chat' ? providerById(provider) : undefined;
  if (host !== undefined) return { provider: host };
  return Object.hasOwn(readers, kind) ? readers[kind] : undefined;
}
