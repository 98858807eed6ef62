import { apiKeyHeader } from '../auth/apiKey.ts';
import type { Provider, RequestTarget } from '../llm/provider.ts';
import { joinUrl } from '../llm/url.ts';
import { anthropic } from '../wire/anthropic.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';
import { under } from '../wire/under.ts';
import { azureAddress, azureFields, azureKey, azureLogins, azureReasons } from './azure.ts';

const chat = openaiChat();

// https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry
const messages = under('/anthropic', anthropic());

/**
 * Models of many makers in a resource of one's own: https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/endpoints.
 * With an API version they are asked through the older inference API, otherwise through the one that replaces it.
 */
export const azureFoundry = {
  id: 'azure-foundry',
  label: 'Azure AI Foundry',
  dialect: chat,
  dialectFor: (model) => (/^claude/i.test(model) ? messages : undefined),
  apis: { chat, responses: openaiResponses(), messages },
  fields: azureFields,
  modelsField: 'deployments',
  baseUrlFrom: ({ resource }) => `https://${resource}.services.ai.azure.com`,
  readAddress: (address) => {
    const found = azureAddress(address);
    if (found === undefined) return undefined;
    const { apiVersion, ...values } = found.values;
    // The version of another API says nothing about the inference API.
    const version = apiVersion !== undefined && address.pathname.startsWith('/models') ? { apiVersion } : {};
    // Each resource answers at all domains of its cloud, but only at one of them for all makers.
    const isGlobal = found.domain.endsWith('.com');
    return { values: { ...values, ...version }, ...(isGlobal ? {} : { baseUrl: found.origin }) };
  },
  requestUrl: ({ baseUrl, path, values: { apiVersion } }: RequestTarget) => {
    if (path.startsWith('/anthropic')) return joinUrl(baseUrl, path);
    if (!apiVersion || path === '/responses') return joinUrl(baseUrl, `/openai/v1${path}`);
    return joinUrl(baseUrl, `/models${path}?api-version=${apiVersion}`);
  },
  checkPath: '/openai/models?api-version=2024-10-21',
  key: azureKey('AZURE_INFERENCE_CREDENTIAL', 'AZURE_API_KEY', 'ANTHROPIC_FOUNDRY_API_KEY'),
  sign: apiKeyHeader,
  logins: azureLogins,
  reasons: azureReasons,
  contextWindow: 128_000,
} satisfies Provider;
