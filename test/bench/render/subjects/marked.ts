import { marked } from 'marked';
import type { Draw } from '../drawing.ts';

/** All of it read and drawn again. Not sanitized, which leaves it less to do than it should. */
export function mount(host: HTMLElement): Draw {
  return (text) => {
    host.innerHTML = marked.parse(text, { async: false });
  };
}
