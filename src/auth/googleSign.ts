import type { Sign } from '../model/http.ts';
import { xGoogApiKey } from './apiKey.ts';

/** Signs for Google Cloud with whatever the secret is: an API key, or the JSON of a credential, whose part is read then. */
export function googleSign(): Sign {
  let signCredential: Sign | undefined;
  return async (request, secret, context) => {
    if (!secret.startsWith('{')) return xGoogApiKey(request, secret, context);
    const { googleCredentialSign } = await import('./googleCredentialSign.ts');
    // One for all requests: they share the token.
    signCredential ??= googleCredentialSign();
    return signCredential(request, secret, context);
  };
}
