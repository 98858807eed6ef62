import { versionsOf } from '../model/branches.ts';
import { comparedIn } from '../model/compared.ts';
import type { StreamEvent } from '../model/event.ts';
import { fold, isRunning, type ChatEvent, type Transcript, type UserTurn } from '../model/transcript.ts';
import type { HostToView, PanelState, ViewToHost } from '../protocol.ts';
import type { Completion } from './completion.ts';
import { earlierQuestions, recalled, type Recall } from './recall.ts';
import { strings } from './strings.ts';

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
  /** See {@link PanelState.draftRevision}. */
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
    // How code looks is nothing that is folded, nor is what `Suggesting` hears.
    case 'theme':
    case 'grammars':
    case 'suggestions':
    case 'tell-question':
    case 'go':
    case 'send-several':
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
export function submit(state: ViewState, to: 'one' | 'several' = 'one'): Sent | undefined {
  if (sendBlock(state) !== undefined || state.pending !== undefined) return undefined;
  const text = state.draft.trim();
  const { editing, recall: _recall, ...rest } = state;
  const several = to === 'several' ? ({ several: true } as const) : {};
  return editing === undefined
    ? { state: { ...rest, draft: '', pending: text }, message: { type: 'send', text, ...several } }
    : {
        state: { ...rest, draft: editing.aside, pending: text },
        message: { type: 'edit-send', id: editing.id, text, ...several },
      };
}

interface Sent {
  readonly state: ViewState;
  readonly message: ViewToHost;
}

/** Fetches the question before (1) or after (-1) what the composer holds; the same state at either end. */
export function recall(state: ViewState, by: 1 | -1): ViewState {
  const { panel, draft } = state;
  if (panel === undefined || state.editing !== undefined) return state;
  const found = recalled(state.recall, { draft, by, earlier: () => earlierQuestions(panel) });
  if (found === undefined) return state;
  const status = found.recall.at < 0 ? strings.statusRecallEnd : strings.statusRecalled(found.draft);
  return { ...state, ...found, status };
}

/** Asks what {@link submit} would send, also while that is blocked. */
export function shownRequest({ draft, editing }: ViewState): ViewToHost {
  return { type: 'show-request', text: draft.trim(), ...(editing === undefined ? {} : { id: editing.id }) };
}

/** What the user was writing, also while an earlier question is edited or fetched. */
export function written({ draft, editing, recall: walk }: ViewState): string {
  return (editing === undefined ? walk?.texts[-1] : editing.aside) || draft;
}

/** Puts a question into the composer, the last one unless one is named. While an answer runs nothing can be asked. */
export function beginEdit(state: ViewState, id?: string): ViewState {
  if (state.panel === undefined || state.editing !== undefined || state.panel.readOnly !== undefined) return state;
  if (isRunning(state.panel.transcript)) return state;
  const { transcript } = state.panel;
  const { recall: _recall, ...others } = state;
  const question = id === undefined ? lastQuestion(transcript) : transcript.turns.find((turn) => turn.id === id);
  if (question?.role !== 'user') return state;
  return { ...others, draft: question.text, editing: { id: question.id, aside: state.draft } };
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
  const { pending, editing, deleted, recall: walk, aliveAt: _aliveAt, ...rest } = state;
  const sameChat = state.chat === panel.chat;
  const keepEditing = sameChat && has(panel.transcript, editing?.id) ? editing : undefined;
  const own = editing === undefined || keepEditing !== undefined ? state.draft : editing.aside;
  // The editor writes down the state of a page late: what was sent since then must not come back.
  const isOutdated = state.panel === undefined && (panel.draftRevision ?? 0) > state.revision;
  const lost = pending !== undefined && lastQuestion(panel.transcript)?.text !== pending ? pending : '';
  // A page that lives knows better than the host what is in its composer; a new one has only what was saved.
  const hostFirst = state.panel === undefined && (!sameChat || own === '');
  // What is counted comes a moment later, and is mostly the same.
  const context = sameChat && state.panel?.context !== undefined ? { context: state.panel.context } : {};
  const known = hostFirst && panel.draft !== '' ? panel.draft : joined(lost, own);
  const unsent = pending !== undefined && !wasAsked(panel.transcript, pending) ? pending : '';
  const draft = isOutdated ? joined(unsent, panel.draft) : known;
  return {
    ...rest,
    panel: { ...context, ...panel },
    chat: panel.chat,
    draft,
    revision: Math.max(state.revision, panel.draftRevision ?? 0),
    ...(keepEditing === undefined ? {} : { editing: keepEditing }),
    ...(sameChat && walk !== undefined ? { recall: walk } : {}),
    ...(sameChat && deleted !== undefined ? { deleted } : {}),
    heardAt: nowMs - (panel.quietMs ?? 0),
    ...bannerStatus(state.panel, panel),
  };
}

const wasAsked = ({ turns }: Transcript, text: string): boolean =>
  turns.some((turn) => turn.role === 'user' && turn.text === text);

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
      return settlePending(alone({ ...rest, panel }), event.text);
    case 'rewind':
      return leaveLostEdit(next);
    case 'switch':
      if (event.keep) return { ...alone(next), status: keptStatus(panel.transcript) };
      return { ...leaveLostEdit({ ...rest, panel }), status: shownVersion(panel.transcript, event.to) };
    case 'delete':
      return { ...leaveLostEdit(next), deleted: event.id, status: strings.statusDeleted };
    case 'restore':
      return { ...leaveLostEdit({ ...rest, panel }), status: strings.statusRestored };
    case 'assistant':
    case 'continue':
      return { ...heard(next, nowMs), ...heardOf(next, event.id, nowMs), status: strings.statusStarted };
    case 'stream':
      return takeStreamed(next, event, nowMs);
    case 'title':
    case 'fallbacks':
      return next;
  }
}

/** In a shorter silence a sign of life is nothing to read out: most answers begin with one. */
const longSilenceMs = 10_000;

function takeStreamed(
  state: ViewState,
  { id, event }: Extract<ChatEvent, { type: 'stream' }>,
  nowMs: number,
): ViewState {
  if (event.type !== 'alive')
    return { ...heard(state, nowMs), ...heardOf(state, id, nowMs), ...announcedOf(state, id, announced(event)) };
  const longFrom = state.heardAt + longSilenceMs;
  const isFirst = nowMs >= longFrom && (state.aliveAt ?? 0) < longFrom;
  return { ...state, aliveAt: nowMs, ...(isFirst ? { status: strings.statusAlive } : {}) };
}

/** While several models answer, one that talks must not hide that another is silent. */
function heardOf(state: ViewState, id: string, nowMs: number): Pick<ViewState, 'heardOf'> {
  const several = state.panel !== undefined && comparedIn(state.panel.transcript).length > 0;
  return several ? { heardOf: { ...state.heardOf, [id]: nowMs } } : {};
}

/** What happened to an answer, with its model where there are several. */
function announcedOf({ panel }: ViewState, id: string, { status }: { readonly status?: string }): { status?: string } {
  if (status === undefined || panel === undefined) return {};
  const one = comparedIn(panel.transcript).find((turn) => turn.id === id);
  return { status: one === undefined ? status : strings.ofModel(one.label, status) };
}

/** No answers stand side by side any more. */
function alone({ column: _column, heardOf: _heardOf, ...rest }: ViewState): ViewState {
  return rest;
}

function keptStatus({ turns }: Transcript): string {
  const last = turns.findLast((turn) => turn.role === 'assistant');
  return last?.role === 'assistant' ? strings.statusKept(last.label) : '';
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
