import type { HttpRequest, HttpResponse, SigningContext } from '../../../src/model/http.ts';
import { bytesOf } from '../llm/harness.ts';

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** The key of a service account that nobody has, as Google writes it into a file, and what verifies its signatures. */
export async function serviceAccountFile(): Promise<{
  readonly file: Readonly<Record<string, string>>;
  readonly publicKey: CryptoKey;
}> {
  const shape = { ...algorithm, modulusLength: 2_048, publicExponent: new Uint8Array([1, 0, 1]) };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(shape, true, ['sign', 'verify']);
  const der = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  const lines = btoa(String.fromCharCode(...der)).match(/.{1,64}/g) ?? [];
  return {
    file: {
      type: 'service_account',
      project_id: 'my-project',
      private_key_id: 'key-1',
      private_key: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`,
      client_email: 'me@my-project.iam.gserviceaccount.com',
      client_id: '1',
      auth_uri: 'https://accounts.google.com/o/oauth2/auth',
      token_uri: 'https://oauth2.googleapis.com/token',
      universe_domain: 'googleapis.com',
    },
    publicKey,
  };
}

export const userFile = {
  type: 'authorized_user',
  client_id: 'client',
  client_secret: 'secret-of-the-client',
  refresh_token: 'token-to-refresh',
  quota_project_id: 'quota-project',
} as const;

const partOf = (text: string | undefined): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob((text ?? '').replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

const decoded = (text: string | undefined): unknown => JSON.parse(new TextDecoder().decode(partOf(text)));

/** Takes a signed token apart; fails on a wrong signature. */
export async function verified(jwt: string, publicKey: CryptoKey): Promise<{ header: unknown; claims: unknown }> {
  const [header, claims, signature] = jwt.split('.');
  const signed = new TextEncoder().encode(`${header}.${claims}`);
  if (!(await crypto.subtle.verify(algorithm.name, publicKey, partOf(signature), signed)))
    throw new Error('the signature does not match');
  return { header: decoded(header), claims: decoded(claims) };
}

/** A token endpoint that gives numbered tokens when it is let to, and remembers what it was asked. */
export class TokenEndpoint {
  readonly requests: HttpRequest[] = [];
  readonly signals: AbortSignal[] = [];
  answer: (count: number) => { status?: number; body: unknown } = (count) => ({
    body: { access_token: `ya29.token-${count}`, expires_in: 3_600, token_type: 'Bearer' },
  });
  nowMs = Date.UTC(2026, 10, 20);
  #gate: Promise<void> | undefined;
  #open = (): void => undefined;

  /** From now on, requests wait for {@link release}. */
  hold(): void {
    this.#gate = new Promise((resolve) => (this.#open = resolve));
  }

  release(): void {
    this.#open();
  }

  context(options: Partial<SigningContext> = {}): SigningContext {
    return {
      values: { project: 'my-project', location: 'global' },
      transport: (request, signal) => this.#respond(request, signal),
      signal: new AbortController().signal,
      now: () => this.nowMs,
      ...options,
    };
  }

  async #respond(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    this.requests.push(request);
    this.signals.push(signal);
    const { status = 200, body } = this.answer(this.requests.length);
    await this.#gate;
    const bytes = bytesOf(JSON.stringify(body));
    return {
      status,
      headers: {},
      body: (async function* () {
        yield bytes.subarray(0, 5);
        yield bytes.subarray(5);
      })(),
    };
  }
}
