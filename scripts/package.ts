import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds and packs the extension; the same sources give the same bytes. Returns the path of the `.vsix`. */
export async function packageVsix(): Promise<string> {
  const { name, version } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as Record<string, string>;
  const packagePath = `${root}${name}-${version}.vsix`;
  await build();
  // The earliest date a zip can hold: the time of packing must not show in the bytes.
  process.env['SOURCE_DATE_EPOCH'] = String(Date.UTC(1980, 0, 1) / 1000);
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    // The project has no public address yet that pictures could be loaded from.
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

if (import.meta.main) console.log(await packageVsix());
