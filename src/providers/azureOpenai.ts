import { apiKeyHeader } from '../auth/apiKey.ts';
import type { Provider, RequestTarget } from '../llm/provider.ts';
import { joinUrl } from '../llm/url.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { openaiQuirks } from '../wire/openaiModels.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';
import { azureAddress, azureFields, azureKey, azureLogins, azureReasons } from './azure.ts';

const chat = openaiChat(openaiQuirks.chat);
const responses = openaiResponses(openaiQuirks.responses);

/** OpenAI's models in a resource of one's own: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle */
export const azureOpenai = {
  id: 'azure-openai',
  label: 'Azure OpenAI',
  dialect: chat,
  apis: { chat, responses },
  fields: azureFields,
  modelsField: 'deployments',
  baseUrlFrom: ({ resource }) => `https://${resource}.openai.azure.com`,
  readAddress: (address) => {
    const found = azureAddress(address);
    return found && { values: found.values, ...(found.domain === 'openai.azure.com' ? {} : { baseUrl: found.origin }) };
  },
  requestUrl: ({ baseUrl, path, model, values: { apiVersion } }: RequestTarget) => {
    if (!apiVersion) return joinUrl(baseUrl, `/openai/v1${path}`);
    // Responses belong to the resource: https://learn.microsoft.com/azure/ai-foundry/openai/how-to/responses
    const place = path === '/responses' ? '' : `/deployments/${encodeURIComponent(model.toWellFormed())}`;
    return joinUrl(baseUrl, `/openai${place}${path}?api-version=${apiVersion}`);
  },
  // Lists what could be deployed rather than what is, so all it tells is whether the key is good.
  checkPath: '/openai/models?api-version=2024-10-21',
  key: azureKey('AZURE_OPENAI_API_KEY'),
  sign: apiKeyHeader,
  logins: azureLogins,
  reasons: azureReasons,
  contextWindow: 128_000,
} satisfies Provider;
