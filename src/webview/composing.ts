import { isRunning, type Transcript, type UserTurn } from '../model/transcript.ts';
import type { ViewToHost } from '../protocol.ts';
import { earlierQuestions, recalled } from './recall.ts';
import type { ViewState } from './state.ts';
import { strings } from './strings.ts';

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

/** Leaves editing when its question is no longer shown: what was made of it is still the user's text. */
export function leaveLostEdit(state: ViewState): ViewState {
  const { editing, panel, ...others } = state;
  if (panel === undefined || editing === undefined || isShown(panel.transcript, editing.id)) return state;
  const rest = { ...others, panel };
  return { ...rest, draft: joined(editing.aside, state.draft) };
}

/** Both texts, of which one may be missing, or the other one. */
export function joined(first: string, second: string): string {
  return first === '' || first === second ? second : second === '' ? first : `${first}\n${second}`;
}

/** Whether a turn stands in the branch that is shown. */
export function isShown({ turns }: Transcript, id: string | undefined): boolean {
  return turns.some((turn) => turn.id === id);
}
