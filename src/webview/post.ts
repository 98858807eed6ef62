import type { ViewToHost } from '../protocol.ts';

const eventName = 'parley-post';

/** Says something to the host from inside the page: it travels up to the listener of {@link onPost}. */
export function post(from: EventTarget, message: ViewToHost): void {
  from.dispatchEvent(new CustomEvent<ViewToHost>(eventName, { detail: message, bubbles: true }));
}

/** Hears what the elements under `root` have to say. */
export function onPost(root: EventTarget, listener: (message: ViewToHost) => void): void {
  root.addEventListener(eventName, (event) => {
    if (event instanceof CustomEvent) listener(event.detail as ViewToHost);
  });
}
