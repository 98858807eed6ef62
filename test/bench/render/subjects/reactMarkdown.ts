import { createElement } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { Draw } from '../drawing.ts';
import { mountReact } from './mountReact.ts';

/** As its page shows it, with GitHub's tables and lists. */
export function mount(host: HTMLElement): Draw {
  return mountReact(host, (text) => createElement(Markdown, { remarkPlugins: [remarkGfm], children: text }));
}
