import { versionsOf } from '../model/branches.ts';
import type { StreamEvent } from '../model/event.ts';
import { fold, isRunning, type ChatEvent, type Transcript, type UserTurn } from '../model/transcript.ts';
import type { HostToView, PanelState, ViewToHost } from '../protocol.ts';
import type { Completion } from './completion.ts';
import { strings } from './strings.ts';

/** All that the panel draws. What the host knows is in `panel`; the rest belongs to the composer. */
export interface ViewState {
  /** Absent until the first snapshot. */
  readonly panel?: PanelState;
  /** The conversation that the composer's text was written in. */
  readonly chat?: string;
  readonly draft: string;
  /** A question is being edited; `aside` is the text that stood in the composer before. */
  readonly editing?: { readonly id: string; readonly aside: string };
  /** The question that was deleted last, while that can be undone from the composer. */
  readonly deleted?: string;
  /** What is being named in the draft. */
  readonly completion?: Completion;
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
}

/** The state before the first snapshot. */
export function initialState(saved: SavedState): ViewState {
  return {
    ...(saved.chat === undefined ? {} : { chat: saved.chat }),
    ...(saved.pending === undefined ? {} : { pending: saved.pending }),
    draft: saved.draft ?? '',
    heardAt: 0,
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
      return state.panel === undefined ? state : takeChange(state, { ...state.panel, ...message.change });
    // How code looks is nothing that is folded, nor is what `Suggesting` hears.
    case 'theme':
    case 'grammars':
    case 'suggestions':
    case 'tell-question':
      return state;
    case 'focus':
      return message.text === undefined ? state : { ...state, draft: joined(state.draft, message.text) };
  }
}

/** The next state, without a list that was made for another text. */
export function withOwnList(before: ViewState, next: ViewState): ViewState {
  if (next.draft === before.draft || next.completion !== before.completion) return next;
  const { completion: _completion, ...rest } = next;
  return rest;
}

/** Why Enter would not send now, in words; undefined when it would. */
export function sendBlock(state: ViewState): string | undefined {
  if (state.panel === undefined || !state.panel.setup.ready) return strings.sendBlockedBySetup;
  if (state.panel.readOnly !== undefined) return strings.sendBlockedByReading;
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
    : { state: { ...rest, draft: editing.aside, pending: text }, message: { type: 'edit-send', id: editing.id, text } };
}

/** Asks what {@link submit} would send, also while that is blocked. */
export function shownRequest({ draft, editing }: ViewState): ViewToHost {
  return { type: 'show-request', text: draft.trim(), ...(editing === undefined ? {} : { id: editing.id }) };
}

/** Puts a question into the composer, the last one unless one is named. While an answer runs nothing can be asked. */
export function beginEdit(state: ViewState, id?: string): ViewState {
  if (state.panel === undefined || state.editing !== undefined || state.panel.readOnly !== undefined) return state;
  if (isRunning(state.panel.transcript)) return state;
  const { transcript } = state.panel;
  const question = id === undefined ? lastQuestion(transcript) : transcript.turns.find((turn) => turn.id === id);
  if (question?.role !== 'user') return state;
  return { ...state, draft: question.text, editing: { id: question.id, aside: state.draft } };
}

/** Puts a passage into the composer as a quotation, with room for what is asked about it. */
export function quote(state: ViewState, passage: string): ViewState {
  const lines = passage.trim().split('\n');
  const quotation = lines.map((line) => (line.trim() === '' ? '>' : `> ${line.trimEnd()}`)).join('\n');
  const before = state.draft.trimEnd();
  return { ...state, draft: `${before === '' ? '' : `${before}\n\n`}${quotation}\n\n` };
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
  const { pending, editing, deleted, aliveAt: _aliveAt, ...rest } = state;
  const sameChat = state.chat === panel.chat;
  const keepEditing = sameChat && has(panel.transcript, editing?.id) ? editing : undefined;
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
    ...(sameChat && deleted !== undefined ? { deleted } : {}),
    heardAt: nowMs - (panel.quietMs ?? 0),
    ...bannerStatus(state.panel, panel),
  };
}

function takeChange(state: ViewState, panel: PanelState): ViewState {
  return { ...state, panel, ...bannerStatus(state.panel, panel) };
}

/** A banner that comes or goes is read out, since nothing else tells of it whoever does not see the page. */
function bannerStatus(before: PanelState | undefined, panel: PanelState): { status?: string } {
  const { readOnly, unsaved } = before?.chat === panel.chat ? before : {};
  if (panel.unsaved !== unsaved) return { status: panel.unsaved ?? strings.statusSaved };
  if (panel.readOnly === readOnly) return {};
  return { status: panel.readOnly === undefined ? strings.statusWritable : strings.readOnly[panel.readOnly] };
}

function takeEvent(state: ViewState, chat: string, { event, nowMs }: { event: ChatEvent; nowMs: number }): ViewState {
  if (state.panel?.chat !== chat) return state;
  const panel = { ...state.panel, transcript: fold(state.panel.transcript, event) };
  const { deleted: _deleted, ...rest } = state;
  const next = { ...state, panel };
  switch (event.type) {
    case 'user':
      return settlePending({ ...rest, panel }, event.text);
    case 'rewind':
      return leaveLostEdit(next);
    case 'switch':
      return { ...leaveLostEdit({ ...rest, panel }), status: shownVersion(panel.transcript, event.to) };
    case 'delete':
      return { ...leaveLostEdit(next), deleted: event.id, status: strings.statusDeleted };
    case 'restore':
      return { ...leaveLostEdit({ ...rest, panel }), status: strings.statusRestored };
    case 'assistant':
    case 'continue':
      return { ...heard(next, nowMs), status: strings.statusStarted };
    case 'stream':
      return takeStreamed(next, event.event, nowMs);
    case 'title':
    case 'fallbacks':
      return next;
  }
}

/** In a shorter silence a sign of life is nothing to read out: most answers begin with one. */
const longSilenceMs = 10_000;

function takeStreamed(state: ViewState, event: StreamEvent, nowMs: number): ViewState {
  if (event.type !== 'alive') return { ...heard(state, nowMs), ...announced(event) };
  const longFrom = state.heardAt + longSilenceMs;
  const isFirst = nowMs >= longFrom && (state.aliveAt ?? 0) < longFrom;
  return { ...state, aliveAt: nowMs, ...(isFirst ? { status: strings.statusAlive } : {}) };
}

/** Something new came: the next wait is counted from here. */
function heard({ aliveAt: _aliveAt, ...rest }: ViewState, nowMs: number): ViewState {
  return { ...rest, heardAt: nowMs };
}

/** Counts are told once, when they begin: a line read out every second would drown everything else. */
function announced(event: StreamEvent): { status?: string } {
  switch (event.type) {
    case 'error':
      return { status: strings.statusFailed(event.error.message) };
    case 'fallback':
      return { status: strings.statusSwitched(event) };
    case 'retry':
      return { status: strings.statusRetry(event.error.kind, Math.ceil(event.delayMs / 1_000)) };
    case 'queued':
      return event.delayMs === 0
        ? {}
        : { status: strings.statusQueued(event.delayMs && Math.ceil(event.delayMs / 1_000), event.by) };
    case 'finish':
      return { status: event.reason === 'aborted' ? strings.statusStopped : strings.statusFinished };
    default:
      return {};
  }
}

function settlePending(state: ViewState, text: string): ViewState {
  const { pending, ...rest } = state;
  return pending === text ? rest : state;
}

function has({ turns }: Transcript, id: string | undefined): boolean {
  return turns.some((turn) => turn.id === id);
}

function shownVersion(transcript: Transcript, to: string): string {
  const all = versionsOf(transcript).get(to) ?? [];
  return strings.statusVersion(all.indexOf(to) + 1, all.length);
}

/** When the edited question is no longer shown, what was made of it is still the user's text. */
function leaveLostEdit(state: ViewState): ViewState {
  const { editing, panel, ...others } = state;
  if (panel === undefined || editing === undefined || has(panel.transcript, editing.id)) return state;
  const rest = { ...others, panel };
  return { ...rest, draft: joined(editing.aside, state.draft) };
}

function joined(first: string, second: string): string {
  return first === '' || first === second ? second : second === '' ? first : `${first}\n${second}`;
}
