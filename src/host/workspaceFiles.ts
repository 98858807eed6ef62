import { RelativePattern, workspace, type Uri } from 'vscode';
import { withoutIgnored } from './ignoreFiles.ts';

/** More are not looked at: a list that long is not for a person any more. */
const mostFiles = 20_000;

/**
 * The files of a folder, or of the whole workspace. Those that `files.exclude`, `search.exclude` or a `.gitignore` name
 * are left out.
 */
export async function filesIn(folder?: Uri): Promise<readonly Uri[]> {
  const pattern = folder === undefined ? '**/*' : new RelativePattern(folder, '**/*');
  const found = await workspace.findFiles(pattern, excluded(folder), mostFiles);
  return withoutIgnored(
    found,
    folder === undefined ? (workspace.workspaceFolders ?? []).map(({ uri }) => uri) : [folder],
  );
}

/** As one glob. Conditions on files beside (`when`) have no place in one, so such entries exclude nothing here. */
function excluded(folder: Uri | undefined): string {
  const globs = ['files', 'search'].flatMap((section) => {
    const all = workspace.getConfiguration(section, folder ?? null).get<Record<string, unknown>>('exclude') ?? {};
    return Object.entries(all).flatMap(([glob, value]) => (value === true ? alternatives(glob) : []));
  });
  return `{${[...new Set(globs)].join(',')}}`;
}

/** `*.{js,ts}` as `*.js` and `*.ts`: the editor does not read braces inside braces. */
function alternatives(glob: string): readonly string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob);
  if (braces === null) return [glob];
  const [, before = '', inside = '', after = ''] = braces;
  return inside.split(',').flatMap((one) => alternatives(before + one + after));
}
