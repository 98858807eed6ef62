import * as l10n from '@vscode/l10n';
import { Failure } from '../llm/failure.ts';
import type { ServiceAccount } from './googleCredential.ts';
import type { GoogleExchange } from './googleToken.ts';

const scope = 'https://www.googleapis.com/auth/cloud-platform';

/** Longest that Google lets a token last. */
const lifetimeSeconds = 3_600;

/** How a service account asks for a token: https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
export async function serviceAccountExchange(account: ServiceAccount, nowMs: number): Promise<GoogleExchange> {
  return {
    tokenUri: account.token_uri,
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await signedJwt(account, Math.floor(nowMs / 1_000)),
    },
    refused,
  };
}

/** RFC 7519 and 7515, with RS256. */
async function signedJwt(account: ServiceAccount, issuedAt: number): Promise<string> {
  const { client_email: issuer, private_key_id: kid, token_uri: audience } = account;
  const header = { alg: 'RS256', typ: 'JWT', ...(kid === undefined ? {} : { kid }) };
  const claims = { iss: issuer, scope, aud: audience, iat: issuedAt, exp: issuedAt + lifetimeSeconds };
  const payload = [header, claims].map((part) => base64Url(encoder.encode(JSON.stringify(part)))).join('.');
  const key = await privateKey(account.private_key);
  const signature = await crypto.subtle.sign(algorithm.name, key, encoder.encode(payload));
  return `${payload}.${base64Url(new Uint8Array(signature))}`;
}

const encoder = new TextEncoder();

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

async function privateKey(pem: string): Promise<CryptoKey> {
  try {
    const base64 = pem.replace(/-----[A-Z ]+-----|\s/g, '');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return await crypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']);
  } catch {
    // What is thrown may hold a part of the key.
    throw new Failure({
      kind: 'unauthorized',
      reason: l10n.t('{0} cannot use the private key in this file; paste the file once more'),
    });
  }
}

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** Google's words: "Invalid JWT Signature.", "Token must be a short-lived token … Check your iat and exp values", "account not found". */
function refused(words: string): string {
  if (/\biat\b|short-lived|timeframe/i.test(words))
    return l10n.t(
      '{0} refused the login of the service account, because this machine’s clock is wrong; set it right and try again',
    );
  if (/disabled/i.test(words))
    return l10n.t(
      '{0} refused the login of the service account, which is disabled; enable it in Google Cloud, or use another',
    );
  if (/account not found/i.test(words))
    return l10n.t('{0} knows no such service account any more; paste the key of another');
  return l10n.t(
    '{0} did not accept the key of the service account, which may have been deleted; make a new one and paste it',
  );
}
