import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { openaiScript } from '../servers/openaiScript.ts';
import { isKept } from './editorStorage.ts';
import { liveSession } from './liveSession.ts';

const blocks = 150;

/** Many times what is drawn at once, in blocks that are as high as the panel is narrow. */
const longAnswer = Array.from({ length: blocks }, (_, index) =>
  index % 9 === 4
    ? `\`\`\`typescript\nconst block${index} = 1;\n${'// more of it\n'.repeat(index % 7)}\`\`\``
    : `Block ${index}. ${'It wraps where the panel is narrow. '.repeat(1 + (index % 6))}`,
).join('\n\n');

/** A server with one model, which gives the same long answer to everything. */
async function startLongWinded() {
  const script = openaiScript();
  const answer = script.open() + script.text(longAnswer) + script.finish('stop') + script.done();
  const server = createServer((request, response) => {
    if (request.method === 'GET')
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'long-winded' }] }));
    else response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { url, stop };
}

/** The editor starts its extensions anew, while it looks at everything else in the folder. */
const slowMs = 60_000;

describe('where the panel is', () => {
  const live = liveSession(
    async () => ({ model: await startLongWinded() }),
    ({ model }) => ({
      settings: { 'parley.connections': { ollama: { provider: 'ollama', baseUrl: model.url, api: 'chat' } } },
    }),
  );
  const { chat } = live;

  const views = (): Locator => live.window.page.locator('iframe.webview[src*="extensionId=parley.parley"]');
  const tab = (): Locator => live.window.page.locator('.tab[aria-label^="Parley"]');
  /** The page of the place that offers this button. */
  const pageWith = async (button: string): Promise<FrameLocator> => {
    for (const until = Date.now() + slowMs; Date.now() < until;) {
      for (const view of await views().all()) {
        const inside = view.contentFrame().frameLocator('iframe#active-frame');
        if ((await inside.getByRole('button', { name: button }).count()) > 0) return inside;
      }
      await live.window.page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    assert.fail(`No place of the panel offers “${button}”.`);
  };
  const composerButton = 'Attach code, an image or a PDF';

  /** The block at the top edge of the conversation. */
  const edge = async (): Promise<string> => {
    const inside = await pageWith(composerButton);
    return inside.locator('#conversation').evaluate((box) => {
      const { top } = box.getBoundingClientRect();
      const all = [...box.querySelectorAll('parley-markdown > .page > *')];
      const first = all.find((block) => block.getBoundingClientRect().bottom > top);
      return /block ?\d+/i.exec(first?.textContent ?? '')?.[0] ?? '';
    });
  };
  let before = '';

  /** The same block, text and chip: as soon as the page has settled, which is asked of nothing but what it shows. */
  const isAsItWas = async () => {
    const inside = await pageWith(composerButton);
    await inside.getByRole('button', { name: 'Jump to latest' }).waitFor({ timeout: slowMs });
    const until = Date.now() + 10_000;
    let now = await edge();
    while (now !== before && Date.now() < until) now = await edge();
    assert.equal(now, before);
    assert.equal(await inside.getByRole('textbox', { name: 'Question' }).inputValue(), 'half a thought');
    await inside.locator('form .chip').getByText('money.ts').waitFor();
  };

  it('a place in the middle of a long answer stays when the panel is hidden and shown', async () => {
    await live.window.showPanel();
    await chat.button('Use Ollama').click();
    await chat.modelButton('long-winded').waitFor();
    await chat.ask('Tell me everything');
    await chat.begin('half a thought', 'src/money.ts');
    await chat.frame.locator('#conversation').hover();
    const wanted = chat.frame.getByText(/^Block 75\./);
    while (!(await wanted.isVisible()) || ((await wanted.boundingBox())?.y ?? 0) < 200)
      await live.window.page.mouse.wheel(0, -250);
    await chat.button('Jump to latest').waitFor();
    before = await edge();
    assert.match(before, /^block ?[67]\d$/i);
    await live.window.palette('Explorer: Focus on Folders View');
    await views().waitFor({ state: 'hidden' });
    await chat.show();
    await isAsItWas();
  });

  it('and in the other side bar, which is of another width', async () => {
    await live.window.palette('View: Move View');
    await live.window.quickInput.pick('Chat');
    await live.window.quickInput.pick('New Secondary Side Bar Entry');
    await live.window.page.locator('.part.sidebar').getByText('Parley: Chat').waitFor({ state: 'hidden' });
    await isAsItWas();
  });

  it('and in an editor tab, while the view says where the chat is', async () => {
    await live.window.palette('Parley: Open Chat in Editor');
    await tab().waitFor();
    await isAsItWas();
    const left = await pageWith('Bring it back here');
    await left.getByRole('heading', { name: 'The chat is open in an editor tab.' }).waitFor();
    assert.equal(await left.getByRole('textbox').count(), 0);
  });

  it('code goes from the tab into the editor beside it', async () => {
    const code = (await pageWith(composerButton)).locator('parley-code');
    // A button that is not in sight would be scrolled to.
    const seen = await code.evaluateAll((all) => all.findIndex((one) => one.getBoundingClientRect().top > 40));
    await code.nth(seen).getByRole('button', { name: 'Insert at cursor' }).click();
    const line = (await code.nth(seen).locator('pre').innerText()).split('\n')[0] ?? '';
    await live.window.page.locator('.editor-group-container.active .view-line').getByText(line).waitFor();
    await live.window.press('ControlOrMeta+KeyZ');
    await live.window.page
      .locator('.editor-group-container.active .view-line')
      .getByText(line)
      .waitFor({ state: 'detached' });
    await isAsItWas();
  });

  it('and when the window is reloaded, with the tab', async () => {
    // The kind of the tab stands elsewhere, too, and is there sooner.
    await isKept(live.window.page, 'editorpart.state', 'mainThreadWebview-parley.chat');
    await live.window.reload();
    await tab().waitFor({ timeout: slowMs });
    await isAsItWas();
    await pageWith('Bring it back here');
  });

  it('the view leads to the tab, and takes the chat back', async () => {
    await live.window.openFile('src/invoice.ts');
    await (await pageWith('Show it')).getByRole('button', { name: 'Show it' }).click();
    await live.window.page.locator('.tab.active[aria-label^="Parley"]').waitFor();
    await (await pageWith('Bring it back here')).getByRole('button', { name: 'Bring it back here' }).click();
    await tab().waitFor({ state: 'detached' });
    await isAsItWas();
    assert.equal(await views().count(), 1);
    await chat.focusedComposer();
  });

  it('a tab that is closed gives the chat back, too', async () => {
    await live.window.palette('Parley: Open Chat in Editor');
    await tab().waitFor();
    await isAsItWas();
    await live.window.palette('View: Close Editor');
    await tab().waitFor({ state: 'detached' });
    await isAsItWas();
    await chat.send('And what else?');
    await chat.questions.getByText('And what else?').waitFor();
  });

  it('and so does a window of its own', async () => {
    const opened = live.window.page.context().waitForEvent('page');
    await live.window.palette('Parley: Open Chat in New Window');
    const other = await opened;
    const inside = other.locator('iframe.webview').contentFrame().frameLocator('iframe#active-frame');
    await inside.getByRole('textbox', { name: 'Question' }).waitFor();
    await inside.getByText('And what else?').waitFor();
    await (await pageWith('Bring it back here')).getByRole('button', { name: 'Bring it back here' }).click();
    await chat.composer.waitFor();
    await chat.questions.getByText('And what else?').waitFor();
  });
});
