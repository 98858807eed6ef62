import type { Transport } from '../model/http.ts';
import type { Wake } from '../model/message.ts';
import type { Clock } from './clock.ts';
import type { Fault } from './failure.ts';
import { Pace, type PerMinute, type Settle } from './pace.ts';
import { type Budget, budgetsIn } from './rateHeaders.ts';
import { longestWaitMs } from './retryAfter.ts';

/** Why a request should not leave yet: `untilMs` is when it may; absent while one before it has to go first. */
export interface Hold {
  readonly untilMs?: number;
  /** It is the user's own limit that holds it. */
  readonly by?: 'settings';
}

/**
 * Keeps the requests of one connection from a provider that has said it takes no more, first come, first served. It
 * goes by what the provider and the user tell and never by a guess: as long as nothing is told, nothing waits.
 * Providers count for each model, and so does this; the user's own limits are for the connection as a whole.
 */
export class Limiter {
  readonly #clock: Clock;
  readonly #lines = new Map<string, Line>();
  readonly #queue: Queue;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#queue = { pace: new Pace(clock), places: [], listeners: new Set() };
  }

  /** Limits of the user's own, from now on. */
  allow(limits: PerMinute): void {
    this.#queue.pace.limits = limits;
  }

  /** Takes a place in the line for a request that reads about so many tokens; it must be left in the end. */
  enter(model: string, tokens = 0): Place {
    const line = this.#lines.get(model) ?? new Line(this.#clock, this.#queue);
    this.#lines.set(model, line);
    return new Place(line, tokens);
  }
}

/** All requests of a connection, in the order in which they came. */
interface Queue {
  readonly pace: Pace;
  readonly places: Place[];
  readonly listeners: Set<() => void>;
}

/** All that wait for one model, and what is known of its limits. */
class Line {
  readonly clock: Clock;
  readonly queue: Queue;
  heldUntilMs = 0;
  #budgets = new Map<string, Budget>();

  constructor(clock: Clock, queue: Queue) {
    this.clock = clock;
    this.queue = queue;
  }

  get places(): readonly Place[] {
    return this.queue.places.filter(({ line }) => line === this);
  }

  /** Of the user's own limits and the provider's, whichever lasts longer. */
  longerHoldOf(place: Place): Hold | undefined {
    const hold = this.holdOf(place);
    const untilMs = this.freeMs(place);
    if (untilMs <= this.clock.now() || (hold?.untilMs ?? 0) > untilMs) return hold;
    return { untilMs, by: 'settings' };
  }

  /** When the user's own limits let it go, after those that came before; who waits for the provider keeps nobody. */
  freeMs(place: Place): number {
    const { pace, places } = this.queue;
    const before = places.slice(0, places.indexOf(place));
    const going = before.filter((one) => one.isNext && one.line.holdOf(one)?.untilMs === undefined);
    return pace.freeMs(
      place.tokens,
      going.map(({ tokens }) => tokens),
    );
  }

  holdOf(place: Place): Hold | undefined {
    const nowMs = this.clock.now();
    const used = [...this.#budgets.values()].filter((budget) => this.#isUsedUp(budget, nowMs));
    const untilMs = Math.max(this.heldUntilMs, ...used.map(({ resetAtMs }) => resetAtMs));
    // What takes longer is not waited for: the provider is asked, and its refusal is shown.
    if (untilMs - nowMs > longestWaitMs) return undefined;
    if (untilMs > nowMs) return { untilMs };
    const { places } = this;
    const before = places.slice(0, places.indexOf(place));
    return used.length > 0 || before.some(({ isNext }) => isNext) ? {} : undefined;
  }

  learn(headers: Readonly<Record<string, string>>): void {
    for (const [name, budget] of budgetsIn(headers, this.clock.now())) this.#budgets.set(name, budget);
  }

  changed(): void {
    for (const run of this.queue.listeners) run();
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
  readonly line: Line;
  /** About how many its request reads. */
  readonly tokens: number;
  #state: PlaceState = 'waiting';
  #isForced = false;
  #isCounted = false;
  #settle: Settle | undefined;

  constructor(line: Line, tokens: number) {
    this.line = line;
    this.tokens = tokens;
    line.queue.places.push(this);
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
    const hold = this.#isForced ? undefined : this.line.longerHoldOf(this);
    if (hold !== undefined) return hold;
    this.#count();
    this.#become('under way');
    return undefined;
  }

  /** The user will not wait. */
  force(): void {
    this.#isForced = true;
    this.line.changed();
  }

  listen(run: () => void): () => void {
    this.line.queue.listeners.add(run);
    return () => void this.line.queue.listeners.delete(run);
  }

  /** The same transport; what the answers' headers tell of the limits is learnt. */
  through(transport: Transport): Transport {
    return async (request, signal) => {
      this.#become('under way');
      this.#count();
      this.#isCounted = false;
      const response = await transport(request, signal);
      this.line.learn(response.headers);
      // The user knew better than to wait.
      if (this.#isForced && response.status < 300) this.line.heldUntilMs = 0;
      this.#become('answered');
      return response;
    };
  }

  /** How long the user's own limits keep it from being sent again; as long as they do, those behind let it go first. */
  rest(): number {
    const restMs = this.line.freeMs(this) - this.line.clock.now();
    if (restMs > 0) this.#become('refused');
    return restMs;
  }

  /** What it has come to, so far as its answer tells. */
  used(usage: Parameters<Settle>[0]): void {
    this.#settle?.(usage);
    this.#settle = undefined;
  }

  /** When the provider has asked for time, it is asked for nothing else until then, and this one goes first. */
  failed({ kind, retryAfterMs }: Fault): void {
    if (retryAfterMs === undefined || (kind !== 'rate-limited' && kind !== 'overloaded')) return;
    this.line.heldUntilMs = this.line.clock.now() + retryAfterMs;
    this.#become('refused');
  }

  leave(): void {
    const { places } = this.line.queue;
    const index = places.indexOf(this);
    if (index !== -1) places.splice(index, 1);
    this.line.changed();
  }

  /** Once for each time that it is sent: when it may leave, since signing it can take a while. */
  #count(): void {
    if (!this.#isCounted) this.#settle = this.line.queue.pace.sent(this.tokens);
    this.#isCounted = true;
  }

  #become(state: PlaceState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.line.changed();
  }
}
