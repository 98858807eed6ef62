import { CodeBlockElement } from '../../../../src/webview/codeBlock.ts';
import { MarkdownElement } from '../../../../src/webview/markdownElement.ts';
import type { Draw } from '../drawing.ts';

customElements.define('parley-code', CodeBlockElement);
customElements.define('parley-markdown', MarkdownElement);

/** The panel's own element, with all that it does: buttons of code blocks, sanitizing, half-open markdown. */
export function mount(host: HTMLElement): Draw {
  const element = new MarkdownElement();
  host.append(element);
  return (text) => {
    element.answer = { text, growing: true };
  };
}
