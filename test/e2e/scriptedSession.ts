import { before } from 'node:test';
import type { Locator } from 'playwright-core';
import type { startSession } from '../rig/session.ts';
import { answerWith, modelList } from '../servers/chatSteps.ts';
import { startFaultServer, type FaultServer } from '../servers/faultServer.ts';
import { liveSession, type LiveSession } from './liveSession.ts';

type Options = Pick<NonNullable<Parameters<typeof startSession>[0]>, 'settings' | 'size'>;
export type ScriptedSession = LiveSession<{ readonly server: FaultServer }>;

/** A live session whose model says what a test has written down; its chat is showing from the first test on. */
export function scriptedSession({ settings, ...look }: Options = {}): ScriptedSession {
  const live = liveSession(
    async () => ({ server: await startFaultServer({ limitMs: 120_000 }) }),
    ({ server }) => ({
      ...look,
      settings: {
        ...settings,
        'parley.connections': {
          scripted: { provider: 'openai-compatible', baseUrl: `${server.url}/v1`, label: 'Scripted' },
        },
      },
    }),
  );
  before(async () => {
    await live.chat.show();
    live.servers.server.script(...modelList());
    await live.chat.nameModel('scripted', 'Scripted');
  });
  return live;
}

/** Asks a question that is answered with this text, and waits for that. */
export function askScripted(live: ScriptedSession, question: string, answer: string): Promise<Locator> {
  live.servers.server.script(...answerWith(answer));
  return live.chat.ask(question);
}
