import type { Disposable, Uri, WebviewView } from 'vscode';
import { coalesce } from '../chat/coalesce.ts';
import type { Attachment } from '../model/attachment.ts';
import { attachmentTokens } from '../model/requestTokens.ts';
import type { ChatEvent, Turn } from '../model/transcript.ts';
import { viewToHost, type HostToView, type PanelState, type ViewToHost } from '../protocol.ts';
import { page, pageFolder } from './page.ts';

/** Half a frame: the view waits for its next one anyway, and many more messages than frames would be wasted. */
const gatherMs = 8;

export interface ChatViewOptions {
  readonly extension: Uri;
  /** Looks up what {@link snapshot} tells of the surroundings: models, servers, keys. Must not reject. */
  prepare(): Promise<void>;
  /** Everything the panel shows; taken whenever it starts or becomes visible again. */
  snapshot(): PanelState;
  /** The page was made anew: it edits no earlier question. */
  onStart(): void;
  /** Must not reject. */
  onMessage(message: Exclude<ViewToHost, { type: 'ready' }>): Promise<void>;
  onInvalid(problem: string): void;
}

/**
 * The sidebar panel, seen from the host. It keeps no state: the page is thrown away while hidden and asks for a
 * snapshot when it is back; what happens in between need not reach it.
 */
export class ChatView implements Disposable {
  readonly #options: ChatViewOptions;
  #view: WebviewView | undefined;
  /** There is none until it asks for its snapshot, and it takes deltas once it has one. */
  #page: 'none' | 'asked' | 'live' = 'none';
  /** Texts for the composer that wait for the page. */
  #focuses: string[] = [];
  #queue: { readonly chat: string; readonly events: ChatEvent[] } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ChatViewOptions) {
    this.#options = options;
  }

  resolve(view: WebviewView): void {
    this.#leavePage();
    this.#view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(this.#options.extension)] };
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.onDidChangeVisibility(() => {
      // What is sent to a hidden view piles up in the editor. The page that comes next asks for a snapshot.
      if (this.#view === view && !view.visible) this.#leavePage();
    });
    view.onDidDispose(() => {
      if (this.#view !== view) return;
      this.#view = undefined;
      this.#leavePage();
    });
    view.webview.html = page(view.webview, this.#options.extension);
  }

  /** Queues events of a conversation for a moment. */
  events(chat: string, events: readonly ChatEvent[]): void {
    if (this.#page !== 'live') return;
    if (this.#queue?.chat !== chat) this.#flush();
    this.#queue ??= { chat, events: [] };
    this.#queue.events.push(...events.map(forView));
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs);
  }

  changed(change: Extract<HostToView, { type: 'changed' }>['change']): void {
    if (this.#page !== 'live') return;
    const { attachments } = change;
    this.#post({
      type: 'changed',
      change: attachments ? { ...change, attachments: attachments.map(counted) } : change,
    });
  }

  /** There is a page that hears what is told. */
  get isLive(): boolean {
    return this.#page === 'live';
  }

  /** Tells the page what it asked for, or asks it. One that comes later asks for it. */
  tell(message: Extract<HostToView, { type: 'theme' | 'grammars' | 'suggestions' | 'tell-question' }>): void {
    if (this.#page === 'live') this.#post(message);
  }

  /** Shows another conversation, or the same one anew. */
  async refresh(): Promise<void> {
    if (!this.#hasPage) return;
    await this.#options.prepare();
    if (!this.#hasPage) return;
    // No pause from here on: the snapshot holds what is queued, and no event falls between it and the next delta.
    this.#dropQueue();
    const state = this.#options.snapshot();
    this.#post({ type: 'snapshot', state: { ...state, ...withoutContents(state) } });
    this.#page = 'live';
    for (const text of this.#focuses.splice(0)) this.focus(text);
  }

  /** Puts the caret into the composer and adds a text to it, as soon as the page is there. */
  focus(text = ''): void {
    if (this.#page === 'live') this.#post({ type: 'focus', text });
    else this.#focuses.push(text);
  }

  dispose(): void {
    this.#leavePage();
  }

  get #hasPage(): boolean {
    return this.#page !== 'none';
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = viewToHost.safeParse(message);
    if (!parsed.success) return this.#options.onInvalid(parsed.error.message);
    if (parsed.data.type !== 'ready') return this.#options.onMessage(parsed.data);
    this.#leavePage();
    this.#page = 'asked';
    this.#options.onStart();
    return this.refresh();
  }

  #leavePage(): void {
    this.#dropQueue();
    this.#page = 'none';
  }

  /** A view that goes away while a message is under way needs it no more. */
  #post(message: HostToView): void {
    this.#view?.webview.postMessage(message).then(undefined, () => undefined);
  }

  #flush(): void {
    const queue = this.#queue;
    this.#dropQueue();
    if (queue !== undefined) this.#post({ type: 'events', chat: queue.chat, events: coalesce(queue.events) });
  }

  #dropQueue(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue = undefined;
  }
}

/** The view draws chips only: what is attached, which may be large, stays here. */
function forView(event: ChatEvent): ChatEvent {
  return event.type === 'user' ? { ...event, attachments: event.attachments.map(withoutContent) } : event;
}

function withoutContents({ transcript, attachments }: PanelState): Pick<PanelState, 'transcript' | 'attachments'> {
  return {
    attachments: attachments.map(counted),
    transcript: {
      ...transcript,
      turns: transcript.turns.map(turnForView),
      ...(transcript.aside === undefined ? {} : { aside: transcript.aside.map(turnForView) }),
    },
  };
}

function turnForView(turn: Turn): Turn {
  return turn.role === 'user' ? { ...turn, attachments: turn.attachments.map(withoutContent) } : turn;
}

/** What is still to be sent, with what it would cost. */
function counted(attachment: Attachment): Attachment {
  const tokens = attachmentTokens(attachment);
  return { ...withoutContent(attachment), ...(tokens === undefined ? {} : { tokens }) };
}

function withoutContent({ text: _text, media: _media, ...rest }: Attachment): Attachment {
  return rest;
}
