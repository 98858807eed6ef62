import { fold, isRunning, type ChatEvent, type Transcript, type UserTurn } from '../model/transcript.ts';
import type { HostToView, PanelState, ViewToHost } from '../protocol.ts';
import { strings } from './strings.ts';

/** All that the panel draws. What the host knows is in `panel`; the rest belongs to the composer. */
export interface ViewState {
  /** Absent until the first snapshot. */
  readonly panel?: PanelState;
  /** The conversation that the composer's text was written in. */
  readonly chat?: string;
  readonly draft: string;
  /** The last question is being edited; `aside` is the text that stood in the composer before. */
  readonly editing?: { readonly id: string; readonly aside: string };
  /** Sent, and not yet seen in the transcript. Kept until then, so that a dead host loses no text. */
  readonly pending?: string;
  /** When the last retry was announced, for its countdown. */
  readonly retryAt: number;
  /** The line for screen readers. It changes when an answer starts, ends or fails, never with its text. */
  readonly status: string;
}

/** What outlives the page: the host keeps it for us, see `setState` in https://code.visualstudio.com/api/extension-guides/webview. */
export interface SavedState {
  readonly chat?: string;
  readonly draft?: string;
  readonly pending?: string;
  /** The turn at the top edge and how far it is scrolled past; absent while following the end. */
  readonly place?: { readonly turn: string; readonly offset: number };
}

/** The state before the first snapshot. */
export function initialState(saved: SavedState): ViewState {
  return {
    ...(saved.chat === undefined ? {} : { chat: saved.chat }),
    ...(saved.pending === undefined ? {} : { pending: saved.pending }),
    draft: saved.draft ?? '',
    retryAt: 0,
    status: '',
  };
}

/** The state after a message of the host. Pure; returns the same object when nothing changes. */
export function receive(state: ViewState, message: HostToView, nowMs: number): ViewState {
  switch (message.type) {
    case 'snapshot':
      return takeSnapshot(state, message.state, nowMs);
    case 'events':
      return message.events.reduce((next, event) => takeEvent(next, message.chat, { event, nowMs }), state);
    case 'changed':
      return state.panel === undefined ? state : { ...state, panel: { ...state.panel, ...message.change } };
    case 'focus':
      return message.text === undefined ? state : { ...state, draft: joined(state.draft, message.text) };
  }
}

/** Why Enter would not send now, in words; undefined when it would. */
export function sendBlock(state: ViewState): string | undefined {
  if (state.panel === undefined || !state.panel.setup.ready) return strings.sendBlockedBySetup;
  if (isRunning(state.panel.transcript)) return strings.sendBlockedByAnswer;
  return state.draft.trim() === '' ? strings.sendBlockedByText : undefined;
}

/** Takes the text out of the composer into a message; undefined when sending is blocked. */
export function submit(state: ViewState): { state: ViewState; message: ViewToHost } | undefined {
  if (sendBlock(state) !== undefined) return undefined;
  const text = state.draft.trim();
  const { editing, ...rest } = state;
  return editing === undefined
    ? { state: { ...rest, draft: '', pending: text }, message: { type: 'send', text } }
    : { state: { ...rest, draft: editing.aside, pending: text }, message: { type: 'edit-last', id: editing.id, text } };
}

/** Puts the last question into the composer. While an answer runs there is nothing to replace yet. */
export function beginEdit(state: ViewState): ViewState {
  if (state.panel === undefined || state.editing !== undefined || isRunning(state.panel.transcript)) return state;
  const last = lastQuestion(state.panel.transcript);
  return last === undefined ? state : { ...state, draft: last.text, editing: { id: last.id, aside: state.draft } };
}

/** Leaves editing and gives back the text that stood there before. */
export function cancelEdit(state: ViewState): ViewState {
  const { editing, ...rest } = state;
  return editing === undefined ? state : { ...rest, draft: editing.aside };
}

/** The last turn that the user wrote. */
export function lastQuestion(transcript: Transcript): UserTurn | undefined {
  const last = transcript.turns.findLast((turn) => turn.role === 'user');
  return last?.role === 'user' ? last : undefined;
}

function takeSnapshot(state: ViewState, panel: PanelState, nowMs: number): ViewState {
  const { pending, editing, ...rest } = state;
  const sameChat = state.chat === panel.chat;
  const keepEditing = sameChat && editing?.id === lastQuestion(panel.transcript)?.id ? editing : undefined;
  const own = editing === undefined || keepEditing !== undefined ? state.draft : editing.aside;
  const lost = pending !== undefined && lastQuestion(panel.transcript)?.text !== pending ? pending : '';
  // A page that lives knows better than the host what is in its composer; a new one has only what was saved.
  const hostFirst = state.panel === undefined && (!sameChat || own === '');
  const draft = hostFirst && panel.draft !== '' ? panel.draft : joined(lost, own);
  return {
    ...rest,
    panel,
    chat: panel.chat,
    draft,
    ...(keepEditing === undefined ? {} : { editing: keepEditing }),
    retryAt: nowMs,
  };
}

function takeEvent(state: ViewState, chat: string, { event, nowMs }: { event: ChatEvent; nowMs: number }): ViewState {
  if (state.panel?.chat !== chat) return state;
  const panel = { ...state.panel, transcript: fold(state.panel.transcript, event) };
  const next = { ...state, panel };
  switch (event.type) {
    case 'user':
      return settlePending(next, event.text);
    case 'rewind':
      return panel.transcript.turns.some((turn) => turn.id === next.editing?.id) ? next : leaveEdit(next);
    case 'assistant':
    case 'continue':
      return { ...next, status: strings.statusStarted };
    case 'stream':
      return { ...next, ...announced(event), retryAt: event.event.type === 'retry' ? nowMs : next.retryAt };
    case 'title':
      return next;
  }
}

function announced(event: Extract<ChatEvent, { type: 'stream' }>): { status?: string } {
  if (event.event.type === 'error') return { status: strings.statusFailed(event.event.error.message) };
  if (event.event.type !== 'finish') return {};
  return { status: event.event.reason === 'aborted' ? strings.statusStopped : strings.statusFinished };
}

function settlePending(state: ViewState, text: string): ViewState {
  const { pending, ...rest } = state;
  return pending === text ? rest : state;
}

/** The edited question is gone from the transcript, but what was made of it is still the user's text. */
function leaveEdit(state: ViewState): ViewState {
  const { editing, ...rest } = state;
  return editing === undefined ? state : { ...rest, draft: joined(editing.aside, state.draft) };
}

function joined(first: string, second: string): string {
  return first === '' || first === second ? second : second === '' ? first : `${first}\n${second}`;
}
