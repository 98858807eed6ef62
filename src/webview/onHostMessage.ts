import type { HostToView } from '../protocol.ts';

/** Hears the host. The origin is the boundary: in a webview its messages carry the page's own, whatever window relays them. */
export function onHostMessage(hear: (message: HostToView) => void): void {
  window.addEventListener('message', ({ origin, data }: MessageEvent<unknown>) => {
    if (origin === window.origin && isHostMessage(data)) hear(data);
  });
}

function isHostMessage(data: unknown): data is HostToView {
  return typeof data === 'object' && data !== null && 'type' in data;
}
