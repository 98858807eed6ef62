import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PanelState, ViewToHost } from '../../../src/protocol.ts';
import { Drafts } from '../../../src/webview/drafts.ts';
import { initialState, receive, type SavedState, type ViewState } from '../../../src/webview/state.ts';

const panel: PanelState = {
  chat: 'c',
  transcript: { turns: [] },
  attachments: [],
  setup: { ready: true, local: [], environment: [], demo: false },
  draft: '',
};

/** A page that came back with `saved` while the host had `host`; what it said and kept is written down. */
function pageWith(saved: SavedState, host: Partial<PanelState>) {
  const posted: ViewToHost[] = [];
  const kept: SavedState[] = [];
  const drafts = new Drafts(saved, { post: (message) => posted.push(message), keep: (one) => kept.push(one) });
  const snapshot = { ...panel, ...host };
  drafts.hear(snapshot);
  const state = receive(initialState(saved), { type: 'snapshot', state: snapshot }, 0);
  return { drafts, posted, kept, state };
}

const sent = ({ draft, ...rest }: ViewState): ViewState => ({ ...rest, draft: '', pending: draft });

describe('what is being written', () => {
  it('is told to the host once, and kept for the next page', () => {
    const { drafts, posted, kept, state } = pageWith({}, {});
    drafts.save(state);
    drafts.save({ ...state, draft: 'Why?' });
    drafts.save({ ...state, draft: 'Why?' });
    assert.deepEqual(posted, [{ type: 'draft', text: 'Why?', revision: 1 }]);
    assert.deepEqual(kept.at(-1), { chat: 'c', draft: 'Why?', revision: 1 });
  });

  // Else a page that the editor brings back as it was before would win over a host that knows that the text was sent.
  it('is no newer than at the host as long as it is what the host gave', () => {
    const { drafts, posted, kept, state } = pageWith({}, { draft: 'Why?', draftRevision: 7 });
    drafts.save(state);
    assert.deepEqual([posted, kept.at(-1)?.revision], [[], 7]);
    const back = pageWith(kept.at(-1) ?? {}, { draft: '', draftRevision: 8 });
    assert.equal(back.state.draft, '');
  });

  it('is kept while it is sent, and told again once it has arrived', () => {
    const { drafts, posted, kept, state } = pageWith({}, {});
    const written = { ...state, draft: 'Why?' };
    drafts.save(written);
    drafts.save(sent(written));
    assert.deepEqual(kept.at(-1), { chat: 'c', draft: '', pending: 'Why?', revision: 2 });
    drafts.save(state);
    assert.deepEqual(
      posted.map((message) => message.type === 'draft' && [message.text, message.revision]),
      [
        ['Why?', 1],
        ['', 3],
      ],
    );
  });
});
