import type { Sign } from '../model/http.ts';

/** `authorization: Bearer <key>`, which most providers take. */
export const bearer: Sign = (request, key) => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${key}` },
});

/** `api-key: <key>`: https://learn.microsoft.com/azure/ai-foundry/openai/reference#authentication */
export const apiKeyHeader: Sign = (request, key) => ({ ...request, headers: { ...request.headers, 'api-key': key } });

/** `x-api-key: <key>`: https://docs.claude.com/en/api/overview */
export const xApiKey: Sign = (request, key) => ({ ...request, headers: { ...request.headers, 'x-api-key': key } });

/** `x-goog-api-key: <key>`: https://ai.google.dev/gemini-api/docs/api-key */
export const xGoogApiKey: Sign = (request, key) => ({
  ...request,
  headers: { ...request.headers, 'x-goog-api-key': key },
});
