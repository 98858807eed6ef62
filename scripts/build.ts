import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { iconFiles } from './iconFont.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const shared: esbuild.BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  // Both hosts and the page read UTF-8, in which a dash is half as long as its escape.
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  target: 'es2023',
};

/** How the panel is bundled, wherever to. */
export const panelBundle = {
  entryPoints: { webview: 'src/webview/main.ts' },
  chunkNames: 'part-[hash]',
  format: 'esm',
  splitting: true,
} as const satisfies esbuild.BuildOptions;

/** `edit/diff.ts` never asks which lines were moved, and what would tell is an eighth of all that compares lines. */
const withoutMoves: esbuild.Plugin = {
  name: 'without-moves',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]vscode-diff[\\/].*[\\/]computeMovedLines\.js$/ }, () => ({
      contents: `exports.computeMovedLines = () => { throw new Error('Not in the bundle: see scripts/build.ts.'); };`,
    }));
  },
};

/** What a host bundle has in common with the others. */
const host: esbuild.BuildOptions = { ...shared, external: ['vscode'], plugins: [withoutMoves] };

/**
 * The Node host reads `extension.js`, which registers and nothing else, and each further part at its first use: what
 * stands behind an `import()` becomes a file of its own, and what several share another. esbuild splits ES modules only,
 * and VS Code offers a proxy and certificates to CommonJS modules only; so the parts are made as the one and translated into
 * the other.
 */
async function buildNodeHost(): Promise<void> {
  const { outputFiles } = await esbuild.build({
    ...host,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    chunkNames: 'part-[hash]',
    format: 'esm',
    splitting: true,
    platform: 'node',
    // ES module builds of dependencies, so that unused parts fall away.
    mainFields: ['module', 'main'],
    write: false,
  });
  await Promise.all(outputFiles.map(async ({ path, text }) => writeFile(path, await commonJs(text))));
}

async function commonJs(code: string): Promise<string> {
  const options = { format: 'cjs', platform: 'node', target: 'es2023', minify: true, charset: 'utf8' } as const;
  return (await esbuild.transform(code, { ...options, supported: { 'dynamic-import': false } })).code;
}

const bundles: readonly esbuild.BuildOptions[] = [
  // The web host can load only one file; there `import()` merely delays running.
  {
    ...host,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/web.js',
    format: 'cjs',
    platform: 'browser',
    supported: { 'dynamic-import': false },
  },
];

/** What the first paint does not need is a file of its own, read when it is needed. */
async function buildPanel(): Promise<void> {
  const { outputFiles } = await esbuild.build({ ...shared, ...panelBundle, outdir: 'dist/webview', write: false });
  const styles = await readFile(`${root}media/chat.css`, 'utf8');
  const icons = await iconFiles([...outputFiles.map(({ text }) => text), styles]);
  await Promise.all([
    ...outputFiles.map(({ path, text }) => writeFile(path, text)),
    writeFile(`${root}dist/webview/chat.css`, styles),
    writeFile(`${root}dist/webview/codicon.css`, icons.css),
    writeFile(`${root}dist/webview/codicon.ttf`, icons.ttf),
  ]);
}

/** Bundles everything the extension ships into `dist`. */
export async function build(): Promise<void> {
  await rm(`${root}dist`, { recursive: true, force: true });
  await mkdir(`${root}dist/webview`, { recursive: true });
  await Promise.all([
    buildNodeHost(),
    ...bundles.map((options) => esbuild.build(options)),
    buildPanel(),
    // Not in a bundle: it is read only when models are picked from.
    cp(`${root}src/providers/catalogue.json`, `${root}dist/catalogue.json`),
  ]);
}

if (import.meta.main) await build();
