/** The same text with a counted word here and there, by which a page can tell how far it has come. */
export function withMarks(text: string): string {
  let count = 0;
  let index = 0;
  // Between words of prose, lists, cells and code. A link is left out: it waits for its address before it is drawn.
  return text.replaceAll(/\[[^\]]*\]\([^)]*\)|(?<=[a-z]) (?=[a-z])/g, (found) =>
    found !== ' ' || index++ % 5 > 0 ? found : ` t${count++} `,
  );
}

/** Where in a text each of its marks ends, in order. */
export function endsOfMarks(text: string): ReadonlyMap<number, number> {
  return new Map(
    Array.from(text.matchAll(/\bt(\d+) /g), ({ 0: mark, 1: count, index }) => [Number(count), index + mark.length]),
  );
}

declare global {
  interface Window {
    /** When each mark was on the screen first, on the machine's clock. */
    seenMs: [mark: number, ms: number][];
  }
}

/** In the page: writes down when a mark was painted first, from now on. */
export function watchMarks(): void {
  const seen = new Set<number>();
  window.seenMs = [];
  const tail = 600;
  let fresh: number[] = [];
  // A task that is queued while a frame is being made runs after it was painted.
  const painted = new MessageChannel();
  painted.port1.addEventListener('message', () => {
    const ms = performance.timeOrigin + performance.now();
    for (const mark of fresh) window.seenMs.push([mark, ms]);
    fresh = [];
  });
  painted.port1.start();
  const take = (text: string) => {
    for (const [, mark] of text.slice(-tail).matchAll(/\bt(\d+)\b(?=.|\n)/g)) {
      const count = Number(mark);
      if (seen.has(count)) continue;
      seen.add(count);
      fresh.push(count);
    }
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target instanceof Text) take(target.data);
      for (const node of addedNodes) take(node.textContent ?? '');
    }
    if (fresh.length > 0) painted.port2.postMessage(null);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
