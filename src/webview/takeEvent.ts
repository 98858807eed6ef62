import { versionsOf } from '../model/branches.ts';
import { comparedIn } from '../model/compared.ts';
import type { StreamEvent } from '../model/event.ts';
import { fold, type ChatEvent, type Transcript } from '../model/transcript.ts';
import { leaveLostEdit } from './composing.ts';
import type { ViewState } from './state.ts';
import { strings } from './strings.ts';

/** The state after something happened in a conversation; nothing, unless it is the one that is shown. */
export function takeEvent(
  state: ViewState,
  chat: string,
  { event, nowMs }: { event: ChatEvent; nowMs: number },
): ViewState {
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
      return { ...leaveLostEdit(next), deleted: event.id, ...said(state, strings.statusDeleted) };
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
  return { ...state, aliveAt: nowMs, ...(isFirst ? said(state, strings.statusAlive) : {}) };
}

/** Only a line that changes is read out: what happens once more must not look as it did before. */
function said({ status: before }: ViewState, status: string): { status: string } {
  return { status: status === before ? `${status}\u00a0` : status };
}

/** While several models answer, one that talks must not hide that another is silent. */
function heardOf(state: ViewState, id: string, nowMs: number): Pick<ViewState, 'heardOf'> {
  const several = state.panel !== undefined && comparedIn(state.panel.transcript).length > 0;
  return several ? { heardOf: { ...state.heardOf, [id]: nowMs } } : {};
}

/** What happened to an answer, with its model where there are several. */
function announcedOf(state: ViewState, id: string, { status }: { readonly status?: string }): { status?: string } {
  const { panel } = state;
  if (status === undefined || panel === undefined) return {};
  const one = comparedIn(panel.transcript).find((turn) => turn.id === id);
  return said(state, one === undefined ? status : strings.ofModel(one.label, status));
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

function shownVersion(transcript: Transcript, to: string): string {
  const all = versionsOf(transcript).get(to) ?? [];
  return strings.statusVersion(all.indexOf(to) + 1, all.length);
}
