import assert from 'node:assert/strict';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { rigFolder } from '../rig/paths.ts';
import { begun, ended } from '../servers/chatSteps.ts';
import type { Step } from '../servers/faultServer.ts';
import { openaiScript } from '../servers/openaiScript.ts';
import { everything } from './panelScenes.ts';
import { scriptedSession } from './scriptedSession.ts';

const script = openaiScript();

describe('an answer, drawn', () => {
  const live = scriptedSession({ size: { width: 1500, height: 1100 } });
  const { chat } = live;
  const drawn = () => chat.answers.last().locator('parley-markdown');
  const picture = (name: string) => live.window.screenshot(join(rigFolder, 'rendering', `${name}.png`));

  beforeEach(() => chat.newChat());

  it('has formulas, notes, tasks and lists, and scrolls nowhere but inside of what is wide', async () => {
    live.servers.server.script(begun(everything), ended);
    const answer = await chat.ask('Show everything');
    await answer.locator('math').nth(3).waitFor();
    assert.equal(await answer.locator('.math.display math').count(), 1);
    assert.deepEqual(
      await answer.getByRole('checkbox', { disabled: true }).evaluateAll((all) => all.map((box) => box.ariaLabel)),
      ['Done', 'Not done'],
    );
    assert.equal(await answer.locator('ol > li > ul > li > ol > li').count(), 2);
    await answer.getByRole('link', { name: 'Note sum', exact: true }).press('Enter');
    await answer.locator('[data-note]:focus').getByText('The sum is over all calls').waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await live.window.setTheme(theme);
      for (const width of [200, 700]) {
        await live.window.setSidebarWidth(width);
        const wide = await chat.frame.locator('body').evaluate(() => {
          const scrolls = (element: Element | null) => element !== null && element.scrollWidth > element.clientWidth;
          const inside = ['.table-box', '.math.display', 'parley-code pre'];
          return {
            page: scrolls(document.documentElement) || scrolls(document.querySelector('#conversation')),
            inside: inside.map((one) => scrolls(document.querySelector(one))),
          };
        });
        assert.equal(wide.page, false, `${theme}, ${width} px`);
        if (width === 200) assert.deepEqual(wide.inside, [true, true, true]);
        await picture(`everything-${theme}-${width}`);
      }
    }
  });

  it('shows no marker of what is half open while it comes', async () => {
    const { server } = live.servers;
    const halves: [piece: string, gate: string, text: RegExp][] = [
      ['It is **bo', 'bold', /^It is bo$/],
      ['ld** and [a li', 'link', /^It is bold and$/],
      ['nk](https://a.example/) is.\n\n| a | b', 'table', /^It is bold and a link is\.$/],
      [' |\n|--|--|\n| 1 | 2 |\n\n$$x', 'formula', /a link is\.\s+a\s+b\s+1\s+2$/],
      ['^2$$\n\n```js\nlet a = [0', 'code', /let a = \[0$/],
    ];
    const steps = halves.flatMap(([piece, gate]): Step[] => [{ bytes: script.text(piece) }, { wait: gate }]);
    server.script({ bytes: script.open() }, ...steps, ended);
    await chat.send('Slowly');
    for (const [, gate, text] of halves) {
      await server.reached(gate);
      await drawn().filter({ hasText: /\S/ }).waitFor();
      await untilText(text);
      server.open(gate);
    }
    const answer = await chat.ended();
    assert.equal(await answer.locator('strong').innerText(), 'bold');
  });

  async function untilText(expected: RegExp): Promise<void> {
    const until = Date.now() + 10_000;
    let text = '';
    while (Date.now() < until) {
      text = (await drawn().innerText()).trim();
      if (expected.test(text)) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.match(text, expected);
  }

  it('resolves links that are defined at the end', async () => {
    const text = 'See [the docs][1] and [more].\n\n[1]: https://a.example/\n[more]: https://b.example/';
    live.servers.server.script(begun(text), ended);
    const answer = await chat.ask('With references');
    const links = answer.locator('parley-markdown').getByRole('link');
    await links.nth(1).waitFor();
    assert.deepEqual(await links.allInnerTexts(), ['the docs', 'more']);
  });
});
