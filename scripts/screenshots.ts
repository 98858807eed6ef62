// Takes the README's pictures from the real UI into media/screenshots. The model is a script, so that they show the same
// each time:
//
//     npm run screenshots            all of them
//     npm run screenshots -- narrow  only those of the panel at its narrowest
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { ChatPage } from '../test/e2e/chatPage.ts';
import { projectFolder, rigFolder } from '../test/rig/paths.ts';
import { startSession } from '../test/rig/session.ts';
import type { ThemeKind, Window } from '../test/rig/window.ts';
import { until } from '../test/host/until.ts';
import { openaiScript } from '../test/servers/openaiScript.ts';
import { answers } from './screenshots/answers.ts';
import { takeNarrow } from './screenshots/narrow.ts';

const model = 'local-coder';

interface Model {
  readonly url: string;
  /** What it says to the next questions. */
  says(text: string): void;
  stop(): void;
}

/** A model server with one model, which says what it is told to. */
async function startModel(): Promise<Model> {
  let answer = '';
  const script = openaiScript();
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: model }] }));
      return;
    }
    const tokens = Math.ceil(answer.length / 4);
    const usage = { prompt_tokens: 412, completion_tokens: tokens, total_tokens: 412 + tokens };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(
      [script.open(), script.text(answer), script.finish('stop'), script.usage(usage), script.done()].join(''),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    says: (text) => (answer = text),
    stop: () => server.close().closeAllConnections(),
  };
}

const pathOf = (name: string) => join(projectFolder, 'media', 'screenshots', `${name}.png`);

async function firstRun(window: Window, chat: ChatPage): Promise<void> {
  await window.showPanel();
  await chat.button('Use Ollama').waitFor();
  await window.screenshot(pathOf('firstrun-dark'));
  await chat.button('Use Ollama').click();
  await chat.modelButton(model).waitFor();
}

async function ask(window: Window, chat: ChatPage): Promise<void> {
  const question = 'Why is the tax a few cents off on long invoices?';
  await window.openFile('src/invoice.ts');
  await window.setSidebarWidth(440);
  await window.selectLines(29, 39);
  await window.palette('Parley: Ask AI about Selection');
  await window.quickInput.answer(question);
  await chat.answerTo(question);
  await inThemes(window, ['light', 'dark'], (theme) => window.screenshot(pathOf(`ask-${theme}`)));
}

async function narrow(window: Window): Promise<void> {
  await window.setSidebarWidth(260);
  const sidebar: Locator = window.page.locator('.part.sidebar');
  const take = (name: string) => sidebar.screenshot({ path: pathOf(name), animations: 'disabled', caret: 'hide' });
  await inThemes(window, ['high-contrast', 'light', 'dark'], (theme) =>
    take(theme === 'high-contrast' ? 'hc' : `narrow-${theme}`),
  );
}

async function summarize(window: Window, chat: ChatPage): Promise<void> {
  await chat.newChat();
  await window.setSidebarWidth(440);
  await window.openFile('reports/monthly.py');
  await window.palette('Parley: Summarize File');
  await chat.answerTo('Summarize this file.');
  await window.screenshot(pathOf('summarize-dark'));
}

async function edit(window: Window): Promise<void> {
  await window.openFile('src/invoice.ts');
  await window.palette('View: Close Primary Side Bar');
  await window.selectLines(29, 39);
  await window.palette('Parley: Edit Selection with AI');
  await window.quickInput.answer('Round the tax once a rate, not once a line');
  await window.page.locator('.codelens-decoration a', { hasText: 'Accept All' }).waitFor();
  await inThemes(window, ['light', 'dark'], (theme) => window.screenshot(pathOf(`edit-${theme}`)));
}

/** The panel learns of a theme a moment after the editor: until then, code in it has the colours of the one before. */
async function isColoured(window: Window): Promise<void> {
  const colourIn = (words: Locator) => words.first().evaluate((word) => getComputedStyle(word).color);
  const inPanel = window
    .panel()
    .locator('parley-code code span span')
    .filter({ hasText: /^const/ });
  const inEditor = window.page.locator('.monaco-editor .view-line span > span').filter({ hasText: /^const$/ });
  if ((await window.panel().locator('parley-code').count()) === 0) return;
  await until(
    // While it is coloured anew, there may be none.
    async () => (await inPanel.count()) > 0 && (await colourIn(inPanel)) === (await colourIn(inEditor)),
    15_000,
  );
}

async function inThemes(
  window: Window,
  themes: readonly ThemeKind[],
  take: (theme: ThemeKind) => Promise<unknown>,
): Promise<void> {
  for (const theme of themes) {
    await window.setTheme(theme);
    await isColoured(window);
    await take(theme);
  }
}

const narrowFolder = join(rigFolder, 'narrow');
await takeNarrow({ all: narrowFolder, readme: join(projectFolder, 'media', 'screenshots') });
console.log(`Every state of the panel, 200 pixels wide, is in ${narrowFolder}.`);
if (process.argv[2] === 'narrow') process.exit();

const server = await startModel();
const session = await startSession({
  size: { width: 1280, height: 800 },
  env: { PARLEY_DEMO_URL: server.url },
  settings: {
    'parley.connections': { ollama: { provider: 'ollama', baseUrl: server.url, api: 'chat' } },
    'editor.minimap.enabled': false,
    // Marks of the caret's surroundings, which have nothing to do with what the pictures show.
    'editor.occurrencesHighlight': 'off',
    'editor.lightbulb.enabled': 'off',
  },
});
try {
  const { window } = session;
  const chat = new ChatPage(() => window);
  await firstRun(window, chat);
  server.says(answers.ask);
  await ask(window, chat);
  await narrow(window);
  server.says(answers.summary);
  await summarize(window, chat);
  server.says(answers.edit);
  await edit(window);
  console.log(`The pictures are in ${join('media', 'screenshots')}.`);
} catch (error) {
  console.error(`What the screen showed: ${await session.saveEvidence('screenshots')}`);
  throw error;
} finally {
  await session.stop();
  server.stop();
}
