import type { Sign } from '../model/http.ts';

/** `authorization: Bearer <key>`, which most providers take. */
export const bearer: Sign = (request, key) => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${key}` },
});

/** `x-api-key: <key>`: https://docs.claude.com/en/api/overview */
export const xApiKey: Sign = (request, key) => ({ ...request, headers: { ...request.headers, 'x-api-key': key } });
