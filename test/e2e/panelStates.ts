import type { Page } from 'playwright-core';
import type { Attachment } from '../../src/model/attachment.ts';
import { leadsOn, type ErrorKind } from '../../src/model/error.ts';
import type { HostToView, Suggestion } from '../../src/protocol.ts';
import { asked, eventsMessage, panelState, say, show, streamed } from './panelPage.ts';
import { everything, scenes } from './panelScenes.ts';

/** A state of the panel: what the host says, and what the user does then. */
export interface PanelSight {
  readonly messages: readonly HostToView[];
  readonly reach?: (page: Page) => Promise<unknown>;
  /** The least that it is shown at: an editor tab is wider than a sidebar. */
  readonly width?: number;
}

const stop = { type: 'finish', reason: 'stop' } as const;
const answered = (question: string, answer: string, id = '1') => [
  ...asked(question, id),
  ...streamed([{ type: 'text', delta: answer }, stop], id),
];
const chat = (...events: Parameters<typeof eventsMessage>[0]): HostToView[] => [
  { type: 'snapshot', state: panelState() },
  eventsMessage(events),
];

const kinds: Readonly<Record<Attachment['kind'], Partial<Attachment>>> = {
  selection: { lines: { start: 12, end: 40 } },
  symbol: { symbol: 'takeOneTokenOrWaitForTheNextRefill', lines: { start: 4, end: 4 } },
  file: {},
  folder: { path: 'src/server' },
  problems: {},
  terminal: { path: 'bash' },
  diff: { path: 'tally' },
  image: { path: 'drawings/bucket.png' },
  document: { path: 'RFC 2697.pdf' },
};

/** One of each kind. */
export const everyChip: readonly Attachment[] = Object.entries(kinds).map(([kind, part], index) => ({
  id: `c${index}`,
  kind: kind as Attachment['kind'],
  path: 'src/server/rateLimiter.ts',
  uri: 'file:///w/src/server/rateLimiter.ts',
  languageId: '',
  tokens: 90 * (index + 1) ** 3,
  ...part,
}));

const found: readonly Suggestion[] = [
  { id: 'file a', kind: 'file', label: 'invoice.ts', detail: 'src/billing/documents/outgoing' },
  { id: 'folder b', kind: 'folder', label: 'invoices', detail: 'src' },
  { id: 'symbol c', kind: 'symbol', label: 'invoiceTotalWithTaxAndDiscount', detail: 'src/invoice.ts:29' },
  { id: 'diff d', kind: 'diff', label: 'Git diff', detail: 'tally, 3 files' },
];

async function completing(page: Page): Promise<void> {
  await page.locator('#question').pressSequentially('compare #inv');
  await page.waitForFunction(() => window.posted.some((said) => said.type === 'suggest' && said.query === 'inv'));
  await say(page, { type: 'suggestions', query: 'inv', items: found });
  await page.getByRole('option').last().waitFor();
}

/** A failure of each kind, after some words and before any. */
const failures = Object.fromEntries(
  (Object.keys(leadsOn) as ErrorKind[]).map((kind, index) => [
    `error: ${kind}`,
    {
      messages: chat(
        ...asked('Why?'),
        ...streamed([
          ...(index % 2 === 0 ? [] : [{ type: 'text', delta: 'Half an answer, then' } as const]),
          {
            type: 'error',
            error: {
              kind,
              message: `The provider said “${kind}”; what helps is said here in a whole sentence (status 400).`,
              detail: 'https://docs.example/errors/a-very-long-address-that-has-no-place-to-break/at-all',
              status: 400,
            },
          },
        ]),
      ),
    },
  ]),
);

/** From right to left, with what goes the other way inside of it. */
export const rightToLeft = `## כותרת עם \`code\` בתוכה

يعيد التابع \`take(bucket)\` القيمة **true** إذا بقي رمز واحد على الأقل، كما في [الوثائق](https://docs.example).

1. أولاً: احسب \`refilled\`
2. ثانياً: قارن مع 1
   - [x] مكتوب
   - [ ] מתועד

> ציטוט: ראו את הפונקציה \`wait()\` בקובץ src/limiter.ts.

\`\`\`typescript
export const take = (bucket: Bucket): boolean => bucket.tokens >= 1; // تعليق
\`\`\`

| الاسم | קובץ | Time |
|:--|--:|:-:|
| \`take\` | src/a.ts | 40 ns |
| ממתין | src/b.ts | 5 ms |

The formula $E = mc^2$ in English between them.

وهذه $x^2$ صيغة.`;

/** Every state of the panel; who adds one to the panel adds an entry. */
export const panelStates: Readonly<Record<string, PanelSight>> = {
  ...Object.fromEntries(Object.entries(scenes).map(([name, messages]) => [name, { messages }])),
  ...failures,
  'no model is picked': {
    messages: [
      {
        type: 'snapshot',
        state: panelState({
          setup: { ready: false, local: [], environment: [], demo: false, languageModels: true, models: true },
        }),
      },
    ],
  },
  'chips of each kind': { messages: [{ type: 'snapshot', state: panelState({ attachments: everyChip }) }] },
  'chips of each kind, sent': {
    messages: chat({ type: 'user', id: 'q1', at: 0, text: 'Why?', attachments: everyChip }, ...asked('').slice(1)),
  },
  'a list of names': { messages: [{ type: 'snapshot', state: panelState() }], reach: completing },
  'a question that is edited': {
    messages: chat(...answered('Why?', 'Because.'), ...answered('How?', 'So.', '2')),
    reach: async (page) => {
      await page.locator('[data-turn=q1]').getByRole('button', { name: 'Edit and ask again' }).press('Enter');
      await page.getByRole('button', { name: 'Cancel (Escape)' }).waitFor();
    },
  },
  'away from the end': {
    messages: chat(...answered('Why?', everything.repeat(2))),
    reach: async (page) => {
      await page.locator('#conversation').evaluate((box) => box.scrollTo(0, 0));
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    },
  },
  'a passage is selected': {
    messages: chat(...answered('Why?', 'Because of the burst.')),
    reach: async (page) => {
      await page.getByText('Because of the burst.').evaluate((text) => getSelection()?.selectAllChildren(text));
      await page.getByRole('button', { name: 'Quote' }).waitFor();
    },
  },
  'being sent': {
    messages: [{ type: 'snapshot', state: panelState() }],
    reach: async (page) => {
      await page.locator('#question').fill('Why?');
      await page.locator('#question').press('Enter');
      await page.getByRole('article', { name: 'Sending…' }).waitFor();
    },
  },
  'two of a kind': {
    messages: chat(
      ...asked('Why?'),
      ...streamed([{ type: 'error', error: { kind: 'network', message: 'No connection.' } }]),
      ...answered('Why?', everything.repeat(2), '2'),
      ...asked('How?', '3'),
      ...streamed([{ type: 'error', error: { kind: 'network', message: 'No connection.' } }], '3'),
    ),
  },
  'right to left': { messages: chat(...answered('מה עושה `take` כאן?', rightToLeft)) },
  'in an editor tab': { messages: chat(...answered('Why?', everything)), width: 1_200 },
  'the view of the sidebar meanwhile': { messages: [{ type: 'elsewhere' }] },
};

/** Brings a page into a state. */
export async function reachState(page: Page, { messages, reach }: PanelSight): Promise<void> {
  await show(page, messages);
  await reach?.(page);
}

/** Shows each state in turn, as whole as it gets. What was written and pressed for one is gone in the next. */
export async function walkStates(page: Page, visit: (name: string, state: PanelSight) => Promise<void>): Promise<void> {
  for (const [name, state] of Object.entries(panelStates)) {
    // A page that gives up the panel forgets all of it.
    await say(page, { type: 'elsewhere' });
    await page.getByRole('button', { name: 'Show it' }).waitFor();
    await reachState(page, state);
    await page.waitForFunction(() => document.querySelector('.math:not(:has(math))') === null);
    await visit(name, state);
  }
}
