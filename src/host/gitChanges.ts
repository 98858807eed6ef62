import { extensions, Uri, workspace } from 'vscode';
import type { Attachment } from '../model/attachment.ts';

/** The part of the git extension's API that is used: https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly repositories: readonly Repository[] };
}

interface Repository {
  readonly rootUri: Uri;
  readonly state: {
    readonly indexChanges: readonly Change[];
    readonly workingTreeChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
  };
  diff(cached?: boolean): Promise<string>;
}

interface Change {
  readonly uri: Uri;
  readonly status: number;
}

/** `Status.UNTRACKED` of that API: such files are in no diff. */
const untracked = 7;

/** A repository with something that is not committed. */
export interface Changes {
  readonly name: string;
  readonly root: Uri;
  readonly count: number;
  attachment(): Promise<Attachment>;
}

/** The open repositories with changes. None without the git extension, which a browser does not have. */
export async function gitChanges(): Promise<readonly Changes[]> {
  return (await repositories()).flatMap((repository) => {
    const { rootUri: root, state } = repository;
    const paths = new Set(
      [...state.indexChanges, ...state.workingTreeChanges, ...(state.untrackedChanges ?? [])].map(
        ({ uri }) => uri.path,
      ),
    );
    const name = root.path.slice(root.path.lastIndexOf('/') + 1);
    const attachment = async (): Promise<Attachment> => ({
      id: crypto.randomUUID(),
      kind: 'diff',
      path: name,
      uri: root.toString(),
      languageId: 'diff',
      text: await diffOf(repository),
    });
    return paths.size === 0 ? [] : [{ name, root, count: paths.size, attachment }];
  });
}

/** What the repository at this address has changed by now; undefined when it is not open any more. */
export async function diffAt(uri: string): Promise<string | undefined> {
  const repository = (await repositories()).find(({ rootUri }) => rootUri.toString() === uri);
  return repository && diffOf(repository);
}

async function repositories(): Promise<readonly Repository[]> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  try {
    const git = extension?.isActive === true ? extension.exports : await extension?.activate();
    return git?.enabled === true ? git.getAPI(1).repositories : [];
  } catch {
    // Where git is not installed, its extension refuses.
    return [];
  }
}

async function diffOf(repository: Repository): Promise<string> {
  const { workingTreeChanges, untrackedChanges = [] } = repository.state;
  const [staged, rest] = await Promise.all([repository.diff(true), repository.diff(false)]);
  const added = [...workingTreeChanges.filter(({ status }) => status === untracked), ...untrackedChanges];
  const names = [...new Set(added.map(({ uri }) => workspace.asRelativePath(uri)))];
  return [staged, rest, names.length === 0 ? '' : `New files, not in the diff:\n${names.join('\n')}\n`]
    .filter(Boolean)
    .join('\n');
}
