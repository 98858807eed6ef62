import type { Draw } from '../drawing.ts';

/** The least there is to do: new text is appended, one text node a block; nothing is read as markdown. */
export function mount(host: HTMLElement): Draw {
  let shown = 0;
  let node: Text | undefined;
  return (text) => {
    const [first = '', ...blocks] = text.slice(shown).split('\n\n');
    if (node === undefined) blocks.unshift(first);
    else node.appendData(first);
    for (const block of blocks) {
      const paragraph = document.createElement('p');
      paragraph.className = 'plain';
      node = document.createTextNode(block);
      paragraph.append(node);
      host.append(paragraph);
    }
    shown = text.length;
  };
}
