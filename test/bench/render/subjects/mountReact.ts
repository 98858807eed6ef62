import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Draw } from '../drawing.ts';

/** Draws within the call, so that the work is done in the frame it is counted in. */
export function mountReact(host: HTMLElement, view: (text: string) => ReactNode): Draw {
  const root = createRoot(host);
  return (text) => flushSync(() => root.render(view(text)));
}
