import type { Request } from '../model/message.ts';
import { type Endpoint, isPatient } from './send.ts';

/** A connection's own time limits, in seconds; 0 is none. What is absent is as usual for the model. */
export interface TimeoutSeconds {
  readonly connect?: number | undefined;
  /** From the request to the beginning of its answer. */
  readonly firstByte?: number | undefined;
  /** Without anything new within an answer; signs of life do not count. */
  readonly idle?: number | undefined;
}

/** How long an attempt may take to get on; undefined for as long as it likes. */
export interface TimeLimits {
  readonly connectMs: number | undefined;
  readonly firstByteMs: number | undefined;
  readonly idleMs: number | undefined;
}

type Seconds = Readonly<Record<keyof TimeoutSeconds, number>>;

const usual: Seconds = { connect: 20, firstByte: 120, idle: 300 };

/** Who thinks, or writes all before the first byte leaves, is silent for long; providers themselves allow ten minutes. */
const long: Seconds = { connect: 20, firstByte: 600, idle: 900 };

const none: Seconds = { connect: 0, firstByte: 0, idle: 0 };

/** The limits for one request. A model on the user's own machine may take as long as it needs, unless the user says otherwise. */
export function timeLimits(endpoint: Endpoint, { thinks, reasoningEffort = 'none' }: Request): TimeLimits {
  const isSlow = thinks === true || reasoningEffort !== 'none' || endpoint.stream === false;
  const initial = isPatient(endpoint) ? none : isSlow ? long : usual;
  const { connect, firstByte, idle } = endpoint.timeoutSeconds ?? {};
  return {
    connectMs: inMs(connect ?? initial.connect),
    firstByteMs: inMs(firstByte ?? initial.firstByte),
    idleMs: inMs(idle ?? initial.idle),
  };
}

const inMs = (seconds: number): number | undefined => (seconds > 0 ? seconds * 1_000 : undefined);
