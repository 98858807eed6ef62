import type { Uri } from 'vscode';
import type { Transport } from '../model/http.ts';

/** What the Node host and the web host do differently. `#platform` resolves to one of them when bundling. */
export interface Platform {
  readonly transport: Transport;
  /** A variable of the environment the editor was started in; the web host has none. */
  environment(name: string): string | undefined;
  /** Adds text to the end of a file, creating it; concurrent appends of whole lines do not mix. */
  append(file: Uri, text: string): Promise<void>;
}
