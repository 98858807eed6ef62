import MarkdownIt from 'markdown-it';
import type { Draw } from '../drawing.ts';

/** All of it read and drawn again. */
export function mount(host: HTMLElement): Draw {
  const markdown = new MarkdownIt({ linkify: true });
  return (text) => {
    host.innerHTML = markdown.render(text);
  };
}
