import type { HostToView, Suggestion, ViewToHost } from '../protocol.ts';
import { answered, completionAt, isOpen, moved, taken, type Completion } from './completion.ts';
import type { ViewState } from './state.ts';
import { strings } from './strings.ts';

interface SuggestingOptions {
  state(): ViewState;
  change(next: ViewState): void;
  post(message: ViewToHost): void;
  submit(): void;
}

/** A pause between letters, so that fast typing asks once. */
const pauseMs = 60;

/** What `#` and `@` do in the composer: asks the host what can be attached, and takes what is chosen. */
export class Suggesting {
  readonly #options: SuggestingOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SuggestingOptions) {
    this.#options = options;
  }

  /** The user changed the text; without a caret, an input method is still at work on it. */
  write(draft: string, caret: number | undefined): void {
    const state = this.#options.state();
    const completion = caret === undefined ? undefined : completionAt(state.completion, draft, caret);
    this.#options.change(withCompletion({ ...state, draft }, completion));
    if (completion !== undefined && !completion.answered) this.#ask(completion.query);
  }

  /** The caret was moved: away from what is being named, or within it. */
  look(caret: number): void {
    const { completion } = this.#options.state();
    if (completion !== undefined && (caret < completion.start || caret !== completion.end)) this.leave();
  }

  leave(): void {
    this.#set(undefined);
  }

  hear({ query, items }: Extract<HostToView, { type: 'suggestions' }>): void {
    const { completion } = this.#options.state();
    if (completion?.query !== query) return;
    const { held, ...next } = answered(completion, query, items);
    this.#set(next);
    const [first] = items;
    if (held === undefined || completion.answered) return;
    if (first !== undefined && next.closed === undefined) this.take(first);
    else if (held === 'Enter') this.#options.submit();
  }

  /** Takes the keys of the list; false when the key is not one of them. */
  key(key: string): boolean {
    const { completion } = this.#options.state();
    if (completion === undefined || completion.closed) return false;
    if (!completion.answered && (key === 'Enter' || key === 'Tab')) {
      this.#set({ ...completion, held: key });
      return true;
    }
    if (!isOpen(completion)) return false;
    const by = steps[key];
    if (by !== undefined) this.#set(moved(completion, by));
    else if (key === 'Escape') this.#set({ ...completion, closed: true });
    else if (key === 'Enter' || key === 'Tab') this.take(completion.items[completion.selected]);
    else return false;
    return true;
  }

  take(item: Suggestion | undefined): void {
    const state = this.#options.state();
    if (item === undefined || state.completion === undefined) return;
    const { text, caret } = taken(state.draft, state.completion, item);
    this.#options.change({
      ...withCompletion({ ...state, draft: text }, undefined),
      status: strings.taken(item.label),
    });
    this.#options.post({ type: 'take', id: item.id });
    const box = document.querySelector<HTMLTextAreaElement>('#question');
    box?.focus();
    box?.setSelectionRange(caret, caret);
  }

  #set(completion: Completion | undefined): void {
    const state = this.#options.state();
    const next = withCompletion(state, completion);
    const found = isOpen(completion) && completion.answered && completion.items !== state.completion?.items;
    this.#options.change(found ? { ...next, status: strings.suggested(completion.items.length) } : next);
  }

  #ask(query: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { completion } = this.#options.state();
      if (completion?.query === query && completion.closed === undefined)
        this.#options.post({ type: 'suggest', query });
    }, pauseMs);
  }
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function withCompletion(
  { completion: _completion, ...state }: ViewState,
  completion: Completion | undefined,
): ViewState {
  return completion === undefined ? state : { ...state, completion };
}
