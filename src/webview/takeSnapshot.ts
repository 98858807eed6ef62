import type { Transcript } from '../model/transcript.ts';
import type { PanelState } from '../protocol.ts';
import { isShown, joined, lastQuestion, written } from './composing.ts';
import type { ViewState } from './state.ts';
import { strings } from './strings.ts';

/** The state once the host has told all of a conversation; what is being written here goes on. */
export function takeSnapshot(state: ViewState, panel: PanelState, nowMs: number): ViewState {
  const { pending, editing, deleted, recall: walk, aliveAt: _aliveAt, ...rest } = state;
  const sameChat = state.chat === panel.chat;
  const keepEditing = sameChat && isShown(panel.transcript, editing?.id) ? editing : undefined;
  // What was only fetched or edited belongs to the conversation that is left.
  const own = sameChat && editing === keepEditing ? state.draft : written(state);
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
    ...(keepEditing === undefined ? {} : { editing: keepEditing }),
    ...(sameChat && walk !== undefined ? { recall: walk } : {}),
    ...(sameChat && deleted !== undefined ? { deleted } : {}),
    heardAt: nowMs - (panel.quietMs ?? 0),
    ...bannerStatus(state.panel, panel),
  };
}

const wasAsked = ({ turns }: Transcript, text: string): boolean =>
  turns.some((turn) => turn.role === 'user' && turn.text === text);

/** The state once the host has told a part anew. */
export function takeChange(state: ViewState, panel: PanelState): ViewState {
  return { ...state, panel, ...bannerStatus(state.panel, panel) };
}

/** A banner that comes or goes is read out, since nothing else tells of it whoever does not see the page. */
function bannerStatus(before: PanelState | undefined, panel: PanelState): { status?: string } {
  const { readOnly, unsaved } = before?.chat === panel.chat ? before : {};
  if (panel.unsaved !== unsaved) return { status: panel.unsaved ?? strings.statusSaved };
  if (panel.readOnly === readOnly) return {};
  return { status: panel.readOnly === undefined ? strings.statusWritable : strings.readOnly[panel.readOnly] };
}
