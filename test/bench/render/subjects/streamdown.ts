import { createElement } from 'react';
import { Streamdown } from 'streamdown';
import type { Draw } from '../drawing.ts';
import { mountReact } from './mountReact.ts';

/** As its page shows it, without the plug-ins for code colours, math and diagrams. */
export function mount(host: HTMLElement): Draw {
  return mountReact(host, (text) => createElement(Streamdown, { children: text }));
}
