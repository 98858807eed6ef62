import type { StreamEvent } from '../model/event.ts';
import type { Took } from '../model/transcript.ts';
import type { Clock } from './clock.ts';
import { isOutput } from './fallback.ts';

/**
 * Measures a request from now on, on top of what its answer took before; with its last event it tells the sum. Of an
 * answer that was not measured from its beginning nothing is told.
 */
export function stopwatch(clock: Clock, before: Took | undefined): (event: StreamEvent) => Took | undefined {
  const startedMs = clock.now() - (before?.wholeMs ?? 0);
  let firstMs = before?.firstMs;
  let hasSaid = false;
  let isCounted = false;
  return (event) => {
    // Each request has a count of its own: that of one that failed says nothing of the one that answers.
    if (event.type === 'retry' || event.type === 'fallback') isCounted = false;
    const wholeMs = Math.max(0, clock.now() - startedMs);
    if (isOutput(event)) {
      firstMs ??= wholeMs;
      hasSaid = true;
    }
    isCounted ||= event.type === 'usage';
    if (before === undefined || (event.type !== 'finish' && event.type !== 'error')) return undefined;
    return {
      ...(firstMs === undefined ? {} : { firstMs }),
      wholeMs,
      ...(before.uncounted || (hasSaid && !isCounted) ? { uncounted: true } : {}),
    };
  };
}
