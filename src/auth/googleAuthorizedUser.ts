import * as l10n from '@vscode/l10n';
import type { AuthorizedUser } from './googleCredential.ts';
import type { GoogleExchange } from './googleToken.ts';

/** How a login of gcloud is renewed: https://developers.google.com/identity/protocols/oauth2/native-app#offline */
export function authorizedUserExchange(user: AuthorizedUser): GoogleExchange {
  return {
    tokenUri: 'https://oauth2.googleapis.com/token',
    form: {
      grant_type: 'refresh_token',
      client_id: user.client_id,
      client_secret: user.client_secret,
      refresh_token: user.refresh_token,
    },
    refused: () => l10n.t('{0} says that the login has expired; run “gcloud auth application-default login”'),
  };
}
