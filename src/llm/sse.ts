import * as l10n from '@vscode/l10n';
import { createParser } from 'eventsource-parser';
import { Failure } from './failure.ts';
import type { Cutter, Frame, Framing } from './framing.ts';

/** Longest event taken, in characters; a longer one is an attack or a fault. */
const maxEventLength = 16 * 1024 * 1024;

/**
 * Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html. Comments and `ping` events, which
 * providers send to keep the connection alive, are no frames, so that they do not count as signs of progress.
 */
export const sse: Framing = (): Cutter => {
  const decoder = new TextDecoder();
  let frames: Frame[] = [];
  const parser = createParser({
    maxBufferSize: maxEventLength,
    onEvent: ({ data, event }) => {
      if (data !== '' && event !== 'ping') frames.push({ data, name: event });
    },
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded')
        throw new Failure({ kind: 'bad-response', reason: l10n.t('{0} sent an event of more than 16 MB') });
    },
  });
  const take = (): readonly Frame[] => {
    const taken = frames;
    frames = [];
    return taken;
  };
  return {
    push(bytes) {
      parser.feed(decoder.decode(bytes, { stream: true }));
      return take();
    },
    end() {
      parser.feed(`${decoder.decode()}\n\n`);
      return take().filter(isWhole);
    },
  };
};

/** Some servers leave out the blank line after their last event; a connection that broke ends in half of one. */
function isWhole({ data }: Frame): boolean {
  if (data === '[DONE]') return true;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}
