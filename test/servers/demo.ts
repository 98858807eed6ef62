import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { calculateDelay, createServer, type Fixture } from '@copilotkit/aimock';
import * as z from 'zod';
import { bedrockWire } from './demoBedrock.ts';
import { cohereWire } from './demoCohere.ts';
import { openaiConversation, type Conversation } from './demoConversation.ts';
import { geminiWire } from './demoGemini.ts';
import { ollamaWire } from './demoOllama.ts';
import { createReplies, type Failure, type Reply } from './demoReply.ts';
import { responsesWire } from './demoResponses.ts';
import { anthropicWire, openaiWire, type DemoWire, type Frame } from './demoWire.ts';
import { markEndedByServer, recordRequest, type RecordedRequest } from './recordedRequest.ts';

export interface DemoOptions {
  /** A free one when left out. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** `model` takes the time a fast model takes; `instant` none, for tests. */
  readonly pace?: 'model' | 'instant';
}

export interface Demo {
  /**
   * Without a path: OpenAI's base URL is `<url>/v1`, Gemini's `<url>/gemini/v1beta`, and that of Anthropic, Ollama, Cohere
   * and Bedrock this with their name.
   */
  readonly url: string;
  /** The latest requests, oldest first, as they came: with every header and the whole body. */
  readonly requests: readonly RecordedRequest[];
  stop(): Promise<void>;
}

type Replies = ReturnType<typeof createReplies>;

interface Service {
  readonly replies: Replies;
  readonly requests: RecordedRequest[];
  readonly pace: 'model' | 'instant';
}

const pacing = { ttft: 200, tps: 70, jitter: 0.3 };
const keptRequests = 200;

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly wire: DemoWire;
  readonly serve: 'models' | 'answer';
}

const models = (path: RegExp, wire: DemoWire): Route => ({ method: 'GET', path, wire, serve: 'models' });
const answers = (path: RegExp, wire: DemoWire): Route => ({ method: 'POST', path, wire, serve: 'answer' });

const routes: readonly Route[] = [
  models(/^\/v1\/models$/, openaiWire),
  answers(/^\/v1\/chat\/completions$/, openaiWire),
  answers(/^\/v1\/responses$/, responsesWire),
  models(/^\/anthropic\/v1\/models$/, anthropicWire),
  answers(/^\/anthropic\/v1\/messages$/, anthropicWire),
  models(/^\/gemini\/v1beta\/models$/, geminiWire),
  answers(/^\/gemini\/v1beta\/models\/[^/]+:(streamG|g)enerateContent$/, geminiWire),
  models(/^\/ollama\/api\/tags$/, ollamaWire),
  answers(/^\/ollama\/api\/chat$/, ollamaWire),
  models(/^\/cohere\/v1\/models$/, cohereWire),
  answers(/^\/cohere\/v2\/chat$/, cohereWire),
  models(/^\/bedrock\/foundation-models$/, bedrockWire),
  answers(/^\/bedrock\/model\/[^/]+\/converse(-stream)?$/, bedrockWire),
];

/**
 * Starts the provider behind "Demo (this machine)": it answers in every dialect that Parley speaks by showing what was
 * sent, and refuses what the real provider would not understand. aimock listens and answers further dialects it knows
 * with the same words; these are ours, because aimock neither stops when a client leaves, nor sends refusals, Retry-After
 * on 503, thoughts, counts or lists of models in all of them.
 */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const service: Service = { replies: createReplies(), requests: [], pace: options.pace ?? 'model' };
  const mount = {
    path: '',
    handler: {
      handleRequest: (request: IncomingMessage, response: ServerResponse) => handle(service, { request, response }),
    },
  };
  const { server, url } = await createServer(
    [otherDialects(service)],
    {
      port: options.port ?? 0,
      host: options.host ?? '127.0.0.1',
      // Its journal can be read by any page that finds the port; ours cannot.
      journalMaxEntries: 1,
    },
    [mount],
  );
  return {
    url,
    requests: service.requests,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What a recorded request asks for, whatever dialect it is in; throws zod's error when it is none of that dialect's. */
export function sentConversation({ method, path, body }: RecordedRequest): Conversation {
  const wire = routeOf(method, path)?.wire;
  if (wire === undefined) throw new Error(`${method} ${path} is nobody's.`);
  return wire.read(JSON.parse(body), path);
}

function routeOf(method: string | undefined, path = '/'): Route | undefined {
  const { pathname } = new URL(path, 'http://127.0.0.1');
  return routes.find((route) => route.method === method && route.path.test(pathname));
}

/** Answers what has a route; everything else is aimock's. */
async function handle(
  service: Service,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<boolean> {
  const route = routeOf(request.method, request.url);
  if (route === undefined) return false;
  const recorded = await recordRequest(request, response).catch(() => undefined);
  // The client left before it had said what it wants.
  if (recorded === undefined) return true;
  service.requests.push(recorded);
  service.requests.splice(0, service.requests.length - keptRequests);
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('request-id', requestIdOf(response));
  const refused = refusedKey(recorded);
  if (refused !== undefined) sendFailure(route.wire, { response, failure: refused });
  else if (route.serve === 'models') sendJson(response, route.wire.models);
  else await serveAnswer(service, { wire: route.wire, recorded, response });
  return true;
}

interface Exchange {
  readonly wire: DemoWire;
  readonly recorded: RecordedRequest;
  readonly response: ServerResponse;
}

async function serveAnswer(service: Service, { wire, recorded, response }: Exchange): Promise<void> {
  const read = readConversation(wire, recorded);
  if ('failure' in read) return sendFailure(wire, { response, failure: read.failure });
  const reply = service.replies(read.conversation);
  if ('failure' in reply) return sendFailure(wire, { response, failure: reply.failure });
  if (!read.conversation.stream) return sendJson(response, wire.whole(reply.answer, read.conversation));
  response.writeHead(200, { 'content-type': wire.contentType, 'cache-control': 'no-cache' });
  await sendFrames(response, { frames: wire.stream(reply.answer, read.conversation), pace: service.pace });
}

/** Stops at once when the client leaves, as the clients' own tests for "stop" want to see. */
async function sendFrames(
  response: ServerResponse,
  { frames, pace }: { readonly frames: readonly Frame[]; readonly pace: Service['pace'] },
): Promise<void> {
  const left = new AbortController();
  if (response.destroyed) return;
  response.once('close', () => left.abort());
  let tokens = 0;
  try {
    for (const frame of frames) {
      if (pace === 'model' && frame.token)
        await delay(calculateDelay(tokens, pacing), undefined, { signal: left.signal });
      if (frame.token) tokens += 1;
      if (!response.write(frame.bytes)) await once(response, 'drain', { signal: left.signal });
      if (frame.drop) return drop(response);
    }
    response.end();
  } catch (error) {
    if (!left.signal.aborted) throw error;
  }
}

function drop(response: ServerResponse): void {
  markEndedByServer(response);
  response.socket?.end();
}

function readConversation(
  wire: DemoWire,
  { body, headers, path }: RecordedRequest,
): { readonly conversation: Conversation } | { readonly failure: Failure } {
  if (path.startsWith('/anthropic') && headers['anthropic-version'] === undefined) {
    return { failure: { status: 400, message: 'anthropic-version: header is required' } };
  }
  try {
    return { conversation: wire.read(JSON.parse(body), path) };
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { failure: { status: 400, message } };
  }
}

/** Any key will do, or none; one that says it is invalid is, so that this case can be tried. */
function refusedKey({ headers }: RecordedRequest): Failure | undefined {
  const key = headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers['authorization'] ?? '';
  return key.includes('invalid') ? { status: 401, message: 'Incorrect API key provided.' } : undefined;
}

function sendFailure(
  wire: DemoWire,
  { response, failure }: { readonly response: ServerResponse; readonly failure: Failure },
): void {
  response.statusCode = failure.status;
  if (failure.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(failure.retryAfterSeconds));
  sendJson(response, wire.failure(failure, requestIdOf(response)));
}

function sendJson(response: ServerResponse, value: object): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}

/** aimock gives each request one, and puts it into this header. */
function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader('x-request-id'));
}

function otherDialects({ replies, pace }: Service): Fixture {
  return {
    match: { endpoint: 'chat' },
    response: (request) => aimockResponse(replies({ ...openaiConversation(request), model: 'demo-large' })),
    chunkSize: 5,
    ...(pace === 'model' ? { streamingProfile: pacing } : {}),
  };
}

function aimockResponse(reply: Reply) {
  if ('failure' in reply) return { status: reply.failure.status, error: { message: reply.failure.message } };
  const { answer } = reply;
  const output = answer.reasoning.length + answer.text.length;
  return {
    content: answer.text.join(''),
    ...(answer.reasoning.length === 0 ? {} : { reasoning: answer.reasoning.join('') }),
    finishReason: answer.finish,
    usage: {
      prompt_tokens: answer.inputTokens,
      completion_tokens: output,
      input_tokens: answer.inputTokens,
      output_tokens: output,
      promptTokenCount: answer.inputTokens,
      candidatesTokenCount: output,
    },
  };
}
