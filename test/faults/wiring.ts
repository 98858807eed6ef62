import { Uri } from 'vscode';
import assert from 'node:assert/strict';
import { ChatStore } from '../../src/chat/store.ts';
import { Answerers } from '../../src/host/answerers.ts';
import { ChatView } from '../../src/host/chatView.ts';
import { Conversations } from '../../src/host/conversations.ts';
import { Endpoints } from '../../src/host/endpoints.ts';
import { KeyVault } from '../../src/host/keyVault.ts';
import { logged } from '../../src/host/log.ts';
import { refOf, type Model, type Models } from '../../src/host/models.ts';
import { chatFiles } from '../../src/host/node/chatFiles.ts';
import { platform } from '../../src/host/node/platform.ts';
import { Panel } from '../../src/host/panel.ts';
import type { Setups } from '../../src/host/setups.ts';
import { systemClock } from '../../src/llm/clock.ts';
import type { Transport } from '../../src/model/http.ts';
import type { Respond } from '../../src/model/message.ts';
import { isSameModel, type ModelRef } from '../../src/model/transcript.ts';
import { connectionFrom, type Connection } from '../../src/providers/connections.ts';
import { fakeSecrets } from '../host/fakeSecrets.ts';
import { fakeView, type FakeView } from '../host/fakeView.ts';
import type { memoryState } from '../host/memoryState.ts';
import type { FaultServer } from '../servers/faultServer.ts';
import type { HurriedClock } from './hurriedClock.ts';
import { pageOf, type Page } from './page.ts';
import { wires, type WireName } from './wires.ts';

/** Must turn up nowhere but in the one header. */
export const canary = 'ABSKCANARY0123456789abcdefghijklmnopqrstuvwxyz';

export interface StageOptions {
  readonly wire?: WireName;
  readonly model?: string;
  /** How much faster than time its clock runs. */
  readonly speed?: number;
  /** `far` is an address on the internet as far as the extension can tell: silence has a limit there. */
  readonly address?: 'near' | 'far' | 'closed' | 'https';
  /** A second connection, of this dialect, at the same server: `second` in the settings. */
  readonly second?: WireName;
}

const farOrigin = 'https://models.example';

/** A window of the editor, as far as it has to do with chats. */
export interface Window {
  readonly conversations: Conversations;
  readonly view: FakeView;
  readonly page: Page;
}

/** The connection to the server, as the settings would make it. */
export function connectionOf(
  { wire = 'chat', address = 'near' }: StageOptions,
  url: string,
  id = 'faulty',
): Connection {
  const { provider, path, api }: { provider: string; path: string; api?: string } = wires[wire];
  const origins = { near: url, far: farOrigin, closed: 'http://127.0.0.1:1', https: url.replace('http:', 'https:') };
  const spec = { provider, baseUrl: origins[address] + path, ...(api === undefined ? {} : { api }) };
  const connection = connectionFrom(id, { ...spec, label: id });
  if (typeof connection === 'string') throw new Error(connection);
  return connection;
}

interface Parts {
  readonly server: FaultServer;
  readonly clock: HurriedClock;
  readonly log: string[];
  readonly signals: AbortSignal[];
}

/** Who answers: everything from the key to the socket is the extension's own. */
export async function responder(connection: Connection, { server, clock, log, signals }: Parts): Promise<Respond> {
  const vault = new KeyVault({
    secrets: fakeSecrets(),
    platform: { environment: () => undefined },
    onChange: () => undefined,
    onProblem: (text) => log.push(text),
  });
  await vault.store(connection, canary);
  const transport: Transport = (request, signal) =>
    platform.transport({ ...request, url: request.url.replace(farOrigin, server.url) }, signal);
  const endpoints = new Endpoints(vault, { ...platform, transport }, clock);
  const write = (line: string) => void log.push(vault.redact(line));
  const respond = logged(endpoints.respond(connection), connection.label, { info: write, error: write });
  return (request, signal) => {
    signals.push(signal);
    return respond(request, signal);
  };
}

/** A model of the stage, and the way to ask it. */
export interface Player {
  readonly model: Model;
  readonly respond: Respond;
}

interface WindowParts {
  readonly folder: string;
  readonly state: ReturnType<typeof memoryState>;
  /** The first is the one that the user has picked. */
  readonly players: readonly [Player, ...Player[]];
}

/** One window's panel and conversations, wired as the app wires them. */
export function windowOf({ folder, state, players }: WindowParts): Window {
  const conversations = new Conversations({
    store: new ChatStore(chatFiles(folder)),
    clock: systemClock,
    state,
    listener: {
      onEvent: (event) => chatView.events(conversations.current.id, [event]),
      onUnsaved: (reason) => assert.equal(reason, undefined, 'the chat could not be written'),
    },
    onSwitch: () => void chatView.refresh(),
    onNotice: (text) => assert.fail(text),
  });
  const [{ model }] = players;
  const find = async (refs: readonly ModelRef[]) =>
    refs.map((ref) => players.find((player) => isSameModel(refOf(player.model), ref))?.model);
  const answerers = new Answerers({
    models: { find },
    respondOf: (asked) => players.find((player) => player.model === asked)?.respond ?? assert.fail('not on stage'),
    onProblem: (text) => assert.fail(text),
  });
  const panel = new Panel({
    state,
    pasted: Uri.file(folder),
    prompts: Uri.file(folder),
    conversations,
    models: { current: async () => model } as unknown as Models,
    setups: async () => ({}) as Setups,
    answerer: (asked, respond) => answerers.of(asked, respond),
    others: (asked, chosen) => answerers.others(asked, chosen),
    code: () => Promise.reject(new Error('No code')),
    preview: () => Promise.reject(new Error('No preview')),
    recount: () => undefined,
    apply: () => Promise.resolve(),
    summaryAgain: async () => undefined,
  });
  const chatView = new ChatView({
    extension: Uri.file(folder),
    prepare: () => panel.prepare(),
    snapshot: () => panel.snapshot(),
    onStart: () => panel.endEdit(),
    onMessage: (message) => panel.receive(message),
    onInvalid: (problem) => assert.fail(problem),
  });
  panel.attachView(chatView);
  const view = fakeView();
  chatView.resolve(view.view);
  return { conversations, view, page: pageOf(view.posted) };
}
