import ignore, { type Ignore } from 'ignore';
import { Uri, workspace } from 'vscode';

/** Files without those that a `.gitignore` names: one beside them or above, up to the root of the repository. */
export async function withoutIgnored(files: readonly Uri[], roots: readonly Uri[]): Promise<readonly Uri[]> {
  const found = files.filter(({ path }) => path.endsWith('/.gitignore')).map(folderOf);
  const above = await Promise.all(roots.map(upToRepository));
  const folders = new Map([...found, ...above.flat()].map((folder) => [nameOf(folder, folder.path), folder]));
  const rules = new Map<string, Ignore>();
  await Promise.all(
    [...folders].map(async ([name, folder]) => {
      const text = await textOf(Uri.joinPath(folder, '.gitignore'));
      if (text !== undefined) rules.set(name, ignore().add(text));
    }),
  );
  return rules.size === 0 ? files : files.filter((file) => !isIgnored(file, rules));
}

/** The folder nearest to the file has the last word. */
function isIgnored(file: Uri, rules: ReadonlyMap<string, Ignore>): boolean {
  const { path } = file;
  for (let end = path.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
    const verdict = rules.get(nameOf(file, path.slice(0, end) || '/'))?.test(path.slice(end + 1));
    if (verdict?.ignored === true) return true;
    if (verdict?.unignored === true) return false;
  }
  return false;
}

const nameOf = ({ scheme, authority }: Uri, path: string): string => `${scheme}://${authority}${path}`;

/** A folder and those above it, up to the one that holds `.git`; only itself when there is no repository. */
async function upToRepository(root: Uri): Promise<readonly Uri[]> {
  const folders = [root];
  for (let folder = root; folder.path !== '/' && folder.path !== ''; folder = folderOf(folder)) {
    if (folder !== root) folders.push(folder);
    if (await exists(Uri.joinPath(folder, '.git'))) return folders;
  }
  return [root];
}

const folderOf = (uri: Uri): Uri => uri.with({ path: uri.path.slice(0, uri.path.lastIndexOf('/')) || '/' });

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function textOf(uri: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
