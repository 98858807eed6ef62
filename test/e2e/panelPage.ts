import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { HostToView, PanelState, ViewToHost } from '../../src/protocol.ts';
import { emptyTranscript, fold, type ChatEvent } from '../../src/model/transcript.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import { panelBundle } from '../../scripts/build.ts';
import { iconFiles } from '../../scripts/iconFont.ts';
import { themes, type Theme } from './panelThemes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const nonce = 'test-nonce';

declare global {
  interface Window {
    /** What the panel said to its host. */
    posted: ViewToHost[];
    /** Set by a payload that managed to run. */
    pwned?: unknown;
  }
}

/** A server of the panel's files alone; `requested` is every path that was asked of it. */
export interface PanelSite {
  readonly origin: string;
  readonly requested: string[];
  close(): Promise<void>;
}

/** Builds the panel and serves it the way the host does: same page, same policy, VS Code's default styles. */
export async function servePanel(): Promise<PanelSite> {
  const bundle = await esbuild.build({
    absWorkingDir: root,
    ...panelBundle,
    outdir: '/',
    bundle: true,
    minify: true,
    target: 'es2023',
    write: false,
  });
  const styles = await readFile(`${root}media/chat.css`, 'utf8');
  const icons = await iconFiles([...bundle.outputFiles.map(({ text }) => text), styles]);
  const files: Record<string, readonly [string, string | Buffer]> = {
    ...Object.fromEntries(bundle.outputFiles.map(({ path, text }) => [path, ['text/javascript', text] as const])),
    '/chat.css': ['text/css', styles],
    '/codicon.css': ['text/css', icons.css],
    '/codicon.ttf': ['font/ttf', icons.ttf],
  };
  const requested: string[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    requested.push(url.pathname);
    const theme = url.searchParams.get('theme') as Theme | null;
    const [type, body] =
      url.pathname === '/'
        ? ['text/html', page(origin, theme ?? 'dark')]
        : url.pathname === '/theme.css'
          ? ['text/css', themeStyles(theme ?? 'dark')]
          : (files[url.pathname] ?? ['text/plain', undefined]);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { origin, requested, close };
}

function page(origin: string, theme: Theme): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin}`,
    `font-src ${origin}`,
    `img-src ${origin} data: blob:`,
    "connect-src 'none'",
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types dompurify lit-html',
  ].join('; ');
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Parley</title>
<link rel="stylesheet" href="/theme.css?theme=${theme}">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="/codicon.css"><link rel="stylesheet" href="/chat.css">
</head><body class="vscode-${theme}"><div id="app"></div>
<script type="module" nonce="${nonce}" src="/webview.js"></script></body></html>`;
}

/** What VS Code puts into every webview, its default styles included, in their layer. */
function themeStyles(theme: Theme): string {
  const variables = Object.entries(themes[theme]).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `:root { ${variables.join(' ')}
  --vscode-font-family: system-ui, "Ubuntu", "DejaVu Sans", sans-serif; --vscode-font-size: 13px;
  --vscode-editor-font-family: "DejaVu Sans Mono", monospace; --vscode-editor-font-size: 12px; }
html { background: var(--vscode-sideBar-background); }
@layer vscode-default {
  body { background-color: transparent; color: var(--vscode-editor-foreground); margin: 0; padding: 0 20px; }
  a, a code { color: var(--vscode-textLink-foreground); }
  code { font-family: var(--vscode-editor-font-family); color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
  pre code { padding: 0; }
  blockquote { background: var(--vscode-textBlockQuote-background); border-color: var(--vscode-textBlockQuote-border); }
}`;
}

interface PanelOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

/** A panel in a browser page, with a stand-in for VS Code's API that writes down what is said. */
export async function openPanel(browser: Browser, site: PanelSite, options: PanelOptions = {}): Promise<Page> {
  const { theme = 'dark', width = 400, height = 640 } = options;
  const page = await browser.newPage({ viewport: { width, height } });
  await page.addInitScript(() => {
    window.posted = [];
    Object.assign(window, {
      acquireVsCodeApi: () => ({
        postMessage: (message: ViewToHost) => window.posted.push(message),
        getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
        setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
      }),
    });
  });
  await page.goto(`${site.origin}/?theme=${theme}`);
  await page.waitForFunction(() => window.posted.some((message) => message.type === 'ready'));
  return page;
}

/** Sends messages as the host does, and waits until the panel has them; it paints when it is ready to. */
export async function say(page: Page, ...messages: HostToView[]): Promise<void> {
  await page.evaluate(async (all) => {
    for (const message of all) {
      const heard = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
      window.postMessage(message, window.origin);
      await heard;
    }
  }, messages);
}

/** Sends messages that begin with a snapshot, and waits until their turns are painted. */
export async function show(page: Page, messages: readonly HostToView[]): Promise<void> {
  await say(page, ...messages);
  const events = messages.flatMap((message) => (message.type === 'events' ? message.events : []));
  const count = events.reduce(fold, emptyTranscript).turns.length;
  await page.waitForFunction(
    (turns) => document.querySelector('#turns') !== null && document.querySelectorAll('[data-turn]').length === turns,
    count,
  );
  await page.evaluate(() => document.fonts.ready);
}

/** What the panel said, without its first `ready`, its drafts and what it asks about the looks of code. */
export async function posted(page: Page): Promise<ViewToHost[]> {
  const all = await page.evaluate(() => window.posted);
  return all.filter(({ type }) => !['ready', 'draft', 'colours'].includes(type));
}

/** A panel's state: set up and empty, but for what is given. */
export function panelState(part: Partial<PanelState> = {}): PanelState {
  return {
    chat: 'chat-1',
    transcript: { turns: [] },
    attachments: [],
    setup: { ready: true, local: [], environment: [], demo: false },
    model: { label: 'GPT-5 mini', provider: 'OpenAI' },
    draft: '',
    ...part,
  };
}

/** Events of one question and the beginning of its answer. */
export function asked(text: string, id = '1'): ChatEvent[] {
  return [
    { type: 'user', id: `q${id}`, at: 0, text, attachments: [] },
    {
      type: 'assistant',
      id: `a${id}`,
      at: 0,
      model: { connection: 'openai', model: 'gpt-5-mini' },
      label: 'GPT-5 mini',
    },
  ];
}

/** Events of an answer's stream. */
export function streamed(events: readonly StreamEvent[], id = '1'): ChatEvent[] {
  return events.map((event) => ({ type: 'stream', id: `a${id}`, event }));
}

/** A message with events for the conversation of {@link panelState}. */
export function eventsMessage(events: readonly ChatEvent[]): HostToView {
  return { type: 'events', chat: 'chat-1', events };
}
