import { nothing, render } from 'lit/html.js';
import { isRunning } from '../model/transcript.ts';
import type { HostToView, Place, ViewToHost } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { CodeBlockElement } from './codeBlock.ts';
import { Colours } from './colours.ts';
import { onFiles } from './droppedFiles.ts';
import { MarkdownElement } from './markdownElement.ts';
import { Nearby } from './nearby.ts';
import { panel } from './panel.ts';
import { selectedPassage } from './passage.ts';
import { onPost } from './post.ts';
import { Scroll } from './scroll.ts';
import {
  beginEdit,
  cancelEdit,
  initialState,
  quote,
  receive,
  shownRequest,
  submit,
  withOwnList,
  type SavedState,
  type ViewState,
} from './state.ts';
import { versionsReader } from './versions.ts';
import { Suggesting } from './suggesting.ts';

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
const frameMs = secondMs / 60;

let state: ViewState = initialState(saved);
let lastPaintMs = 0;
let paintPlanned = false;
let focusPlanned = false;
let saveTimer: ReturnType<typeof setTimeout> | undefined;
let clockTimer: ReturnType<typeof setTimeout> | undefined;
/** When it was painted last. */
let couldQuote = false;
let draftAtHost: string | undefined;
/** What the host was told last of where the reader is. */
let placeAtHost: string | undefined;
/** Where to go back to, once its conversation is drawn. */
let placeToRestore: Place | undefined;

const colours = new Colours(app, (message) => vscode.postMessage(message));

const scroll = new Scroll(() => {
  planPaint();
  planSave();
});

const nearby = new Nearby();

const versionsOf = versionsReader();

const actions: Actions = {
  post: (message) => vscode.postMessage(message),
  suggesting: new Suggesting({
    state: () => state,
    change: (next) => change(next),
    post: (message) => vscode.postMessage(message),
    submit: () => actions.submit(),
  }),
  submit: () => {
    const sent = submit(state);
    if (sent === undefined) return;
    scroll.following = true;
    change(sent.state);
    vscode.postMessage(sent.message);
  },
  beginEdit: (id) => {
    const next = beginEdit(state, id);
    if (next.editing === undefined || next === state) return;
    vscode.postMessage({ type: 'edit', id: next.editing.id });
    change(next);
    focusComposer();
  },
  cancelEdit: () => {
    vscode.postMessage({ type: 'edit-cancel' });
    change(cancelEdit(state));
    focusComposer();
  },
  jumpToEnd: () => scroll.jumpToEnd(),
  remove: (id) => {
    vscode.postMessage({ type: 'delete', id });
    // Another question may come to stand in its place, which the next press must not delete.
    focusComposer();
  },
  switchTo: (to) => {
    scroll.stay();
    vscode.postMessage({ type: 'switch', to });
  },
  quote: () => {
    const selection = selectedPassage();
    if (selection === undefined) return;
    change(quote(state, selection.toString()));
    selection.removeAllRanges();
    focusComposer();
  },
};

function change(next: ViewState): void {
  if (next === state) return;
  state = withOwnList(state, next);
  writeDraft();
  planPaint();
  planSave();
}

/** At once, not with the next paint: a key pressed until then would bring the old text back. */
function writeDraft(): void {
  const question = document.querySelector<HTMLTextAreaElement>('#question');
  if (question !== null && question.value !== state.draft) question.value = state.draft;
}

const canQuote = (): boolean => selectedPassage() !== undefined && state.panel?.readOnly === undefined;

/** At most one paint a frame; after one that took longer, the page first gets that time for everything else. */
function planPaint(): void {
  if (paintPlanned) return;
  paintPlanned = true;
  const restMs = lastPaintMs > frameMs ? lastPaintMs : 0;
  if (restMs > 0) setTimeout(() => requestAnimationFrame(paint), restMs);
  else requestAnimationFrame(paint);
}

function paint(): void {
  paintPlanned = false;
  const startedMs = performance.now();
  const focused = document.activeElement;
  const { isDrawn } = nearby;
  const { following } = scroll;
  couldQuote = canQuote();
  render(panel(state, { actions, nowMs: Date.now(), following, isDrawn, versionsOf, canQuote: couldQuote }), app);
  const scroller = document.querySelector<HTMLElement>('#conversation');
  if (scroller !== null) scroll.attach(scroller);
  writeDraft();
  // A button that goes with its card must not take the keyboard's place on the page with it.
  if (document.hasFocus() && focused?.isConnected === false) focusPlanned = true;
  takeFocus();
  if (placeToRestore !== undefined && state.panel !== undefined) {
    scroll.restore(placeToRestore);
    placeToRestore = undefined;
  }
  scroll.follow();
  if (scroller !== null && nearby.look(scroller)) planPaint();
  lastPaintMs = performance.now() - startedMs;
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

/** Text that was sent but not confirmed counts as a draft, also for the host. */
function save(): void {
  clearTimeout(saveTimer);
  if (state.panel === undefined) return;
  const { chat, pending } = state;
  const draft = state.editing === undefined ? state.draft : state.editing.aside || state.draft;
  keepPlace();
  vscode.setState({
    draft,
    ...(chat === undefined ? {} : { chat }),
    ...(pending === undefined ? {} : { pending }),
  });
  if (draft === draftAtHost || pending !== undefined) return;
  draftAtHost = draft;
  vscode.postMessage({ type: 'draft', text: draft });
}

/** Not before the old place was taken up again: until then the page stands at the end. */
function keepPlace(): void {
  if (state.panel === undefined || placeToRestore !== undefined) return;
  const { chat } = state.panel;
  const place = scroll.place();
  const told = JSON.stringify([chat, place]);
  if (told === placeAtHost) return;
  placeAtHost = told;
  vscode.postMessage({ type: 'place', chat, ...(place === undefined ? {} : { place }) });
}

/** Escape: out of editing first, then out of the running answer. */
function leave(): void {
  if (state.editing !== undefined) actions.cancelEdit();
  else if (state.panel && isRunning(state.panel.transcript)) vscode.postMessage({ type: 'stop' });
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

function openLink(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-address]') : null;
  const address = link?.dataset['address'];
  if (address === undefined) return;
  event.preventDefault();
  vscode.postMessage({ type: 'open-link', url: address });
}

const hostMessages: Record<HostToView['type'], true> = {
  snapshot: true,
  events: true,
  changed: true,
  theme: true,
  grammars: true,
  suggestions: true,
  'tell-question': true,
  focus: true,
};

function isHostMessage(data: unknown): data is HostToView {
  return typeof data === 'object' && data !== null && 'type' in data && Object.hasOwn(hostMessages, String(data.type));
}

/** Another conversation: turns are matched by their place, so what the reader unfolded in the old one must go. */
function startOver(): void {
  keepPlace();
  scroll.following = true;
  nearby.clear();
  const writing = document.activeElement?.id === 'question';
  render(nothing, app);
  if (writing) focusComposer();
}

function hear(message: HostToView): void {
  if (message.type === 'theme' || message.type === 'grammars') return colours.hear(message);
  if (message.type === 'tell-question') return vscode.postMessage(shownRequest(state));
  if (message.type === 'suggestions') return actions.suggesting.hear(message);
  if (message.type === 'snapshot') {
    draftAtHost = message.state.draft;
    if (state.panel?.chat !== message.state.chat) {
      if (state.panel !== undefined) startOver();
      placeToRestore = message.state.place;
      placeAtHost = JSON.stringify([message.state.chat, message.state.place]);
    }
  }
  change(receive(state, message, Date.now()));
  if (message.type === 'focus') focusComposer();
}

// The origin is the boundary: in a webview the host's messages carry the page's own, whatever window relays them.
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.origin === window.origin && isHostMessage(event.data)) hear(event.data);
});
onPost(app, (message) => vscode.postMessage(message));
onFiles(app, (message) => vscode.postMessage(message));
app.addEventListener('click', openLink);
app.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') openLink(event);
  if (event.key === 'Escape' && !event.isComposing) leave();
});
// Whoever leaves the panel may be about to reload or close the window.
window.addEventListener('blur', save);
window.addEventListener('pagehide', save);
document.addEventListener('visibilitychange', save);
document.addEventListener('selectionchange', () => {
  if (canQuote() !== couldQuote) planPaint();
});

vscode.postMessage({ type: 'ready' });
