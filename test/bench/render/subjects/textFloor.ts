import type { Draw } from '../drawing.ts';

/** One text node that grows: the least code, and a layout that is paid for again and again. */
export function mount(host: HTMLElement): Draw {
  const node = document.createTextNode('');
  host.append(node);
  host.className = 'plain';
  return (text) => node.appendData(text.slice(node.length));
}
