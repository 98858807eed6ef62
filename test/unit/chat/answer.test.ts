import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Answer } from '../../../src/chat/answer.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import { manualClock } from './manualClock.ts';

test('a continuation whose seam cannot be read asks nobody and ends in an error', async () => {
  const events: StreamEvent[] = [];
  let asked = 0;
  const answer = new Answer({
    clock: manualClock(),
    seam: () => Promise.reject(new Error('The part is not there any more.')),
    emit: (event) => events.push(event),
  });
  const respond = async function* (): AsyncGenerator<StreamEvent, void> {
    asked += 1;
    yield { type: 'finish', reason: 'stop' };
  };
  await answer.run({ model: 'm', messages: [] }, respond, Promise.resolve());
  await answer.done;
  assert.equal(asked, 0);
  assert.deepEqual(events, [
    { type: 'error', error: { kind: 'bad-response', message: 'The answer failed unexpectedly.' } },
  ]);
});
