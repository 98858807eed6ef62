import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { ChatEvent } from '../../../src/model/transcript.ts';
import type { HostToView, PanelState } from '../../../src/protocol.ts';
import {
  beginEdit,
  cancelEdit,
  initialState,
  quote,
  receive,
  sendBlock,
  submit,
  type SavedState,
  type ViewState,
} from '../../../src/webview/state.ts';
import { strings } from '../../../src/webview/strings.ts';

const panel: PanelState = {
  chat: 'c',
  transcript: { turns: [] },
  attachments: [],
  setup: { ready: true, local: [], environment: [], demo: false },
  draft: '',
};
const question: ChatEvent = { type: 'user', id: 'q', at: 0, text: 'Why?', attachments: [] };
const answer: ChatEvent = { type: 'assistant', id: 'a', at: 0, model: { connection: 'x', model: 'm' }, label: 'M' };
const stream = (event: StreamEvent): ChatEvent => ({ type: 'stream', id: 'a', event });
const finish = stream({ type: 'finish', reason: 'stop' });
const events = (...all: ChatEvent[]): HostToView => ({ type: 'events', chat: 'c', events: all });
const snapshot = (part: Partial<PanelState> = {}): HostToView => ({ type: 'snapshot', state: { ...panel, ...part } });

function after(messages: readonly HostToView[], saved: SavedState = {}): ViewState {
  return messages.reduce((state, message) => receive(state, message, 1_000), initialState(saved));
}

describe('messages of the host', () => {
  it('folds the events of its own conversation only', () => {
    const state = after([snapshot(), events(question)]);
    assert.deepEqual(
      state.panel?.transcript.turns.map((turn) => turn.id),
      ['q'],
    );
    assert.equal(receive(state, { type: 'events', chat: 'other', events: [answer] }, 0), state);
  });

  it('ignores events before a snapshot', () => {
    const state = initialState({});
    assert.equal(receive(state, events(question), 0), state);
  });

  it('changes only what a change names', () => {
    const state = after([snapshot({ draft: 'd' }), { type: 'changed', change: { unsaved: 'disk full' } }]);
    assert.deepEqual([state.panel?.unsaved, state.panel?.setup.ready, state.draft], ['disk full', true, 'd']);
  });

  it('announces the start, the end and a failure, and no text', () => {
    const said = [
      [],
      [stream({ type: 'text', delta: 'x' })],
      [finish],
      [stream({ type: 'finish', reason: 'aborted' })],
      [stream({ type: 'error', error: { kind: 'network', message: 'No network.' } })],
    ].map((rest) => after([snapshot(), events(question, answer, ...rest)]).status);
    assert.deepEqual(said, [
      strings.statusStarted,
      strings.statusStarted,
      strings.statusFinished,
      strings.statusStopped,
      'The answer failed: No network.',
    ]);
  });

  it('announces that another model takes over, and why', () => {
    const error = { kind: 'quota', message: 'No credit.' } as const;
    const model = { connection: 'y', model: 'n' };
    const takeover = stream({ type: 'fallback', from: 'M', to: 'N', model, error });
    const state = after([snapshot(), events(question, answer, takeover)]);
    assert.equal(state.status, 'M had no quota left. N is asked instead.');
  });

  it('counts a retry from when it came', () => {
    const error = { kind: 'overloaded', message: 'Busy.' } as const;
    const state = after([snapshot(), events(question, answer)]);
    const retry = events(stream({ type: 'retry', attempt: 1, delayMs: 3_000, error }));
    assert.equal(receive(state, retry, 5_000).heardAt, 5_000);
  });

  it('counts every wait from the last news, and signs of life apart', () => {
    const started = receive(after([snapshot()]), events(question, answer), 2_000);
    assert.equal(started.heardAt, 2_000);
    const alive = receive(started, events(stream({ type: 'alive' })), 3_000);
    assert.deepEqual([alive.heardAt, alive.aliveAt], [2_000, 3_000]);
    const spoken = receive(alive, events(stream({ type: 'text', delta: 'x' })), 4_000);
    assert.deepEqual([spoken.heardAt, spoken.aliveAt], [4_000, undefined]);
  });

  it('goes on counting when the panel comes back', () => {
    const state = receive(initialState({}), snapshot({ quietMs: 7_000 }), 10_000);
    assert.equal(state.heardAt, 3_000);
  });

  it('announces a wait once, not each second of it', () => {
    const error = { kind: 'rate-limited', message: 'Limits.' } as const;
    const said = [
      [stream({ type: 'retry', attempt: 1, delayMs: 60_000, error })],
      [stream({ type: 'retry', attempt: 1, delayMs: 700, error })],
      [stream({ type: 'queued', delayMs: 20_000 })],
      [stream({ type: 'queued', delayMs: 20_000 }), stream({ type: 'queued', delayMs: 0 })],
    ].map((rest) => after([snapshot(), events(question, answer, ...rest)]).status);
    assert.deepEqual(said, [
      'Too many requests. The next try comes in 60 seconds.',
      'Too many requests. The next try comes in 1 second.',
      "The question waits 20 seconds for the provider's limit.",
      "The question waits 20 seconds for the provider's limit.",
    ]);
  });

  it('announces a sign of life once, and only in a long silence', () => {
    const alive = events(stream({ type: 'alive' }));
    const started = receive(after([snapshot()]), events(question, answer), 1_000);
    const early = receive(started, alive, 3_000);
    assert.equal(early.status, strings.statusStarted);
    const late = receive(early, alive, 11_000);
    assert.equal(late.status, strings.statusAlive);
    const other = { ...late, status: 'something else' };
    assert.equal(receive(other, alive, 12_000).status, 'something else');
    const spoken = receive(other, events(stream({ type: 'text', delta: 'x' })), 13_000);
    assert.equal(receive(spoken, alive, 23_000).status, strings.statusAlive);
  });

  it('announces a banner when it comes and when it goes, and not with every snapshot', () => {
    const reading = after([snapshot(), snapshot({ readOnly: 'elsewhere' })]);
    assert.equal(reading.status, strings.readOnly.elsewhere);
    const other = { ...reading, status: 'something else' };
    assert.equal(receive(other, snapshot({ readOnly: 'elsewhere' }), 0).status, 'something else');
    const full = receive(other, { type: 'changed', change: { unsaved: 'Disk full.' } }, 0);
    assert.equal(full.status, 'Disk full.');
    const attached = receive(
      { ...full, status: 'something else' },
      { type: 'changed', change: { attachments: [] } },
      0,
    );
    assert.equal(attached.status, 'something else');
    const saved = receive(attached, snapshot({ readOnly: 'elsewhere' }), 0);
    assert.equal(saved.status, strings.statusSaved);
    assert.equal(receive(saved, snapshot(), 0).status, strings.statusWritable);
    assert.equal(receive(attached, snapshot({ chat: 'other' }), 0).status, 'something else');
  });
});

describe('sending', () => {
  it('takes the trimmed text and keeps it until the host has it', () => {
    const sent = submit({ ...after([snapshot()]), draft: '  Why?\n' });
    assert.deepEqual(sent?.message, { type: 'send', text: 'Why?' });
    assert.deepEqual([sent?.state.draft, sent?.state.pending], ['', 'Why?']);
    assert.equal(receive(sent?.state ?? initialState({}), events(question), 0).pending, undefined);
  });

  it('is blocked, in words, without a model, while an answer runs, and without text', () => {
    const bare = after([snapshot({ setup: { ...panel.setup, ready: false } })]);
    const running = after([snapshot(), events(question, answer)]);
    const states = [
      { ...bare, draft: 'x' },
      { ...running, draft: 'x' },
      { ...after([snapshot()]), draft: ' \n' },
    ];
    assert.deepEqual(states.map(sendBlock), [
      strings.sendBlockedBySetup,
      strings.sendBlockedByAnswer,
      strings.sendBlockedByText,
    ]);
    assert.deepEqual(states.map(submit), [undefined, undefined, undefined]);
  });
});

describe('a chat that can only be read', () => {
  it('takes no question and no edit until another snapshot says otherwise', () => {
    const reading = after([snapshot(), events(question, answer, finish), snapshot({ readOnly: 'elsewhere' })]);
    const written = { ...reading, draft: 'x' };
    assert.equal(sendBlock(written), strings.sendBlockedByReading);
    assert.equal(submit(written), undefined);
    const asked = {
      ...panel.transcript,
      turns: [{ role: 'user', id: 'q', at: 0, text: 'Why?', attachments: [] }],
    } as const;
    const full = receive(written, snapshot({ readOnly: 'elsewhere', transcript: asked }), 0);
    assert.equal(beginEdit(full), full);
    const free = receive(full, snapshot({ transcript: asked }), 0);
    assert.equal(sendBlock(free), undefined);
    assert.equal(free.draft, 'x');
    assert.equal(beginEdit(free).editing?.id, 'q');
  });
});

describe('text is never lost', () => {
  it('stays in the composer of a page that lives when another conversation is shown', () => {
    const writing = { ...after([snapshot()]), draft: 'as typed just now' };
    const other = receive(writing, snapshot({ chat: 'other', draft: 'as saved before' }), 0);
    assert.equal(other.draft, 'as typed just now');
  });

  const cases: [name: string, saved: SavedState, state: Partial<PanelState>, draft: string][] = [
    ['the saved text of this conversation comes back', { chat: 'c', draft: 'mine' }, { draft: 'old' }, 'mine'],
    ['a new page takes the draft of the host', {}, { draft: 'host' }, 'host'],
    ['another conversation brings its own draft', { chat: 'b', draft: 'mine' }, { draft: 'host' }, 'host'],
    ['text follows into a conversation without a draft', { chat: 'b', draft: 'mine' }, {}, 'mine'],
    ['what was sent to a host that died comes back', { chat: 'c', pending: 'sent' }, {}, 'sent'],
    ['and before what was written since', { chat: 'c', pending: 'sent', draft: 'more' }, {}, 'sent\nmore'],
    ['what was sent and arrived does not', { chat: 'c', pending: 'Why?' }, { transcript: { turns: [turn()] } }, ''],
  ];
  function turn() {
    return { role: 'user', id: 'q', at: 0, text: 'Why?', attachments: [] } as const;
  }
  for (const [name, saved, state, draft] of cases) {
    it(name, () => {
      const result = after([snapshot(state)], saved);
      assert.deepEqual([result.draft, result.pending], [draft, undefined]);
    });
  }

  it('a snapshot does not touch what is being written', () => {
    const state = { ...after([snapshot()]), draft: '' };
    assert.equal(receive(state, snapshot({ draft: 'stale' }), 0).draft, '');
  });

  it('text handed over by a command is added to what is there', () => {
    const state = { ...after([snapshot()]), draft: 'mine' };
    assert.equal(receive(state, { type: 'focus', text: 'theirs' }, 0).draft, 'mine\ntheirs');
    assert.equal(receive(state, { type: 'focus' }, 0), state);
  });
});

describe('editing a question', () => {
  const done = { ...after([snapshot(), events(question, answer, finish)]), draft: 'later' };

  it('replaces it when sent, and gives back what stood in the composer', () => {
    const sent = submit({ ...beginEdit(done), draft: 'Why not?' });
    assert.deepEqual(sent?.message, { type: 'edit-send', id: 'q', text: 'Why not?' });
    assert.deepEqual([sent?.state.draft, sent?.state.editing], ['later', undefined]);
  });

  it('is left without a trace', () => {
    const editing = beginEdit(done);
    assert.equal(editing.draft, 'Why?');
    assert.deepEqual(cancelEdit(editing), done);
  });

  it('waits for a running answer, and for a question', () => {
    const running = after([snapshot(), events(question, answer)]);
    assert.equal(beginEdit(running), running);
    assert.equal(beginEdit(after([snapshot()])).editing, undefined);
  });

  it('an earlier one is edited like the last', () => {
    const second = { ...question, id: 'q2', text: 'And?' } as const;
    const state = receive(done, events(second), 0);
    assert.deepEqual([beginEdit(state).editing?.id, beginEdit(state, 'q').editing?.id], ['q2', 'q']);
    const editing = beginEdit(state, 'q');
    assert.deepEqual([editing.draft, beginEdit(state, 'a')], ['Why?', state]);
    const panel = state.panel ?? assert.fail();
    const refreshed = receive(editing, { type: 'snapshot', state: panel }, 0);
    assert.deepEqual(refreshed.editing, editing.editing, 'a snapshot does not end it');
    assert.equal(receive(editing, events({ type: 'rewind', to: 'q2' }), 0).editing?.id, 'q');
  });

  it('ends when the question goes away, and keeps both texts', () => {
    const editing = { ...beginEdit(done), draft: 'Why not?' };
    const state = receive(editing, events({ type: 'rewind', to: 'q' }), 0);
    assert.deepEqual([state.editing, state.draft], [undefined, 'later\nWhy not?']);
  });
});

describe('versions and deleted questions', () => {
  const done = after([snapshot(), events(question, answer, finish)]);

  it('a switch is told, and ends the edit of what is no longer shown', () => {
    const other = { ...question, id: 'q2', text: 'And?' } as const;
    const editing = { ...beginEdit(receive(done, events({ type: 'rewind', to: 'q' }, other), 0)), draft: 'mine' };
    const state = receive(editing, events({ type: 'switch', to: 'q' }), 0);
    assert.deepEqual([state.status, state.editing, state.draft], ['Version 1 of 2 is shown.', undefined, 'mine']);
  });

  it('a deletion can be undone until something else happens', () => {
    const deleted = receive(done, events({ type: 'delete', id: 'q' }), 0);
    assert.deepEqual([deleted.deleted, deleted.panel?.transcript.turns], ['q', []]);
    assert.match(deleted.status, /Undo/);
    const panel = deleted.panel ?? assert.fail();
    assert.equal(receive(deleted, { type: 'snapshot', state: panel }, 0).deleted, 'q');
    assert.equal(receive(deleted, { type: 'snapshot', state: { ...panel, chat: 'other' } }, 0).deleted, undefined);
    assert.equal(receive(deleted, events({ ...question, id: 'q2' }), 0).deleted, undefined);
    const back = receive(deleted, events({ type: 'restore', id: 'q' }), 0);
    assert.deepEqual([back.deleted, back.panel?.transcript.turns.length], [undefined, 2]);
  });

  it('a passage is quoted behind what is written, with room for what is asked about it', () => {
    assert.equal(quote({ ...done, draft: '' }, ' one\n\n two ').draft, '> one\n>\n>  two\n\n');
    assert.equal(quote({ ...done, draft: 'And: ' }, 'one').draft, 'And:\n\n> one\n\n');
  });
});
