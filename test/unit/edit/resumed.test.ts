import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resumed } from '../../../src/edit/resumed.ts';
import { canContinue, isPartial, isReviewable, nextWrite } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';

const region = { start: 1, count: 3 };
const held = ['new', 'b', 'c'];
const original = ['a', 'b', 'c', 'd'];

describe('an edit that an earlier window left', () => {
  it('is under review as it stands, with nothing to be written and nothing to be gone on with', () => {
    const session = resumed(region, held, { original });
    assert.deepEqual([isReviewable(session), isPartial(session), canContinue(session)], [true, true, false]);
    assert.equal(nextWrite(session), undefined);
    assert.equal(isPartial(resumed(region, held, { original, finish: 'stop' })), false);
  });

  it('is rejected to what was there before, and accepted as it stands', () => {
    const session = resumed(region, held, { original });
    const write = nextWrite(step(session, { type: 'reject' }));
    assert.deepEqual(write?.result, original);
    const accepted = step(session, { type: 'accept' });
    assert.deepEqual([accepted.phase, nextWrite(accepted)], ['accepted', undefined]);
  });

  it('can be asked for once more, from what was there before', () => {
    const again = step(resumed(region, held, { original }), { type: 'retry' });
    assert.deepEqual([again.phase, again.target], ['streaming', original]);
  });
});
