import type { Disposable, SecretStorage } from 'vscode';
import * as z from 'zod/mini';
import { originOf, type Connection } from '../providers/connections.ts';
import type { Platform } from './platform.ts';

/** A secret: the key itself, or the name of the environment variable that holds it. Bound to where it may be sent. */
const entry = z.union([
  z.strictObject({ origin: z.string(), key: z.string() }),
  z.strictObject({ origin: z.string(), variable: z.string() }),
]);
type Entry = z.infer<typeof entry>;

/** How well a key was kept: for good, or only until the window closes. */
export type Kept = 'stored' | 'session';

/**
 * The keys. They live in VS Code's SecretStorage, one secret a connection, and leave it only for the one header
 * that `auth/` writes. A key is handed out for the origin it was given for and no other.
 */
export class KeyVault implements Disposable {
  readonly #secrets: SecretStorage;
  readonly #platform: Platform;
  readonly #entries = new Map<string, Entry | undefined>();
  readonly #listener: Disposable;
  /** Every key seen, so that none of them can be written to a log, also after it was removed. */
  readonly #seen = new Set<string>();

  constructor(secrets: SecretStorage, platform: Platform, onChange: () => void) {
    this.#secrets = secrets;
    this.#platform = platform;
    this.#listener = secrets.onDidChange(({ key }) => {
      if (this.#entries.delete(connectionOf(key))) onChange();
    });
  }

  /** The key to use for a connection; undefined when there is none, or when it was given for another origin. */
  async get(connection: Connection): Promise<string | undefined> {
    const found = await this.#read(connection.id);
    if (found === undefined || found.origin !== originOf(connection)) return undefined;
    const key = 'key' in found ? found.key : this.#platform.environment(found.variable);
    this.#see(key);
    return key;
  }

  /** True when a key is kept that was given for another address than the connection has now. */
  async isForeign(connection: Connection): Promise<boolean> {
    const found = await this.#read(connection.id);
    return found !== undefined && found.origin !== originOf(connection);
  }

  /** Keeps a key and reads it back. When the storage did not keep it, it is held for this window only. */
  store(connection: Connection, key: string): Promise<Kept> {
    this.#see(key);
    return this.#write(connection, { origin: originOf(connection), key });
  }

  /** Uses the key in an environment variable, which is read again at each use and never copied. */
  storeVariable(connection: Connection, variable: string): Promise<Kept> {
    return this.#write(connection, { origin: originOf(connection), variable });
  }

  /** Forgets the key, also one that cannot be read any more. */
  async remove(connectionId: string): Promise<void> {
    this.#entries.set(connectionId, undefined);
    await this.#secrets.delete(secretOf(connectionId));
  }

  /** The text with every key ever seen by this window blotted out. */
  redact(text: string): string {
    let clean = text;
    for (const key of this.#seen) clean = clean.replaceAll(key, '[key]');
    return clean;
  }

  dispose(): void {
    this.#listener.dispose();
  }

  /** A made-up key such as "x" for a local server is no secret, and blotting it out would garble every log. */
  #see(key: string | undefined): void {
    if (key !== undefined && key.length >= shortestSecret) this.#seen.add(key);
  }

  async #read(connectionId: string): Promise<Entry | undefined> {
    if (!this.#entries.has(connectionId)) {
      this.#entries.set(connectionId, parse(await this.#secrets.get(secretOf(connectionId))));
    }
    return this.#entries.get(connectionId);
  }

  async #write(connection: Connection, value: Entry): Promise<Kept> {
    const text = JSON.stringify(value);
    const kept = await this.#keep(secretOf(connection.id), text);
    this.#entries.set(connection.id, value);
    return kept ? 'stored' : 'session';
  }

  /** A keyring may refuse, or accept and lose the value; only reading it back tells. */
  async #keep(name: string, text: string): Promise<boolean> {
    try {
      await this.#secrets.store(name, text);
      return (await this.#secrets.get(name)) === text;
    } catch {
      return false;
    }
  }
}

/** An unreadable secret counts as none: the user is asked for the key again, and nothing is overwritten before that. */
function parse(text: string | undefined): Entry | undefined {
  if (text === undefined) return undefined;
  try {
    return entry.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const shortestSecret = 8;
const prefix = 'parley.key.';
const secretOf = (connectionId: string) => prefix + connectionId;
const connectionOf = (secret: string) => secret.slice(prefix.length);
