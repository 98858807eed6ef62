import type { Disposable, Uri, WebviewView } from 'vscode';
import type { ChatEvent } from '../model/transcript.ts';
import { viewToHost, type HostToView, type PanelState, type ViewToHost } from '../protocol.ts';
import { page, pageFolder } from './page.ts';

/** The view paints at most once a frame, so more messages than that would be wasted. */
const frameMs = 16;

export interface ChatViewOptions {
  readonly extension: Uri;
  /** Looks up what {@link snapshot} tells of the surroundings: models, servers, keys. */
  prepare(): Promise<void>;
  /** Everything the panel shows; taken whenever it starts or becomes visible again. */
  snapshot(): PanelState;
  /** The page was made anew: it edits no earlier question. */
  onStart(): void;
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
  /** False until the page asked for its snapshot, and while the snapshot is made. */
  #listening = false;
  #focusWhenReady: Extract<HostToView, { type: 'focus' }> | undefined;
  #queue: { chat: string; events: ChatEvent[] } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ChatViewOptions) {
    this.#options = options;
  }

  resolve(view: WebviewView): void {
    this.#view = view;
    this.#listening = false;
    view.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(this.#options.extension)] };
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.onDidDispose(() => {
      if (this.#view === view) this.#view = undefined;
      this.#listening = false;
    });
    view.webview.html = page(view.webview, this.#options.extension);
  }

  /** Queues events of a conversation for the next frame. */
  events(chat: string, events: readonly ChatEvent[]): void {
    if (!this.#listening) return;
    if (this.#queue !== undefined && this.#queue.chat !== chat) this.#flush();
    this.#queue ??= { chat, events: [] };
    for (const event of events) enqueue(this.#queue.events, forView(event));
    this.#timer ??= setTimeout(() => this.#flush(), frameMs);
  }

  changed(change: Extract<HostToView, { type: 'changed' }>['change']): void {
    if (this.#listening) this.#post({ type: 'changed', change });
  }

  /** Shows another conversation, or the same one anew. */
  async refresh(): Promise<void> {
    if (this.#view === undefined) return;
    this.#dropQueue();
    this.#listening = false;
    await this.#options.prepare();
    // No pause from here on, so that no event falls between the snapshot and the first delta.
    const state = this.#options.snapshot();
    this.#post({ type: 'snapshot', state: { ...state, ...withoutTexts(state) } });
    this.#listening = true;
    if (this.#focusWhenReady !== undefined) this.#post(this.#focusWhenReady);
    this.#focusWhenReady = undefined;
  }

  /** Puts the caret into the composer, as soon as the page is there. */
  focus(text?: string): void {
    const message = { type: 'focus', ...(text === undefined ? {} : { text }) } as const;
    if (this.#listening) this.#post(message);
    else this.#focusWhenReady = message;
  }

  dispose(): void {
    this.#dropQueue();
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = viewToHost.safeParse(message);
    if (!parsed.success) return this.#options.onInvalid(parsed.error.message);
    if (parsed.data.type !== 'ready') return this.#options.onMessage(parsed.data);
    this.#options.onStart();
    return this.refresh();
  }

  #post(message: HostToView): void {
    void this.#view?.webview.postMessage(message);
  }

  #flush(): void {
    const queue = this.#queue;
    this.#dropQueue();
    if (queue !== undefined) this.#post({ type: 'events', ...queue });
  }

  #dropQueue(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue = undefined;
  }
}

/** Joins a delta to the one before it, so that a frame's worth of tokens is one event. */
function enqueue(events: ChatEvent[], event: ChatEvent): void {
  const last = events.at(-1);
  if (
    last?.type === 'stream' &&
    event.type === 'stream' &&
    last.id === event.id &&
    last.event.type === 'text' &&
    event.event.type === 'text'
  ) {
    events[events.length - 1] = { ...last, event: { type: 'text', delta: last.event.delta + event.event.delta } };
  } else {
    events.push(event);
  }
}

/** The view draws chips only: the attached text, which may be large, stays here. */
function forView(event: ChatEvent): ChatEvent {
  return event.type === 'user' ? { ...event, attachments: event.attachments.map(withoutText) } : event;
}

function withoutTexts({ transcript, attachments }: PanelState): Pick<PanelState, 'transcript' | 'attachments'> {
  return {
    attachments: attachments.map(withoutText),
    transcript: {
      ...transcript,
      turns: transcript.turns.map((turn) =>
        turn.role === 'user' ? { ...turn, attachments: turn.attachments.map(withoutText) } : turn,
      ),
    },
  };
}

function withoutText<T extends { readonly text?: string }>(attachment: T): Omit<T, 'text'> {
  const { text: _text, ...rest } = attachment;
  return rest;
}
