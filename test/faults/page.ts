import type { RetryEvent } from '../../src/model/event.ts';
import type { ChatEvent, AssistantTurn, Transcript } from '../../src/model/transcript.ts';
import { emptyTranscript } from '../../src/model/transcript.ts';
import type { HostToView } from '../../src/protocol.ts';
import type { Actions } from '../../src/webview/actions.ts';
import { notice } from '../../src/webview/notice.ts';
import { waitOf, waitPart } from '../../src/webview/waiting.ts';
import { partsOf } from '../../src/webview/parts.ts';
import { initialState, receive, type ViewState } from '../../src/webview/state.ts';
import { written, type Written } from './written.ts';

/** The panel's page without a screen: it takes the host's messages as the real one does and tells what it would show. */
export interface Page {
  readonly transcript: Transcript;
  /** The last answer; throws when there is none. */
  readonly answer: AssistantTurn;
  /** The last answer's text; empty when there is none. */
  readonly words: string;
  /** What is shown of the last answer besides its text: thoughts, calls. */
  readonly parts: Written;
  /** How the last answer ended, in the words and with the buttons under it. */
  readonly end: Written;
  /** What the last answer would be shown to wait for, were nothing to come for so long. */
  waitAfter(quietMs: number): Written;
  /** Every event that came, in order. */
  readonly events: readonly ChatEvent[];
  /** Countdowns that were shown. */
  readonly retries: readonly RetryEvent[];
}

/** Controls that nobody uses. */
const actions = new Proxy({}, { get: () => () => undefined }) as Actions;

/** Reads what was posted to a fake view; later messages are taken in at the next look. */
export function pageOf(posted: readonly HostToView[]): Page {
  let state: ViewState = initialState({});
  let read = 0;
  const events: ChatEvent[] = [];
  const look = (): ViewState => {
    for (; read < posted.length; read++) {
      const message = posted[read] as HostToView;
      state = receive(state, message, Date.now());
      if (message.type === 'events') events.push(...message.events);
    }
    return state;
  };
  const page: Page = {
    get transcript() {
      return look().panel?.transcript ?? emptyTranscript;
    },
    get answer() {
      const last = page.transcript.turns.at(-1);
      if (last?.role !== 'assistant') throw new Error('There is no answer on the page.');
      return last;
    },
    get words() {
      const last = page.transcript.turns.at(-1);
      if (last?.role !== 'assistant') return '';
      return last.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    },
    get parts() {
      return written(partsOf(page.answer, 'ended'));
    },
    get end() {
      return written(notice(page.answer, actions, look().panel?.fallbacks));
    },
    waitAfter(quietMs) {
      const wait = waitOf(page.answer, look(), Date.now() + quietMs);
      return written(wait === undefined ? undefined : waitPart(wait, page.answer, actions));
    },
    get events() {
      look();
      return events;
    },
    get retries() {
      return page.events.flatMap((event) =>
        event.type === 'stream' && event.event.type === 'retry' ? [event.event] : [],
      );
    },
  };
  return page;
}
