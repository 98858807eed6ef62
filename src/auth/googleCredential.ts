import * as l10n from '@vscode/l10n';
import type { CleanKey } from '../llm/provider.ts';
import { cleanKey } from './cleanKey.ts';
import { recordFrom } from './googleToken.ts';

/** The key of a service account: https://cloud.google.com/iam/docs/keys-create-delete */
export interface ServiceAccount {
  readonly type: 'service_account';
  readonly project_id?: string;
  readonly private_key_id?: string;
  readonly private_key: string;
  readonly client_email: string;
  readonly token_uri: string;
}

/** What `gcloud auth application-default login` leaves behind. */
export interface AuthorizedUser {
  readonly type: 'authorized_user';
  readonly client_id: string;
  readonly client_secret: string;
  readonly refresh_token: string;
  readonly quota_project_id?: string;
}

export type GoogleCredential = ServiceAccount | AuthorizedUser;

const defaultTokenUri = 'https://oauth2.googleapis.com/token';

const pem = /^\s*-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\s]+-----END PRIVATE KEY-----\s*$/;

/** A credential as Google writes it into files; one sentence when the text is one that cannot be used. */
export function googleCredential(text: string): GoogleCredential | { readonly problem: string } {
  const json = recordFrom(text);
  if (json === undefined)
    return { problem: l10n.t('This is not all of the JSON file. Open it, select everything and copy it again.') };
  switch (json['type']) {
    case 'service_account':
      return serviceAccount(json);
    case 'authorized_user':
      return authorizedUser(json);
    default:
      return {
        problem: l10n.t(
          'These are credentials of the kind “{0}”, which Parley cannot use. Use the JSON key of a service account, or log in with “gcloud auth application-default login”.',
          kindOf(json['type']),
        ),
      };
  }
}

/** What may be pasted for Google Cloud: the JSON file of a key, whole, or an API key. The secret is the file without what is not needed. */
export function readGoogleKey(text: string): CleanKey {
  if (!text.trim().startsWith('{')) return cleanKey(text);
  const credential = googleCredential(text);
  return 'problem' in credential ? credential : { key: JSON.stringify(credential) };
}

type Json = Readonly<Record<string, unknown>>;

function serviceAccount(json: Json): ServiceAccount | { readonly problem: string } {
  const [email, key, uri] = ['client_email', 'private_key', 'token_uri'].map((name) => textAt(json, name));
  if (email === undefined || key === undefined)
    return {
      problem: l10n.t('This service account file lacks its client_email or private_key. Download the key once more.'),
    };
  if (!pem.test(key))
    return { problem: l10n.t('The private_key in this file is damaged. Copy the file again, without changing it.') };
  // The signed request for a token would be sent there.
  if (uri !== undefined && !isGoogles(uri))
    return {
      problem: l10n.t(
        'The token_uri in this file is no address of Google’s, so it is not used. Download the key from Google Cloud.',
      ),
    };
  return {
    type: 'service_account',
    ...optional(json, 'project_id'),
    ...optional(json, 'private_key_id'),
    private_key: key,
    client_email: email,
    token_uri: uri ?? defaultTokenUri,
  };
}

function authorizedUser(json: Json): AuthorizedUser | { readonly problem: string } {
  const [id, secret, token] = ['client_id', 'client_secret', 'refresh_token'].map((name) => textAt(json, name));
  if (id === undefined || secret === undefined || token === undefined)
    return { problem: l10n.t('This login is incomplete. Run “gcloud auth application-default login”.') };
  return {
    type: 'authorized_user',
    client_id: id,
    client_secret: secret,
    refresh_token: token,
    ...optional(json, 'quota_project_id'),
  };
}

function isGoogles(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username } = new URL(address);
  const isHost = hostname === 'accounts.google.com' || hostname.endsWith('.googleapis.com');
  return isHost && protocol === 'https:' && port === '' && username === '';
}

function textAt(json: Json, name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const optional = (json: Json, name: string): Readonly<Record<string, string>> => {
  const value = textAt(json, name);
  return value === undefined ? {} : { [name]: value };
};

const kindOf = (type: unknown): string => (typeof type === 'string' ? type.slice(0, 40) : 'unknown');
