import { nothing, render } from 'lit/html.js';
import { isRunning } from '../model/transcript.ts';
import type { HostToView, ViewToHost } from '../protocol.ts';
import { CodeBlockElement } from './codeBlock.ts';
import { Colours } from './colours.ts';
import { canStop } from './composer.ts';
import { shownRequest } from './composing.ts';
import { createActions } from './createActions.ts';
import { onFiles } from './droppedFiles.ts';
import { Drafts } from './drafts.ts';
import { MarkdownElement } from './markdownElement.ts';
import { Nearby } from './nearby.ts';
import { onHostMessage } from './onHostMessage.ts';
import { onLinks } from './onLinks.ts';
import { Painter } from './painter.ts';
import { panel } from './panel.ts';
import { selectedPassage } from './passage.ts';
import { onPost } from './post.ts';
import { ReaderPlace } from './readerPlace.ts';
import { Scroll } from './scroll.ts';
import { initialState, receive, withOwnList, type SavedState, type ViewState } from './state.ts';
import { showSelected } from './suggestionList.ts';
import { versionsReader } from './versions.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: ViewToHost): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
};

customElements.define('parley-code', CodeBlockElement);
customElements.define('parley-markdown', MarkdownElement);

const vscode = acquireVsCodeApi();
const app = document.querySelector<HTMLElement>('#app') ?? document.body;
const saved = vscode.getState() ?? {};

const secondMs = 1_000;

let state: ViewState = initialState(saved);
let focusPlanned = false;
let saveTimer: ReturnType<typeof setTimeout> | undefined;
let clockTimer: ReturnType<typeof setTimeout> | undefined;
/** As it was painted last. */
let couldQuote = false;

const post = (message: ViewToHost) => vscode.postMessage(message);

const painter = new Painter(paint);

const planPaint = () => painter.plan();

const colours = new Colours(app, post);

const scroll = new Scroll(() => {
  planPaint();
  planSave();
});

const drafts = new Drafts(saved, { post, keep: (written) => vscode.setState(written) });

const place = new ReaderPlace(scroll, post);

const nearby = new Nearby();

const versionsOf = versionsReader();

const actions = createActions({ state: () => state, change, post, scroll, focusComposer });

function change(next: ViewState): void {
  if (next === state) return;
  const before = state;
  const confirmed = state.pending !== undefined && next.pending === undefined;
  state = withOwnList(state, next);
  actions.meter?.look(before, state);
  writeDraft();
  planPaint();
  // What has arrived is no draft any more, even if the window closes now.
  if (confirmed) save();
  else planSave();
}

/** At once, not with the next paint: a key pressed until then would bring the old text back. */
function writeDraft(): void {
  const question = document.querySelector<HTMLTextAreaElement>('#question');
  if (question !== null && question.value !== state.draft) question.value = state.draft;
}

const canQuote = (): boolean => selectedPassage() !== undefined && state.panel?.readOnly === undefined;

function paint(): void {
  const focused = document.activeElement;
  const { isDrawn } = nearby;
  const { following } = scroll;
  couldQuote = canQuote();
  render(panel(state, { actions, nowMs: Date.now(), following, isDrawn, versionsOf, canQuote: couldQuote }), app);
  const scroller = document.querySelector<HTMLElement>('#conversation');
  if (scroller !== null) scroll.attach(scroller);
  writeDraft();
  showSelected();
  // A button that goes with its card must not take the keyboard's place on the page with it.
  if (document.hasFocus() && focused?.isConnected === false) focusPlanned = true;
  takeFocus();
  if (state.panel !== undefined) place.restore();
  scroll.follow();
  if (scroller !== null && nearby.look(scroller)) planPaint();
  planClock();
}

/** The seconds of a wait are the only thing that changes without an event. */
function planClock(): void {
  clearTimeout(clockTimer);
  if (state.panel === undefined || !isRunning(state.panel.transcript)) return;
  clockTimer = setTimeout(planPaint, secondMs - ((Date.now() - state.heardAt) % secondMs));
}

function planSave(): void {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(save, 250);
}

function save(): void {
  clearTimeout(saveTimer);
  if (state.panel === undefined) return;
  drafts.save(state);
  place.save(state.panel);
}

/** Escape: out of editing first, then out of the running answer. */
function leave(): void {
  if (state.editing !== undefined) actions.cancelEdit();
  else if (state.panel && canStop(state.panel)) post({ type: 'stop' });
}

/** With the next paint: until then the composer may not be there, or not hold its text. */
function focusComposer(): void {
  focusPlanned = true;
  planPaint();
}

function takeFocus(): void {
  const question = document.querySelector<HTMLTextAreaElement>('#question');
  if (!focusPlanned || question === null) return;
  focusPlanned = false;
  question.focus();
  question.setSelectionRange(question.value.length, question.value.length);
}

/** Another conversation: turns are matched by their place, so what the reader unfolded in the old one must go. */
function startOver(): void {
  if (state.panel !== undefined) place.save(state.panel);
  scroll.following = true;
  nearby.clear();
  const inside = app.contains(document.activeElement);
  render(nothing, app);
  if (inside) focusComposer();
}

/** Another place has the panel: what is written here goes along, and nothing of it stays. */
function giveUp(): void {
  save();
  startOver();
  focusPlanned = false;
  vscode.setState({});
}

function hear(message: HostToView): void {
  switch (message.type) {
    case 'theme':
    case 'grammars':
      return colours.hear(message);
    case 'suggestions':
      return actions.suggesting.hear(message);
    case 'tell-question':
      return post(shownRequest(state));
    case 'send-several':
      return actions.submitToSeveral();
    case 'go':
      return void import('./moves.ts').then(({ go }) => go(message.to, actions));
    default:
      return take(message);
  }
}

function take(message: HostToView): void {
  if (message.type === 'elsewhere') giveUp();
  if (message.type === 'snapshot') {
    drafts.hear(message.state);
    if (state.panel?.chat !== message.state.chat) {
      if (state.panel !== undefined) startOver();
      place.open(message.state);
    }
  }
  const { editing } = state;
  change(receive(state, message, Date.now()));
  // What was edited is no longer shown: what went along with it is not to stay in the composer.
  if (editing !== undefined && state.editing === undefined && state.panel !== undefined) post({ type: 'edit-cancel' });
  if (message.type === 'focus') focusComposer();
}

onHostMessage(hear);
onPost(app, post);
onFiles(app, post);
onLinks(app, (url) => post({ type: 'open-link', url }));
app.addEventListener('keydown', (event) => {
  // 229: an input method had it, see `composer.ts`.
  if (event.key === 'Escape' && !event.isComposing && event.keyCode !== 229) leave();
});
// Whoever leaves the panel may be about to reload or close the window.
window.addEventListener('blur', save);
window.addEventListener('pagehide', save);
document.addEventListener('visibilitychange', save);
document.addEventListener('selectionchange', () => {
  if (canQuote() !== couldQuote) planPaint();
});

post({ type: 'ready' });

const tellFocus = (inside: boolean) => post({ type: 'focus', inside });
window.addEventListener('focus', () => tellFocus(true));
window.addEventListener('blur', () => tellFocus(false));
if (document.hasFocus()) tellFocus(true);

void import('./afterFirstPaint.ts').then(({ furnish }) =>
  furnish(actions, { state: () => state, change, post, repaint: planPaint }),
);
