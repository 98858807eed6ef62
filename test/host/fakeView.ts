import { EventEmitter, type Uri, type WebviewView } from 'vscode';
import type { HostToView } from '../../src/protocol.ts';

/** A sidebar view without a page: what the page would send and see is in the hands of the test. */
export interface FakeView {
  readonly view: WebviewView;
  /** As the page receives it: what JSON does not carry is gone. */
  readonly posted: HostToView[];
  send(message: unknown): void;
  show(): void;
  hide(): void;
  dispose(): void;
  /** Posting fails from now on, as on a view whose window closes. */
  breakDown(): void;
}

export function fakeView(): FakeView {
  const received = new EventEmitter<unknown>();
  const visibility = new EventEmitter<void>();
  const disposed = new EventEmitter<void>();
  const posted: HostToView[] = [];
  let isBroken = false;
  const state = { visible: true };
  const setVisible = (visible: boolean) => {
    state.visible = visible;
    visibility.fire();
  };
  const webview = {
    options: {},
    html: '',
    cspSource: 'https://files.example',
    asWebviewUri: (uri: Uri) => uri,
    onDidReceiveMessage: received.event,
    async postMessage(message: HostToView) {
      if (isBroken) throw new Error('Webview is disposed');
      posted.push(JSON.parse(JSON.stringify(message)) as HostToView);
      return true;
    },
  };
  const view: WebviewView = {
    viewType: 'parley.chat',
    webview,
    get visible() {
      return state.visible;
    },
    onDidChangeVisibility: visibility.event,
    onDidDispose: disposed.event,
    show: () => undefined,
  };
  return {
    view,
    posted,
    send: (message) => received.fire(message),
    show: () => setVisible(true),
    hide: () => setVisible(false),
    dispose: () => disposed.fire(),
    breakDown: () => void (isBroken = true),
  };
}
