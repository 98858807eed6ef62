import * as l10n from '@vscode/l10n';
import type { Disposable, SecretStorage } from 'vscode';
import * as z from 'zod/mini';
import { cleanKey } from '../auth/cleanKey.ts';
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

export interface KeyVaultOptions {
  readonly secrets: SecretStorage;
  readonly platform: Pick<Platform, 'environment'>;
  /** A key has changed, in this window or another one. */
  onChange(): void;
  /** The storage does not work; what the text says holds no key. */
  onProblem(text: string): void;
}

/**
 * The keys. They live in VS Code's SecretStorage, one secret a connection, and leave it only for the one header
 * that `auth/` writes. A key is handed out for the origin it was given for and no other.
 */
export class KeyVault implements Disposable {
  readonly #options: KeyVaultOptions;
  /** What is in the storage, as far as it was looked up. Promises, so that a slow look cannot undo a later change. */
  readonly #stored = new Map<string, Promise<Entry | undefined>>();
  /** What the storage did not keep; no news from the storage is about these. */
  readonly #held = new Map<string, Entry>();
  readonly #listener: Disposable;
  /** Every key seen, so that none of them can be written to a log, also after it was removed. */
  readonly #seen = new Set<string>();

  constructor(options: KeyVaultOptions) {
    this.#options = options;
    this.#listener = options.secrets.onDidChange(({ key }) => {
      if (this.#stored.delete(connectionOf(key))) options.onChange();
    });
  }

  /** The key to use for a connection; undefined when there is none, or when it was given for another origin. */
  async get(connection: Connection): Promise<string | undefined> {
    const found = await this.#read(connection.id);
    if (found === undefined || found.origin !== originOf(connection)) return undefined;
    const key = 'key' in found ? found.key : this.variable(found.variable);
    if (key !== undefined) this.see(key);
    return key;
  }

  /** The key in a variable of the environment; undefined when there is none, or nothing that is fit for a header. */
  variable(name: string): string | undefined {
    const value = this.#options.platform.environment(name);
    const checked = value === undefined ? undefined : cleanKey(value);
    return checked !== undefined && 'key' in checked ? checked.key : undefined;
  }

  /** True when a key is kept that was given for another address than the connection has now. */
  async isForeign(connection: Connection): Promise<boolean> {
    const found = await this.#read(connection.id);
    return found !== undefined && found.origin !== originOf(connection);
  }

  /** The ids of all connections that something is kept for, also of those that are gone and of what cannot be read. */
  async ids(): Promise<readonly string[]> {
    const stored = (await this.#names()).filter((name) => name.startsWith(prefix)).map(connectionOf);
    return [...new Set([...stored, ...this.#held.keys()])];
  }

  /** Keeps a key and reads it back. When the storage did not keep it, it is held for this window only. */
  store(connection: Connection, key: string): Promise<Kept> {
    this.see(key);
    return this.#write(connection, { origin: originOf(connection), key });
  }

  /** Uses the key in an environment variable, which is read again at each use and never copied. */
  storeVariable(connection: Connection, variable: string): Promise<Kept> {
    return this.#write(connection, { origin: originOf(connection), variable });
  }

  /**
   * Binds a key to the address its connection has now. For a change that the user has just made by hand: whatever else
   * moves an address leaves the key behind.
   */
  async rebind(before: Connection, after: Connection): Promise<void> {
    const found = await this.#read(before.id);
    if (found?.origin !== originOf(before) || originOf(before) === originOf(after)) return;
    await this.#write(after, { ...found, origin: originOf(after) });
  }

  /**
   * Forgets the key, also one that cannot be read any more; the function returned brings back one that could be.
   * Rejects when the storage does: then it is still there.
   */
  async remove(connectionId: string): Promise<() => Promise<unknown>> {
    const found = await this.#read(connectionId);
    await this.#options.secrets.delete(secretOf(connectionId));
    this.#held.delete(connectionId);
    this.#stored.delete(connectionId);
    return async () => found !== undefined && (await this.#write({ id: connectionId }, found));
  }

  /** The text with every key ever seen by this window blotted out. */
  redact(text: string): string {
    // The longest first: one key may be the beginning of another one.
    const keys = [...this.#seen].toSorted((a, b) => b.length - a.length);
    return keys.reduce((clean, key) => clean.replaceAll(key, '[key]'), text);
  }

  dispose(): void {
    this.#listener.dispose();
  }

  /** Remembers a secret that came from elsewhere, so that no log holds it; of one made of several, each part. */
  see(secret: string): void {
    this.#see(secret);
    for (const [part] of secret.replaceAll(/\\[nr]/g, ' ').matchAll(secretPart)) this.#see(part);
  }

  /** A made-up key such as "x" for a local server is no secret, and blotting it out would garble every log. */
  #see(key: string | undefined): void {
    if (key !== undefined && key.length >= shortestSecret) this.#seen.add(key);
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await this.#options.secrets.keys();
    } catch (error) {
      this.#tell(error);
      return [];
    }
  }

  async #read(connectionId: string): Promise<Entry | undefined> {
    const held = this.#held.get(connectionId);
    if (held !== undefined) return held;
    const known = this.#stored.get(connectionId);
    if (known !== undefined) return known;
    const found = this.#lookUp(connectionId);
    this.#stored.set(connectionId, found);
    return found;
  }

  async #lookUp(connectionId: string): Promise<Entry | undefined> {
    try {
      return parse(await this.#options.secrets.get(secretOf(connectionId)));
    } catch (error) {
      // A refusal, say of a locked keyring, is not remembered: the next look asks again.
      this.#stored.delete(connectionId);
      this.#tell(error);
      return undefined;
    }
  }

  async #write(connection: Pick<Connection, 'id'>, value: Entry): Promise<Kept> {
    const text = JSON.stringify(value);
    const name = secretOf(connection.id);
    const kept = await this.#keep(name, text);
    if (kept) this.#held.delete(connection.id);
    else this.#held.set(connection.id, value);
    this.#stored.delete(connection.id);
    return kept ? 'stored' : 'session';
  }

  /** A keyring may refuse, or accept and lose the value; only reading it back tells. */
  async #keep(name: string, text: string): Promise<boolean> {
    const { secrets } = this.#options;
    try {
      await secrets.store(name, text);
      return (await secrets.get(name)) === text;
    } catch (error) {
      this.#tell(error);
      return false;
    }
  }

  #tell(error: unknown): void {
    this.#options.onProblem(l10n.t('The secret storage of the editor does not work: {0}', this.redact(String(error))));
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
/** Long enough to be no word: part of a JSON file, or of several secrets in one text. */
const secretPart = /[A-Za-z0-9+/=_-]{20,}/g;
const prefix = 'parley.key.';
const secretOf = (connectionId: string) => prefix + connectionId;
const connectionOf = (secret: string) => secret.slice(prefix.length);
