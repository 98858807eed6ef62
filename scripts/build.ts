import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const shared: esbuild.BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  target: 'es2023',
};

/**
 * The Node host gets two files: `extension.js` registers and nothing else, `app.js` is read at first use. That keeps
 * activation as cheap as an empty extension's. The web host can load only one file; there `import()` merely delays running.
 */
const appInOwnFile: esbuild.Plugin = {
  name: 'app-in-own-file',
  setup(build) {
    build.onResolve({ filter: /\/app\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './app.js', external: true } : undefined,
    );
  },
};

const nodeHost: esbuild.BuildOptions = {
  ...shared,
  format: 'cjs',
  platform: 'node',
  external: ['vscode'],
  // ES module builds of dependencies, so that unused parts fall away.
  mainFields: ['module', 'main'],
  supported: { 'dynamic-import': false },
};

const bundles: readonly esbuild.BuildOptions[] = [
  { ...nodeHost, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', plugins: [appInOwnFile] },
  { ...nodeHost, entryPoints: ['src/app.ts'], outfile: 'dist/app.js' },
  {
    ...shared,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/web.js',
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    supported: { 'dynamic-import': false },
  },
  { ...shared, entryPoints: ['src/webview/main.ts'], outfile: 'dist/webview/webview.js', format: 'esm' },
];

/** Bundles everything the extension ships into `dist`. */
export async function build(): Promise<void> {
  await rm(`${root}dist`, { recursive: true, force: true });
  await mkdir(`${root}dist/webview`, { recursive: true });
  await Promise.all([
    ...bundles.map((options) => esbuild.build(options)),
    cp(`${root}media/chat.css`, `${root}dist/webview/chat.css`),
    ...['codicon.css', 'codicon.ttf'].map((file) =>
      cp(`${root}node_modules/@vscode/codicons/dist/${file}`, `${root}dist/webview/${file}`),
    ),
  ]);
}

if (import.meta.main) await build();
