import { authentication, l10n } from 'vscode';
import { Failure } from '../llm/failure.ts';
import type { FetchSecret } from './platform.ts';

/** What Azure's AI services want a token for: https://learn.microsoft.com/azure/ai-services/authentication */
const scope = 'https://cognitiveservices.azure.com/.default';

/**
 * A token of the Microsoft account that the editor itself is signed in to; a field named `tenant` chooses the
 * directory. The editor renews it, so it is fetched anew for each request.
 */
export const microsoftToken: FetchSecret = async (values, manner) => {
  const tenant = values['tenant'] ?? '';
  const scopes = [scope, ...(tenant === '' ? [] : [`VSCODE_TENANT:${tenant}`])];
  const silently = await session(scopes, { silent: true });
  const found = silently ?? (manner === 'asking' ? await session(scopes, { createIfNone: true }) : undefined);
  if (found !== undefined) return found.accessToken;
  throw new Failure({
    kind: 'unauthorized',
    reason: l10n.t('{0} is not signed in to Microsoft any more; run “Parley: Test Connection…” to sign in again'),
  });
};

/** The editor's own words are all there is to tell why a sign-in failed; they hold no token. */
async function session(scopes: readonly string[], options: { silent: true } | { createIfNone: true }) {
  try {
    return await authentication.getSession('microsoft', scopes, options);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Failure({
      kind: 'unauthorized',
      reason: l10n.t('{0} could not be signed in to with Microsoft; try again, or use a key instead'),
      detail,
    });
  }
}
