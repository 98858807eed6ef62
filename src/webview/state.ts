import type { HostToView, PanelState } from '../protocol.ts';
import type { Completion } from './completion.ts';
import { joined } from './composing.ts';
import type { Recall } from './recall.ts';
import { takeChange, takeSnapshot } from './takeSnapshot.ts';
import { takeEvent } from './takeEvent.ts';

/** All that the panel draws. What the host knows is in `panel`; the rest belongs to the composer. */
export interface ViewState {
  /** Absent until the first snapshot. */
  readonly panel?: PanelState;
  /** An editor tab has the panel, and this page nothing of it. */
  readonly elsewhere?: true;
  /** The conversation that the composer's text was written in. */
  readonly chat?: string;
  readonly draft: string;
  /** About how many tokens the draft is, as it was counted last. */
  readonly draftTokens?: number;
  /** Of the draft that the page came back with; see {@link PanelState.draftRevision}. */
  readonly revision: number;
  /** A question is being edited; `aside` is the text that stood in the composer before. */
  readonly editing?: { readonly id: string; readonly aside: string };
  /** The question that was deleted last, while that can be undone from the composer. */
  readonly deleted?: string;
  /** What is being named in the draft. */
  readonly completion?: Completion;
  /** The way through earlier questions, while the composer holds one. */
  readonly recall?: Recall;
  /** Which of several answers is shown where they do not fit side by side, once one was chosen. */
  readonly column?: string;
  /** Of each of several answers, when something new came of it. */
  readonly heardOf?: Readonly<Record<string, number>>;
  /** Sent, and not yet seen in the transcript. Kept until then, so that a dead host loses no text. */
  readonly pending?: string;
  /** From when waits are counted: something new came, or the wait began. */
  readonly heardAt: number;
  /** When there was a sign of life that said nothing, if there was one since. */
  readonly aliveAt?: number;
  /** The line for screen readers. It tells what happens to an answer or to the chat, never the answer's text. */
  readonly status: string;
}

/** What outlives the page: the host keeps it for us, see `setState` in https://code.visualstudio.com/api/extension-guides/webview. */
export interface SavedState {
  readonly chat?: string;
  readonly draft?: string;
  readonly pending?: string;
  readonly revision?: number;
}

/** The state before the first snapshot. */
export function initialState(saved: SavedState): ViewState {
  return {
    ...(saved.chat === undefined ? {} : { chat: saved.chat }),
    ...(saved.pending === undefined ? {} : { pending: saved.pending }),
    draft: saved.draft ?? '',
    revision: saved.revision ?? 0,
    heardAt: 0,
    status: '',
  };
}

/** The state after a message of the host. Pure; returns the same object when nothing changes. */
export function receive(state: ViewState, message: HostToView, nowMs: number): ViewState {
  switch (message.type) {
    case 'elsewhere':
      return { ...initialState({}), elsewhere: true };
    case 'snapshot':
      return takeSnapshot(state, message.state, nowMs);
    case 'events':
      return message.events.reduce((next, event) => takeEvent(next, message.chat, { event, nowMs }), state);
    case 'changed':
      return state.panel === undefined ? state : takeChange(state, { ...state.panel, ...message.change });
    case 'focus':
      return message.text === undefined ? state : { ...state, draft: joined(state.draft, message.text) };
    // The rest is nothing that the page keeps in its state.
    default:
      return state;
  }
}

/** The next state, without a list that was made for another text. */
export function withOwnList(before: ViewState, next: ViewState): ViewState {
  if (next.draft === before.draft || next.completion !== before.completion) return next;
  const { completion: _completion, ...rest } = next;
  return rest;
}
