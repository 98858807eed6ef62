import { FileType, workspace, type Uri } from 'vscode';

/**
 * Tells what lies behind a symbolic link somewhere below a folder: whoever wrote the folder chose where that leads, and
 * the editor does not say. The folder itself may be one; it is the user's choice.
 */
export function linksBelow(folder: Uri): (uri: Uri) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  const isLinked = (uri: Uri): Promise<boolean> => {
    if (uri.path.length <= folder.path.length) return Promise.resolve(false);
    const found = known.get(uri.path) ?? look(uri);
    known.set(uri.path, found);
    return found;
  };
  const look = async (uri: Uri): Promise<boolean> =>
    (await isLinked(parentOf(uri))) || ((await typeOf(uri)) & FileType.SymbolicLink) !== 0;
  return isLinked;
}

/** What is at an address; `Unknown` when there is nothing. */
export async function typeOf(uri: Uri): Promise<FileType> {
  try {
    return (await workspace.fs.stat(uri)).type;
  } catch {
    return FileType.Unknown;
  }
}

const parentOf = (uri: Uri): Uri => uri.with({ path: uri.path.slice(0, uri.path.lastIndexOf('/')) });
