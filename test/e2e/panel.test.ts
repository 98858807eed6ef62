import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { asked, eventsMessage, posted, say, show, streamed } from './panelPage.ts';
import { scenes } from './panelScenes.ts';
import { panelSession } from './panelSession.ts';

const session = panelSession();

/** In a state; most tests begin with an empty chat. */
const withPanel = (test: (page: Page) => Promise<void>, state = 'empty') => session.withPanel(state, test);

const text = (delta: string) => ({ type: 'text', delta }) as const;
const stop = { type: 'finish', reason: 'stop' } as const;
const ask = (page: Page) => page.getByRole('textbox', { name: 'Question' });

/** The composer is drawn with the next frame, and the caret put behind its text. */
async function composerHolds(page: Page, text: RegExp): Promise<void> {
  await page.waitForFunction((pattern) => {
    const box = document.querySelector<HTMLTextAreaElement>('#question');
    return box !== null && pattern.test(box.value) && box.selectionStart === box.value.length;
  }, text);
}

describe('composer', () => {
  it('Enter sends, Shift+Enter starts a line, and the text stays in sight until the host has it', () =>
    withPanel(async (page) => {
      await ask(page).fill('first');
      await ask(page).press('Shift+Enter');
      await ask(page).pressSequentially('second');
      await ask(page).press('Enter');
      assert.deepEqual(await posted(page), [{ type: 'send', text: 'first\nsecond' }]);
      assert.equal(await ask(page).inputValue(), '');
      await page.getByRole('article', { name: 'Sending…' }).waitFor();
      await say(page, eventsMessage(asked('first\nsecond')));
      await page.getByRole('article', { name: 'Sending…' }).waitFor({ state: 'detached' });
      await page.getByRole('article', { name: 'You' }).waitFor();
    }));

  it('Enter that belongs to an input method does not send', () =>
    withPanel(async (page) => {
      await ask(page).fill('に');
      await ask(page).evaluate((element) => {
        const key = { key: 'Enter', bubbles: true, cancelable: true };
        element.dispatchEvent(new KeyboardEvent('keydown', { ...key, isComposing: true }));
        element.dispatchEvent(new KeyboardEvent('keydown', { ...key, keyCode: 229 }));
      });
      assert.deepEqual(await posted(page), []);
      await ask(page).press('Enter');
      assert.deepEqual(await posted(page), [{ type: 'send', text: 'に' }]);
    }));

  it('while an answer runs, text is taken, sending is not, and Escape and the button stop', () =>
    withPanel(async (page) => {
      await ask(page).fill('next');
      await ask(page).press('Enter');
      assert.equal(await ask(page).inputValue(), 'next');
      await ask(page).press('Escape');
      await page.getByRole('button', { name: 'Stop (Escape)' }).click();
      assert.deepEqual(await posted(page), [{ type: 'stop' }, { type: 'stop' }]);
    }, 'streaming'));

  it('F2 edits the last question; Escape leaves it; sending replaces it', () =>
    withPanel(async (page) => {
      const question = /^Why does this limiter/;
      await ask(page).press('F2');
      await composerHolds(page, question);
      await ask(page).press('Escape');
      await composerHolds(page, /^$/);
      await ask(page).press('F2');
      await composerHolds(page, question);
      await ask(page).fill('Shorter, please');
      await ask(page).press('Enter');
      const said = (await posted(page)).filter(({ type }) => type !== 'place');
      assert.deepEqual(said, [
        { type: 'edit', id: 'q1' },
        { type: 'edit-cancel' },
        { type: 'edit', id: 'q1' },
        { type: 'edit-send', id: 'q1', text: 'Shorter, please' },
      ]);
    }, 'length'));

  it('chips are opened and taken off with the keyboard, and the buttons say what they do', () =>
    withPanel(async (page) => {
      await page.getByRole('button', { name: 'Open src/server/rateLimiter.ts:12-40' }).press('Enter');
      await page.getByRole('button', { name: 'Remove rateLimiter.ts' }).press('Enter');
      await page.getByRole('button', { name: 'Attach code, an image or a PDF' }).click();
      await page.getByRole('button', { name: /^Model: GPT-5 mini \(OpenAI\)/ }).click();
      assert.deepEqual(await posted(page), [
        { type: 'open-attachment', id: 'x1' },
        { type: 'detach', id: 'x1' },
        { type: 'attach' },
        { type: 'pick-model' },
      ]);
    }));

  it('a draft survives a reload of the page and reaches the host', () =>
    withPanel(async (page) => {
      await ask(page).fill('half a thought');
      await page.waitForFunction(() => window.posted.some(({ type }) => type === 'draft'));
      await page.reload();
      await page.waitForFunction(() => window.posted.some(({ type }) => type === 'ready'));
      await show(page, scenes['empty'] ?? []);
      assert.equal(await ask(page).inputValue(), 'half a thought');
    }));

  it('focus puts the caret into the composer, after the text handed over', () =>
    withPanel(async (page) => {
      await say(page, { type: 'focus', text: 'Explain this' });
      await page.waitForFunction(() => document.activeElement?.id === 'question');
      await page.keyboard.type('!');
      assert.equal(await ask(page).inputValue(), 'Explain this!');
    }));
});

describe('answers', () => {
  it('copy and insert take the code, links and answers go to the host, and nothing navigates', () =>
    withPanel(async (page) => {
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
      await page.getByRole('button', { name: 'Insert at cursor' }).click();
      await page.getByRole('link', { name: 'the token bucket' }).click();
      await page.getByRole('link', { name: 'the token bucket' }).press('Enter');
      await page.getByRole('button', { name: 'Copy answer' }).click();
      await page.getByRole('button', { name: 'Retry' }).click();
      const said = await posted(page);
      assert.deepEqual(
        said.map(({ type }) => type),
        ['copy', 'insert', 'open-link', 'open-link', 'copy', 'retry'],
      );
      assert.match(JSON.stringify(said[0]), /export function take.*return true;\\n}"/);
      assert.deepEqual(said[2], { type: 'open-link', url: 'https://en.wikipedia.org/wiki/Token_bucket' });
      assert.equal(new URL(page.url()).origin, session.site.origin);
    }, 'code and table'));

  it('a streamed answer ends as the same elements as one that came at once, and frozen blocks are not redrawn', () =>
    withPanel(async (page) => {
      const answer = `# T\n\nsee [ref]\n\n- a\n- b\n\n${'```js\nlet a = 1;\n\n```\n\n| x | y |\n|--|--|\n| 1 | 2 |\n\ntext **bold**\n\n'.repeat(4)}[ref]: https://a.example`;
      await say(page, eventsMessage(asked('q')));
      for (let at = 0; at < answer.length; at += 9) {
        await say(page, eventsMessage(streamed([text(answer.slice(at, at + 9))])));
        if (at === 90)
          await page
            .locator('parley-code')
            .first()
            .evaluate((code) => code.setAttribute('data-kept', ''));
      }
      await say(page, eventsMessage(streamed([stop])), eventsMessage(asked('again', '2')));
      await say(page, eventsMessage(streamed([text(answer), stop], '2')));
      await page.locator('[data-turn=a2] footer').waitFor();
      const shape = (id: string) =>
        page.locator(`[data-turn=${id}] parley-markdown`).evaluate((element) => {
          const copy = element.cloneNode(true) as HTMLElement;
          for (const marked of copy.querySelectorAll('[data-kept]')) marked.removeAttribute('data-kept');
          copy.normalize();
          return copy.innerHTML;
        });
      assert.equal(await page.locator('[data-kept]').count(), 1);
      assert.equal(await shape('a1'), await shape('a2'));
      assert.equal(await page.locator('[data-turn=a1] [role=link]').count(), 1);
    }));

  it('sources are opened by the host, with the mouse and the keyboard; what is no web address is no link', () =>
    withPanel(async (page) => {
      const list = page.locator('.sources');
      assert.deepEqual(await list.getByRole('link').allInnerTexts(), [
        'Token bucket',
        'RFC 2697: A Single Rate Three Color Marker, which meters a packet stream and marks its packets',
        'bank.example',
        'docs.example',
      ]);
      await page.getByRole('heading', { name: 'Sources' }).waitFor();
      await list.getByText('evil.example').waitFor();
      await list.getByRole('link', { name: 'Token bucket' }).click();
      await list.getByRole('link', { name: 'Token bucket' }).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await list.getByText('A file of this machine').click();
      await list.getByText('2 more').press('Enter');
      await list.getByRole('link', { name: 'كيف تعمل الدلاء' }).press('Enter');
      assert.deepEqual(await posted(page), [
        { type: 'open-link', url: 'https://en.wikipedia.org/wiki/Token_bucket' },
        { type: 'open-link', url: 'https://www.rfc-editor.org/rfc/rfc2697' },
        { type: 'open-link', url: 'https://ar.example/' },
      ]);
      assert.equal(new URL(page.url()).origin, session.site.origin);
    }, 'sources'));

  it('reasoning is folded, and stays as the reader left it', () =>
    withPanel(async (page) => {
      assert.equal(await page.locator('details.fold').getAttribute('open'), null);
      await page.getByText('Thinking…').click();
      await page.getByText('brevity').waitFor();
      await say(page, eventsMessage(streamed([text('Done.'), stop])));
      await page.getByText('Thought').waitFor();
      assert.equal(await page.getByText('brevity').isVisible(), true);
    }, 'reasoning'));

  it('the countdown to a retry goes on by itself', () =>
    withPanel(async (page) => {
      await page.getByText('Overloaded. Trying again in 60 s (retry 1).').waitFor();
      await page.getByText('Overloaded. Trying again in 59 s (retry 1).').waitFor();
    }, 'retry'));

  const endings: [scene: string, button: string, message: unknown][] = [
    ['length', 'Continue', { type: 'continue' }],
    ['stopped', 'Continue', { type: 'continue' }],
    ['interrupted', 'Continue', { type: 'continue' }],
    [
      'interrupted, another may go on',
      'Continue with GPT-5',
      { type: 'continue', model: { connection: 'openai', model: 'gpt-5' } },
    ],
    ['error', 'Add a key…', { type: 'action', action: 'add-key' }],
    ['refusal', 'Pick another model', { type: 'action', action: 'pick-model' }],
    ['first run', 'Paste an API key', { type: 'action', action: 'add-key' }],
    ['first run', 'Try the demo', { type: 'action', action: 'use-demo' }],
    ['first run, local server', 'Use Ollama', { type: 'action', action: 'use-local', value: 'ollama' }],
    ['first run, local server', 'Use your OpenAI key', { type: 'action', action: 'use-environment', value: 'openai' }],
  ];
  for (const [scene, button, message] of endings) {
    it(`${scene}: the button "${button}" helps`, () =>
      withPanel(async (page) => {
        await page.getByRole('button', { name: button }).click();
        assert.deepEqual(await posted(page), [message]);
      }, scene));
  }

  it('another model that takes over is told in a line that opens to the reason, and stays told', () =>
    withPanel(async (page) => {
      const line = page.locator('.switch summary');
      await line.getByText('Claude Sonnet was overloaded; asking GPT-5').waitFor();
      assert.equal(await page.getByRole('heading', { name: 'GPT-5' }).count(), 1);
      assert.match(
        (await page.getByRole('status').textContent()) ?? '',
        /Claude Sonnet was overloaded\. GPT-5 is asked/,
      );
      await say(page, eventsMessage(streamed([text('So.'), stop])));
      await line.getByText('Claude Sonnet was overloaded; GPT-5 answered').waitFor();
      const reason = 'The provider of Claude Sonnet said what went wrong (status 529).';
      assert.equal(await line.getAttribute('title'), reason);
      assert.equal(await page.getByText(reason).isVisible(), false);
      await line.press('Enter');
      await page.getByText(reason).waitFor();
    }, 'switching'));

  it('when nobody answers, the line does not say so of the last, and the error names who was tried', () =>
    withPanel(async (page) => {
      await page.getByText('Claude Sonnet took too long; GPT-5 was asked').waitFor();
      await page.locator('.card').getByText('GPT-5 could not answer either.').waitFor();
    }, 'nobody answered'));

  it('an error that is not the last turn offers no step', () =>
    withPanel(async (page) => {
      await say(page, eventsMessage(asked('again', '2')));
      await page.locator('[data-turn=a2]').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Add a key…' }).count(), 0);
    }, 'error'));
});
