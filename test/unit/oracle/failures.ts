import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Endpoint } from '../../../src/llm/send.ts';
import type { FaultServer } from '../../servers/faultServer.ts';
import { type Answer, type Failed, failed, ourEvents, question, script } from './oracle.ts';

/** Answers that fail, each with the provider's words that both clients must pass on. */
export type FailingAnswers = Readonly<Record<string, Answer & { readonly words: string }>>;

interface FailureOracle {
  readonly server: FaultServer;
  readonly endpoint: Omit<Endpoint, 'transport'>;
  /** What the official client makes of the next answer. */
  theirFailure(): Promise<Failed>;
  /** Set where the official client may give an error of a stream the status of the answer it came in, which we do not. */
  readonly statusInStream?: 'theirs';
}

/** Tests that each failure is read as the official client reads it. */
export function testFailures(
  failures: FailingAnswers,
  { server, endpoint, theirFailure, statusInStream }: FailureOracle,
): void {
  for (const [name, { words, ...answer }] of Object.entries(failures)) {
    test(`a failure is read as the official client reads it: ${name}`, async () => {
      script(server, answer);
      const expected = await theirFailure();
      script(server, answer);
      const mine = failed(await ourEvents(endpoint, question));
      const status = mine.status ?? (statusInStream === 'theirs' ? expected.status : undefined);
      assert.deepEqual([mine.text, status], [expected.text, expected.status]);
      assert.equal(mine.words, words);
      assert.ok(expected.words.includes(words), expected.words);
    });
  }
}
