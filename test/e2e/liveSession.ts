import { after, afterEach, before } from 'node:test';
import { startSession, type Session } from '../rig/session.ts';
import type { Window } from '../rig/window.ts';
import { ChatPage } from './chatPage.ts';

type Options = Parameters<typeof startSession>[0];

/** Something that a file's tests share and that has to be stopped, such as a server. */
interface Stoppable {
  stop(): Promise<unknown>;
}

/** What node:test hands to `afterEach`; its types leave out how the test went. */
interface FinishedTest {
  readonly fullName: string;
  readonly passed: boolean;
}

/** What the tests of one file work with. Everything is there from the first test on, not before. */
export interface LiveSession<Servers> {
  readonly session: Session;
  readonly window: Window;
  readonly chat: ChatPage;
  readonly servers: Servers;
}

/**
 * One VS Code for all tests of the file that calls this, since starting one takes as long as a dozen tests. The servers
 * are started first, so that options can name their addresses. When a test fails, what the screen showed is kept.
 */
export function liveSession<Servers extends Readonly<Record<string, Stoppable>>>(
  startServers: () => Promise<Servers>,
  optionsFor: (servers: Servers) => Options,
): LiveSession<Servers> {
  let servers: Servers | undefined;
  let session: Session | undefined;
  before(async () => {
    servers = await startServers();
    session = await startSession(optionsFor(servers));
  });
  afterEach(async (context) => {
    const { passed, fullName } = context as FinishedTest;
    if (passed) return;
    const evidence = await session?.saveEvidence(fullName.replaceAll(/[^\w-]+/g, '-').slice(-100));
    console.error(`What the screen showed: ${evidence}`);
  });
  after(async () => {
    await session?.stop();
    for (const server of Object.values(servers ?? {})) await server.stop();
  });
  const present = () => {
    if (session === undefined || servers === undefined) throw new Error('The session has not started yet.');
    return { session, servers };
  };
  const chat = new ChatPage(() => present().session.window);
  return {
    chat,
    get session() {
      return present().session;
    },
    get window() {
      return present().session.window;
    },
    get servers() {
      return present().servers;
    },
  };
}
