import { xApiKey } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { anthropic as dialect } from '../wire/anthropic.ts';

/** https://platform.claude.com/docs/en/api/overview */
export const anthropic = {
  id: 'anthropic',
  label: 'Anthropic',
  dialect: dialect(),
  baseUrl: 'https://api.anthropic.com',
  key: {
    page: 'https://platform.claude.com/settings/keys',
    pattern: /^sk-ant-/,
    environment: ['ANTHROPIC_API_KEY'],
  },
  sign: xApiKey,
  preferredModels: ['claude-sonnet-5-5', 'claude-sonnet-5', 'claude-sonnet-4', 'claude-opus', 'claude-haiku'],
  contextWindow: 200_000,
} satisfies Provider;
