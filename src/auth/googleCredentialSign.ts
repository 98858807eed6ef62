import { Failure } from '../llm/failure.ts';
import type { HttpRequest, Sign, SigningContext } from '../model/http.ts';
import { bearer } from './apiKey.ts';
import { authorizedUserExchange } from './googleAuthorizedUser.ts';
import { type GoogleCredential, googleCredential } from './googleCredential.ts';
import { serviceAccountExchange } from './googleServiceAccount.ts';
import { GoogleTokens } from './googleToken.ts';

/**
 * Signs with the JSON of a service account or of a login of gcloud, exchanged for a token that is kept until shortly
 * before it expires.
 */
export function googleCredentialSign(): Sign {
  const tokens = new GoogleTokens();
  return async (request, secret, context) => {
    const credential = googleCredential(secret);
    if ('problem' in credential)
      throw new Failure({
        kind: 'unauthorized',
        reason: `cannot use this key. ${credential.problem.replace(/\.$/, '')}`,
      });
    requireProject(request);
    const token = await tokens.get(secret, context, () => exchange(credential, context));
    return bearer(withQuotaProject(request, credential, context), token, context);
  };
}

const exchange = async (credential: GoogleCredential, context: SigningContext) =>
  credential.type === 'service_account'
    ? serviceAccountExchange(credential, context.now())
    : authorizedUserExchange(credential);

/** Only API keys tell the project by themselves: https://cloud.google.com/vertex-ai/generative-ai/docs/start/express-mode/overview */
function requireProject({ method, url }: HttpRequest): void {
  if (method === 'POST' && !url.includes('/projects/'))
    throw new Failure({ kind: 'bad-request', reason: 'needs to know your project; fill in its ID' });
}

/** Of a person, unlike of a service account, it is not known whose quota counts: https://cloud.google.com/docs/quotas/set-quota-project */
function withQuotaProject(request: HttpRequest, credential: GoogleCredential, { values }: SigningContext): HttpRequest {
  if (credential.type === 'service_account') return request;
  const project = credential.quota_project_id ?? values['project'];
  return project ? { ...request, headers: { ...request.headers, 'x-goog-user-project': project } } : request;
}
