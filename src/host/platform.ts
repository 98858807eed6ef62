import type { Uri } from 'vscode';
import type { Files } from '../chat/files.ts';
import type { FieldValues, Login } from '../llm/provider.ts';
import type { Transport } from '../model/http.ts';

/** Whether a login may show something: only when the user has just done something that calls for it. */
export type LoginManner = 'silent' | 'asking';

/** Fetches a secret from where the user is logged in already. Rejects with a Failure that says how to log in. */
export type FetchSecret = (values: FieldValues, manner: LoginManner) => Promise<string>;

/** What the Node host and the web host do differently. `#platform` resolves to one of them when bundling. */
export interface Platform {
  readonly transport: Transport;
  /** A variable of the environment the editor was started in; the web host has none. */
  environment(name: string): string | undefined;
  /** The folder of conversations, below the extension's global storage so that it does not depend on the workspace. */
  chatFiles(folder: Uri): Files;
  /** Set where windows that write one file at the same moment can overwrite each other: what to tell the user. */
  readonly unsafeTogether?: string;
  /** The logins within reach: those of the machine need one. */
  readonly logins: Readonly<Partial<Record<Login['source'], FetchSecret>>>;
}
