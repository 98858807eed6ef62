import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { projectFolder } from '../../rig/paths.ts';
import { subjects } from './measures.ts';

/** A server of a page for each subject, at `/<file>`. */
export interface Site {
  readonly origin: string;
  /** Bytes of each subject's bundle, minified, without what it loads later. */
  readonly sizes: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Bundles each subject as it would ship and serves it in a page like the panel's. */
export async function serveSubjects(): Promise<Site> {
  const scripts = new Map<string, string>();
  const sizes = new Map<string, number>();
  for (const { file } of subjects) {
    const contents = `import { serve } from './page.ts'; import { mount } from './subjects/${file}.ts'; serve(mount);`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: import.meta.dirname, sourcefile: `${file}.ts` },
      outdir: 'out',
      entryNames: file,
      bundle: true,
      minify: true,
      splitting: true,
      format: 'esm',
      target: 'es2023',
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'error',
      write: false,
    });
    for (const { path, text } of outputFiles) scripts.set(`/${basename(path)}`, text);
    sizes.set(file, outputFiles.find(({ path }) => basename(path) === `${file}.js`)?.contents.length ?? Number.NaN);
  }
  const styles = await readFile(join(projectFolder, 'media', 'chat.css'), 'utf8');
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const script = scripts.get(path);
    const [type, body] =
      script !== undefined
        ? ['text/javascript', script]
        : path === '/chat.css'
          ? ['text/css', styles]
          : ['text/html', page(path)];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { origin, sizes, close };
}

function page(path: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="stylesheet" href="/chat.css"></head>
<body><div id="app"><main id="conversation"><div id="turns">
<article class="turn assistant"><div id="answer"></div></article>
</div></main></div><script type="module" src="${path}.js"></script></body></html>`;
}
