import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatStore } from '../../src/chat/store.ts';
import { chatFiles } from '../../src/host/node/chatFiles.ts';
import type { Transcript } from '../../src/model/transcript.ts';
import type { ViewToHost } from '../../src/protocol.ts';
import type { Connection } from '../../src/providers/connections.ts';
import { memoryState } from '../host/memoryState.ts';
import { until } from '../host/until.ts';
import { startFaultServer, type FaultServer } from '../servers/faultServer.ts';
import { hurriedClock, type HurriedClock } from './hurriedClock.ts';
import { connectionOf, responder, windowOf, type Player, type StageOptions, type Window } from './wiring.ts';
import { wires } from './wires.ts';

/** More than the longest silence that is tried. */
const limitMs = 400_000;

interface Props {
  readonly server: FaultServer;
  readonly clock: HurriedClock;
  readonly speed: number;
  readonly folder: string;
  readonly log: readonly string[];
  /** Of every answer that was asked for. */
  readonly signals: readonly AbortSignal[];
  openWindow(): Window;
}

/** The extension's own parts from the panel to the socket and the disk, around a server that does as it is told. */
export class Stage {
  readonly server: FaultServer;
  readonly clock: HurriedClock;
  /** How much faster than time the clock runs. */
  readonly speed: number;
  /** What the extension wrote to its log. */
  readonly log: readonly string[];
  readonly #props: Props;
  #window: Window;
  #answered = 0;

  constructor(props: Props) {
    this.#props = props;
    this.#window = props.openWindow();
    this.server = props.server;
    this.clock = props.clock;
    this.speed = props.speed;
    this.log = props.log;
  }

  get conversations(): Window['conversations'] {
    return this.#window.conversations;
  }

  get page(): Window['page'] {
    return this.#window.page;
  }

  get view(): Window['view'] {
    return this.#window.view;
  }

  /** As the page says it. */
  send(message: ViewToHost): void {
    this.view.send(message);
  }

  /** Shows the page. */
  async show(): Promise<void> {
    this.view.send({ type: 'ready' });
    await until(() => this.view.posted.length > 0);
  }

  /** Asks and resolves once the answer has ended, is on disk and on the page. */
  async ask(text = 'Question?'): Promise<void> {
    this.send({ type: 'send', text });
    await this.answered();
  }

  /** Resolves once the answer that was just called for has ended. */
  async answered(): Promise<void> {
    await until(() => this.#props.signals.length > this.#answered);
    await this.idle();
  }

  /** Resolves once the page shows these words in the last answer. */
  reads(words: string): Promise<void> {
    return until(() => this.page.words.includes(words));
  }

  /** Resolves once nothing is under way; fails when anything was left behind. */
  async idle(): Promise<void> {
    const { signals, clock } = this.#props;
    const { current } = this.conversations;
    await current.whenIdle();
    this.#answered = signals.length;
    if (this.view.view.visible) await until(() => isSame(this.page.transcript, current.transcript));
    for (const signal of signals) assert.equal(getEventListeners(signal, 'abort').length, 0, 'a listener was left');
    assert.equal(clock.pending, 0, 'a timer was left');
  }

  /** The conversation as another window would read it. */
  async onDisk(): Promise<Transcript> {
    const store = new ChatStore(chatFiles(this.#props.folder));
    const saved = await store.load(this.conversations.current.id);
    assert.ok(saved !== undefined && saved.damaged === 0, 'the chat on disk is not whole');
    return saved.transcript;
  }

  /** The bytes of its file. */
  file(): Promise<string> {
    return readFile(join(this.#props.folder, `${this.conversations.current.id}.jsonl`), 'utf8');
  }

  /** A window that was loaded anew: everything is read from disk. */
  async reload(): Promise<void> {
    await this.conversations.dispose();
    this.#window = this.#props.openWindow();
    await this.show();
  }

  async close(): Promise<void> {
    await this.conversations.dispose();
    await this.server.stop();
    await rm(this.#props.folder, { recursive: true, force: true });
  }
}

/** Builds everything anew; nothing is shared between two stages. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { wire = 'chat', speed = 1, model = wires[wire].model, second } = options;
  const server = await startFaultServer({ limitMs });
  const folder = await mkdtemp(join(tmpdir(), 'parley-faults-'));
  const clock = hurriedClock(speed);
  const log: string[] = [];
  const signals: AbortSignal[] = [];
  const state = memoryState();
  const playerOf = async (connection: Connection, id: string): Promise<Player> => ({
    model: { connection, info: { id } },
    respond: await responder(connection, { server, clock, log, signals }),
  });
  const first = await playerOf(connectionOf(options, server.url), model);
  const players: [Player, ...Player[]] = [first];
  if (second !== undefined)
    players.push(await playerOf(connectionOf({ wire: second }, server.url, 'second'), wires[second].model));
  const openWindow = () => windowOf({ folder, state, players });
  const stage = new Stage({ server, clock, speed, folder, log, signals, openWindow });
  await stage.show();
  return stage;
}

/** Both say the same, whatever they still wait for. */
function isSame(one: Transcript, other: Transcript): boolean {
  return JSON.stringify(one.turns) === JSON.stringify(other.turns);
}
