import type { Transport } from '../model/http.ts';
import type { Wake } from '../model/message.ts';
import type { Clock } from './clock.ts';
import type { Fault } from './failure.ts';
import { type Budget, budgetsIn } from './rateHeaders.ts';
import { longestWaitMs } from './retryAfter.ts';

/** Why a request should not leave yet: `untilMs` is when it may; absent while one before it has to go first. */
export interface Hold {
  readonly untilMs?: number;
}

/**
 * Keeps the requests of one connection from a provider that has said it takes no more, first come, first served. It
 * goes by what the provider tells and never by a guess: as long as nothing is told, nothing waits. Providers count for
 * each model, and so does this.
 */
export class Limiter {
  readonly #clock: Clock;
  readonly #lines = new Map<string, Line>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a place in the line; it must be left in the end. */
  enter(model: string): Place {
    const line = this.#lines.get(model) ?? new Line(this.#clock);
    this.#lines.set(model, line);
    return new Place(line);
  }
}

/** All that wait for one model, and what is known of its limits. */
class Line {
  readonly places: Place[] = [];
  readonly listeners = new Set<() => void>();
  readonly clock: Clock;
  heldUntilMs = 0;
  #budgets = new Map<string, Budget>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  holdOf(place: Place): Hold | undefined {
    const nowMs = this.clock.now();
    const used = [...this.#budgets.values()].filter((budget) => this.#isUsedUp(budget, nowMs));
    const untilMs = Math.max(this.heldUntilMs, ...used.map(({ resetAtMs }) => resetAtMs));
    // What takes longer is not waited for: the provider is asked, and its refusal is shown.
    if (untilMs - nowMs > longestWaitMs) return undefined;
    if (untilMs > nowMs) return { untilMs };
    const before = this.places.slice(0, this.places.indexOf(place));
    return used.length > 0 || before.some(({ isNext }) => isNext) ? {} : undefined;
  }

  learn(headers: Readonly<Record<string, string>>): void {
    for (const [name, budget] of budgetsIn(headers, this.clock.now())) this.#budgets.set(name, budget);
  }

  changed(): void {
    for (const run of this.listeners) run();
  }

  /** Those under way are not in what the provider told last. */
  #isUsedUp({ counts, remaining, limit, resetAtMs }: Budget, nowMs: number): boolean {
    const left = resetAtMs > nowMs ? remaining : (limit ?? Infinity);
    const underWay = counts === 'requests' ? this.places.filter(({ isUnderWay }) => isUnderWay).length : 0;
    return left - underWay <= 0;
  }
}

type PlaceState = 'waiting' | 'under way' | 'answered' | 'refused';

/** One request's place in the line of its connection. Its `listen` tells when the line has moved. */
export class Place implements Wake {
  readonly #line: Line;
  #state: PlaceState = 'waiting';
  #isForced = false;

  constructor(line: Line) {
    this.#line = line;
    line.places.push(this);
  }

  /** True while those behind have to wait for this one to go, the first time or again. */
  get isNext(): boolean {
    return this.#state === 'waiting' || this.#state === 'refused';
  }

  get isUnderWay(): boolean {
    return this.#state === 'under way';
  }

  /** Goes, unless there is a reason to wait, which is then given. */
  go(): Hold | undefined {
    const hold = this.#isForced ? undefined : this.#line.holdOf(this);
    if (hold === undefined) this.#become('under way');
    return hold;
  }

  /** The user will not wait. */
  force(): void {
    this.#isForced = true;
    this.#line.changed();
  }

  listen(run: () => void): () => void {
    this.#line.listeners.add(run);
    return () => void this.#line.listeners.delete(run);
  }

  /** The same transport; what the answers' headers tell of the limits is learnt. */
  through(transport: Transport): Transport {
    return async (request, signal) => {
      this.#become('under way');
      const response = await transport(request, signal);
      this.#line.learn(response.headers);
      // The user knew better than to wait.
      if (this.#isForced && response.status < 300) this.#line.heldUntilMs = 0;
      this.#become('answered');
      return response;
    };
  }

  /** When the provider has asked for time, it is asked for nothing else until then, and this one goes first. */
  failed({ kind, retryAfterMs }: Fault): void {
    if (retryAfterMs === undefined || (kind !== 'rate-limited' && kind !== 'overloaded')) return;
    this.#line.heldUntilMs = this.#line.clock.now() + retryAfterMs;
    this.#become('refused');
  }

  leave(): void {
    const { places } = this.#line;
    const index = places.indexOf(this);
    if (index !== -1) places.splice(index, 1);
    this.#line.changed();
  }

  #become(state: PlaceState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#line.changed();
  }
}
