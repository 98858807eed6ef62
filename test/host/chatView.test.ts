import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { ChatView } from '../../src/host/chatView.ts';
import { page, pageFolder } from '../../src/host/page.ts';
import { estimateTokens } from '../../src/model/tokens.ts';
import { emptyTranscript, fold, type ChatEvent, type Transcript } from '../../src/model/transcript.ts';
import type { HostToView, ViewToHost } from '../../src/protocol.ts';
import { fakeView, type FakeView } from './fakeView.ts';
import { until } from './until.ts';

const secret = 'the attached text';
const attachment = {
  id: 'a',
  kind: 'file',
  path: 'a.ts',
  uri: 'file:///a.ts',
  languageId: 'ts',
  text: secret,
} as const;
const question: ChatEvent = { type: 'user', id: 'q', at: 1, text: 'Why?', attachments: [attachment] };
const answer: ChatEvent = { type: 'assistant', id: 'a', at: 2, model: { connection: 'c', model: 'm' }, label: 'M' };
const says = (delta: string): ChatEvent => ({ type: 'stream', id: 'a', event: { type: 'text', delta } });
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('chat view', () => {
  let fake: FakeView;
  let view: ChatView;
  let transcript: Transcript;
  let received: ViewToHost[];
  let invalid: string[];
  let starts: number;
  let prepare: () => Promise<void>;

  beforeEach(() => {
    fake = fakeView();
    transcript = [question, answer].reduce(fold, emptyTranscript);
    received = [];
    invalid = [];
    starts = 0;
    prepare = () => Promise.resolve();
    view = new ChatView({
      extension: vscode.Uri.file('/extension'),
      prepare: () => prepare(),
      snapshot: () => ({
        chat: 'one',
        transcript,
        attachments: [attachment],
        setup: { ready: true, local: [], environment: [], demo: false },
        draft: '',
      }),
      onStart: () => void (starts += 1),
      onMessage: async (message) => void received.push(message),
      onInvalid: (problem) => invalid.push(problem),
    });
    view.resolve(fake.view);
  });

  /** What happens in the conversation reaches the transcript and the view, as in the extension. */
  function happen(...events: readonly ChatEvent[]): void {
    transcript = events.reduce(fold, transcript);
    view.events('one', events);
  }

  /** What the page shows: the last snapshot and the events after it. */
  function shown(): string {
    let state: Transcript | undefined;
    for (const message of fake.posted) {
      if (message.type === 'snapshot') state = message.state.transcript;
      if (message.type === 'events') state = message.events.reduce(fold, state ?? emptyTranscript);
    }
    const last = state?.turns.at(-1);
    return last?.role === 'assistant' ? last.parts.map((part) => ('text' in part ? part.text : '')).join('') : '';
  }

  const types = () => fake.posted.map(({ type }) => type);

  async function ready(): Promise<void> {
    const snapshots = types().filter((type) => type === 'snapshot').length;
    fake.send({ type: 'ready' });
    await until(() => types().filter((type) => type === 'snapshot').length > snapshots);
  }

  test('sends nothing before the page asks, then a snapshot, then only what is new', async () => {
    happen(says('early '));
    view.changed({ attachments: [] });
    view.focus('kept');
    await view.refresh();
    assert.deepEqual(fake.posted, []);
    await ready();
    assert.equal(starts, 1);
    assert.deepEqual(types(), ['snapshot', 'focus']);
    happen(says('late'));
    await until(() => types().length === 3);
    assert.equal(shown(), 'early late');
  });

  test('what is still to be sent is told with its cost, and never with its text', async () => {
    await ready();
    view.changed({ attachments: [attachment] });
    const told = fake.posted.flatMap((message) => {
      if (message.type === 'snapshot') return message.state.attachments;
      return message.type === 'changed' ? (message.change.attachments ?? []) : [];
    });
    const { text: _text, ...chip } = attachment;
    const tokens = estimateTokens(secret);
    assert.deepEqual(told, [
      { ...chip, tokens },
      { ...chip, tokens },
    ]);
  });

  test('texts for the composer that wait for the page are all given, in order', async () => {
    view.focus('first');
    view.focus();
    view.focus('second');
    await ready();
    const texts = fake.posted.flatMap((message) => (message.type === 'focus' ? [message.text] : []));
    assert.deepEqual(texts, ['first', '', 'second']);
  });

  test('gathers the events of a frame into one message, and deltas into one event', async () => {
    await ready();
    for (let index = 0; index < 500; index++) happen(says('x'));
    assert.deepEqual(types(), ['snapshot'], 'nothing within the frame');
    await until(() => types().includes('events'));
    const events = fake.posted.flatMap((message) => (message.type === 'events' ? message.events : []));
    assert.equal(events.length, 1);
    assert.equal(shown(), 'x'.repeat(500));
  });

  test('events of two conversations are not mixed', async () => {
    await ready();
    view.events('one', [says('a')]);
    view.events('two', [says('b')]);
    await until(() => types().length === 3);
    assert.deepEqual(
      fake.posted.flatMap((message) => (message.type === 'events' ? [message.chat] : [])),
      ['one', 'two'],
    );
  });

  test('a refresh while events come neither loses nor doubles one', async () => {
    await ready();
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const waiting = gates.map(({ promise }) => promise);
    prepare = () => waiting.shift() ?? Promise.resolve();
    const refreshes = [view.refresh(), view.refresh()];
    happen(says('a'));
    gates[0]?.resolve();
    await refreshes[0];
    happen(says('b'));
    gates[1]?.resolve();
    await refreshes[1];
    happen(says('c'));
    await until(() => types().at(-1) === 'events');
    assert.equal(shown(), 'abc');
  });

  test('two pages that ask in a row leave one state', async () => {
    fake.send({ type: 'ready' });
    happen(says('a'));
    fake.send({ type: 'ready' });
    happen(says('b'));
    await until(() => types().includes('snapshot'));
    happen(says('c'));
    await until(() => types().at(-1) === 'events');
    assert.equal(shown(), 'abc');
  });

  test('attached texts never reach the page', async () => {
    await ready();
    view.events('one', [question]);
    view.focus();
    await until(() => types().includes('events'));
    assert.doesNotMatch(JSON.stringify(fake.posted), new RegExp(secret));
    assert.match(JSON.stringify(fake.posted), /a\.ts/);
  });

  test('a hidden view is sent nothing; its next page gets a snapshot and what waited', async () => {
    await ready();
    happen(says('a'));
    fake.hide();
    happen(says('b'));
    view.changed({ attachments: [] });
    view.focus('kept');
    await view.refresh();
    assert.deepEqual(types(), ['snapshot']);
    fake.show();
    await ready();
    assert.deepEqual(types(), ['snapshot', 'snapshot', 'focus']);
    assert.equal(shown(), 'ab');
  });

  test('a page that goes away while its snapshot is made gets none', async () => {
    const gate = Promise.withResolvers<void>();
    prepare = () => gate.promise;
    fake.send({ type: 'ready' });
    fake.dispose();
    gate.resolve();
    await settle();
    assert.deepEqual(fake.posted, []);
  });

  test('an old view that is disposed of late does not silence the new one', async () => {
    const old = fake;
    fake = fakeView();
    view.resolve(fake.view);
    await ready();
    old.dispose();
    old.hide();
    happen(says('a'));
    await until(() => shown() === 'a');
    assert.deepEqual(old.posted, []);
  });

  test('a view that breaks down is left alone', async () => {
    await ready();
    fake.breakDown();
    happen(says('a'));
    view.focus('text');
    await view.refresh();
    await settle();
    assert.equal(fake.posted.length, 1);
  });

  test('after its disposal it sends nothing', async () => {
    await ready();
    happen(says('a'));
    view.dispose();
    happen(says('b'));
    await settle();
    assert.deepEqual(types(), ['snapshot']);
  });

  for (const message of [
    undefined,
    null,
    'ready',
    7,
    [],
    {},
    { type: 'execute', command: 'workbench.action.quit' },
    { type: '__proto__' },
    { type: 'constructor' },
    { type: ['ready'] },
    { type: 'send' },
    { type: 'send', text: '' },
    { type: 'send', text: { toString: 'x' } },
    { type: 'send', text: 'x'.repeat(1_000_001) },
    { type: 'copy', text: 'x'.repeat(10_000_001) },
    { type: 'open-link', url: `https://example.com/${'x'.repeat(8_000)}` },
    { type: 'action', action: 'delete-everything' },
    { type: 'detach', id: 5 },
  ]) {
    test(`ignores ${(JSON.stringify(message) ?? 'undefined').slice(0, 60)}, and says so in the log`, async () => {
      fake.send(message);
      await settle();
      assert.deepEqual([received, fake.posted, invalid.length], [[], [], 1]);
      assert.ok((invalid[0]?.length ?? 0) < 2_000);
    });
  }

  test('what a message has too much is not passed on', async () => {
    fake.send(JSON.parse('{"type":"send","text":"hi","model":"m","__proto__":{"polluted":true}}'));
    await until(() => received.length === 1);
    assert.deepEqual(received, [{ type: 'send', text: 'hi' }] satisfies HostMessages);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});

type HostMessages = readonly (ViewToHost | HostToView)[];

describe('page', () => {
  const { webview } = fakeView().view;
  const extension = vscode.Uri.file(`/ext"><img src=x onerror=alert(1)>'`);

  function policyOf(html: string): ReadonlyMap<string, string> {
    const [, content = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const directives = content.split(';').map((directive) => directive.trim().split(/\s+/));
    return new Map(directives.map(([name = '', ...sources]) => [name, sources.join(' ')]));
  }

  test('loads only its own script and the files of the extension', () => {
    const html = page(webview, extension);
    const [, nonce = ''] = /<script type="module" nonce="([^"]+)"/.exec(html) ?? [];
    assert.match(nonce, /^[\w-]{32,}$/);
    assert.deepEqual(Object.fromEntries(policyOf(html)), {
      'default-src': "'none'",
      'script-src': `'nonce-${nonce}'`,
      'style-src': 'https://files.example',
      'font-src': 'https://files.example',
      'img-src': 'https://files.example data: blob:',
      'connect-src': "'none'",
      'frame-src': "'none'",
      'form-action': "'none'",
      'base-uri': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'dompurify lit-html',
    });
    assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<link'), 'the policy comes first');
  });

  test('has a nonce of its own each time, and nothing inline', () => {
    const html = page(webview, extension);
    assert.notEqual(html, page(webview, extension));
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<img/);
    assert.match(html, /<script [^>]+><\/script>/);
  });

  test('may read one folder', () => {
    const fake = fakeView();
    const nothing = () => Promise.resolve();
    const view = new ChatView({
      extension,
      prepare: nothing,
      snapshot: () => assert.fail(),
      onStart: () => undefined,
      onMessage: nothing,
      onInvalid: () => undefined,
    });
    view.resolve(fake.view);
    assert.deepEqual(fake.view.webview.options, { enableScripts: true, localResourceRoots: [pageFolder(extension)] });
    assert.match(pageFolder(extension).path, /\/dist\/webview$/);
  });
});
