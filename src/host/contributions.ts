import { extensions, Uri, workspace } from 'vscode';

/** What an extension says of itself, and a way to its files. */
export interface Contributor {
  /** The `contributes` of its manifest, as it stands there. */
  readonly contributes: unknown;
  /** Reads a file, by its path in the extension. */
  read(path: string): Promise<string>;
}

/** Larger files are not for the panel. */
const maxBytes = 3_000_000;

/** All extensions that this host can see. In a browser, or in a remote window, some are not among them. */
export function contributors(): readonly Contributor[] {
  return extensions.all.map(({ packageJSON, extensionUri }) => ({
    contributes: (packageJSON as { readonly contributes?: unknown }).contributes,
    read: async (path) => {
      const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, path));
      if (bytes.length > maxBytes) throw new Error(`${path} is too long to be read.`);
      return new TextDecoder().decode(bytes);
    },
  }));
}
