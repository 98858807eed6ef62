import type { HostToView, ViewToHost } from '../protocol.ts';
import { codeChanged, type CodeBlockElement } from './codeBlock.ts';
import type { Colouring } from './colouring.ts';

/** Blocks this near to what is in sight get their colours, too. */
const margin = '400px 0px';

/** Languages that come together are asked for together. */
const askMs = 50;

/**
 * Sees which blocks of code are in sight, and has them coloured like the editor does. All that colouring takes, code and
 * data, is loaded for the first of them; a block in a language that has no grammar stays as it is.
 */
export class Colours {
  readonly #post: (message: ViewToHost) => void;
  readonly #visible = new Set<CodeBlockElement>();
  readonly #asked = new Set<string>();
  readonly #observer: IntersectionObserver;
  #toAsk: string[] = [];
  #loading: Promise<Colouring> | undefined;
  #colouring: Colouring | undefined;

  constructor(root: EventTarget, post: (message: ViewToHost) => void) {
    this.#post = post;
    const options: IntersectionObserverInit & { scrollMargin: string } = { rootMargin: margin, scrollMargin: margin };
    this.#observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#moved(entry)), options);
    root.addEventListener(codeChanged, ({ target }) => this.#changed(target as CodeBlockElement));
  }

  hear(message: Extract<HostToView, { type: 'theme' | 'grammars' }>): void {
    // Without colours, code can be read as well.
    this.#load().then(
      (colouring) => colouring.hear(message),
      () => undefined,
    );
  }

  #changed(block: CodeBlockElement): void {
    if (block.language === '') return;
    if (this.#visible.has(block)) this.#colouring?.wake();
    else this.#observer.observe(block);
  }

  #moved({ target, isIntersecting }: IntersectionObserverEntry): void {
    const block = target as CodeBlockElement;
    if (!block.isConnected) this.#observer.unobserve(block);
    if (!isIntersecting) return void this.#visible.delete(block);
    this.#visible.add(block);
    this.#ask(block.language);
    this.#colouring?.wake();
  }

  #ask(language: string): void {
    if (this.#asked.has(language)) return;
    this.#asked.add(language);
    if (this.#toAsk.length === 0) {
      setTimeout(() => {
        // No message may have more; the rest stays without colours.
        this.#post({ type: 'colours', languages: this.#toAsk.splice(0).slice(0, 50) });
      }, askMs);
    }
    this.#toAsk.push(language);
  }

  #load(): Promise<Colouring> {
    this.#loading ??= import('./colouring.ts').then(({ Colouring: Loaded }) => {
      this.#colouring = new Loaded(this.#visible);
      return this.#colouring;
    });
    return this.#loading;
  }
}
