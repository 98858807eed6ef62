import { failureFromErrorEvent, failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import { Failure } from '../llm/failure.ts';
import type { Decoder } from '../llm/provider.ts';
import type { FinishReason, StreamEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { Citations } from './citations.ts';
import { frameJson } from './frameJson.ts';
import { GeminiCalls } from './geminiCalls.ts';
import { geminiCitations } from './geminiCitations.ts';
import { type GeminiCounts, geminiUsage, mergedGeminiCounts } from './geminiUsage.ts';
import { isRecord } from '../model/json.ts';
import { isText } from './isText.ts';

/** Nearly every chunk is one piece of text, so it is looked for where it is, which takes a fraction of the time. */
interface Chunk {
  readonly candidates?: unknown;
  readonly promptFeedback?: unknown;
  readonly usageMetadata?: unknown;
  readonly responseId?: unknown;
}

interface Candidate {
  readonly index?: unknown;
  readonly content?: { readonly parts?: unknown } | null;
  readonly finishReason?: unknown;
  readonly finishMessage?: unknown;
  readonly groundingMetadata?: unknown;
  readonly citationMetadata?: unknown;
}

/** Parts of other kinds (code that was run, searches, images) are no answer of the model's to the user. */
interface Part {
  readonly text?: unknown;
  readonly thought?: unknown;
  readonly thoughtSignature?: unknown;
  readonly functionCall?: unknown;
}

/**
 * What must come back with text or a thought: the signature, and which part carried it. `empty` was a part of its own,
 * with no text, as streams end with.
 */
export interface GeminiReplay {
  readonly thoughtSignature: string;
  readonly part: 'text' | 'empty' | 'thought';
}

/**
 * https://ai.google.dev/api/generate-content#FinishReason. What ended an answer against the model's will counts as
 * filtered, since it must not be taken for a whole one; numbers are what Vertex AI gives to those who ask for them.
 */
const finishReasons: readonly (readonly [RegExp, FinishReason])[] = [
  [/^(MAX_TOKENS|2)$/, 'length'],
  [/SAFETY|PROHIBITED|RECITATION|^(BLOCKLIST|SPII|LANGUAGE|MODEL_ARMOR|JAILBREAK|3|4)$/, 'filtered'],
  [/^MALFORMED_|^MISSING_|^TOO_MANY_|^UNEXPECTED_|OTHER$|^(NO_IMAGE|5)$/, 'filtered'],
];

/** Reads one answer of `generateContent`, in chunks or whole: https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent */
export class GeminiDecoder implements Decoder {
  readonly #calls = new GeminiCalls();
  readonly #citations = new Citations();
  #counts: GeminiCounts = {};
  /** Begins the ids of calls that come without. */
  #id: string | undefined;
  #isWhole = false;
  #finish: string | undefined;
  #isBlocked = false;
  #words = '';
  #held: GeminiReplay | undefined;
  #failure: Failure | undefined;

  frame(data: string, name: string | undefined): readonly StreamEvent[] {
    if (name === 'error') throw failureFromErrorEvent(data);
    if (data === '[DONE]') return [];
    const json = frameJson(data, { isOver: this.#finish !== undefined });
    return json === undefined ? [] : this.#chunk(json);
  }

  /** Without `alt=sse`, a stream is a list of chunks: what came before one that reports an error is kept. */
  body(json: unknown): readonly StreamEvent[] {
    this.#isWhole = !Array.isArray(json);
    const events: StreamEvent[] = [];
    try {
      for (const chunk of Array.isArray(json) ? json : [json]) events.push(...this.#chunk(chunk));
    } catch (cause) {
      if (events.length === 0 || !(cause instanceof Failure)) throw cause;
      this.#failure = cause;
    }
    return events;
  }

  end(): readonly StreamEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#isWhole && this.#finish === undefined && !this.#isBlocked) throw new Failure({ kind: 'interrupted' });
    const held = this.#release();
    const calls = this.#calls.finish(this.#id ?? 'call');
    const reason = this.#reason();
    return [
      ...held,
      ...calls,
      ...(reason === 'filtered' && this.#words !== '' ? [{ type: 'refusal', delta: this.#words } as const] : []),
      { type: 'finish', reason, ...(this.#finish === undefined ? {} : { raw: this.#finish }) },
    ];
  }

  usage(): Usage | undefined {
    return geminiUsage(this.#counts);
  }

  #chunk(json: unknown): readonly StreamEvent[] {
    if (!isRecord(json)) throw failureFromPayload(json, 'bad-response');
    const { candidates, promptFeedback, usageMetadata, responseId } = json as Chunk;
    if (usageMetadata) this.#counts = mergedGeminiCounts(this.#counts, usageMetadata);
    if (isErrorPayload(json)) throw failureFromPayload(json, this.#isWhole ? 'bad-request' : 'interrupted');
    if (!Array.isArray(candidates) && !promptFeedback && !usageMetadata && !isText(responseId))
      throw failureFromPayload(json, 'bad-response');
    if (this.#id === undefined && isText(responseId)) this.#id = `call_${responseId}`;
    if (isRecord(promptFeedback)) this.#judge(promptFeedback);
    const candidate = Array.isArray(candidates) ? candidates.find(isFirst) : undefined;
    return candidate === undefined ? [] : this.#candidate(candidate);
  }

  /** A question that was refused before the model read it: https://ai.google.dev/api/generate-content#PromptFeedback */
  #judge({ blockReason, blockReasonMessage }: { blockReason?: unknown; blockReasonMessage?: unknown }): void {
    if (!isText(blockReason) && !isText(blockReasonMessage)) return;
    this.#isBlocked = true;
    if (isText(blockReason)) this.#finish = blockReason;
    if (isText(blockReasonMessage)) this.#words = blockReasonMessage;
  }

  #candidate(candidate: Candidate): readonly StreamEvent[] {
    const { content, finishReason, finishMessage } = candidate;
    const parts: readonly unknown[] = Array.isArray(content?.parts) ? content.parts : [];
    const events: StreamEvent[] = [];
    for (const part of parts) if (isRecord(part)) for (const event of this.#part(part)) events.push(event);
    if (candidate.groundingMetadata || candidate.citationMetadata)
      events.push(...this.#citations.tell(geminiCitations(candidate)));
    if (isText(finishReason) || typeof finishReason === 'number') this.#finish = String(finishReason);
    if (isText(finishMessage)) this.#words = finishMessage;
    return events;
  }

  #part({ text, thought, thoughtSignature, functionCall }: Part): readonly StreamEvent[] {
    const signature = isText(thoughtSignature) ? thoughtSignature : undefined;
    if (isRecord(functionCall))
      return [...this.#release(), ...this.#calls.add(functionCall, signature, this.#id ?? 'call')];
    if (typeof text !== 'string') return [];
    if (thought === true) return [...this.#release(), ...reasoning(text, signature)];
    const events: readonly StreamEvent[] = text === '' ? [] : [{ type: 'text', delta: text }];
    if (signature !== undefined) this.#held = { thoughtSignature: signature, part: text === '' ? 'empty' : 'text' };
    return events;
  }

  /** The signature of text is told when the text is over, so that it does not cut it in two. */
  #release(): readonly StreamEvent[] {
    const held = this.#held;
    this.#held = undefined;
    return held === undefined ? [] : [{ type: 'reasoning', delta: '', replay: held }];
  }

  #reason(): FinishReason {
    if (this.#isBlocked) return 'filtered';
    const raw = this.#finish ?? '';
    const reason = finishReasons.find(([pattern]) => pattern.test(raw))?.[1] ?? 'stop';
    // A call of a tool that there is not is answered like any other, so that the model sees its mistake.
    const isAsking = reason === 'stop' || raw === 'UNEXPECTED_TOOL_CALL';
    return isAsking && this.#calls.count > 0 ? 'tool-calls' : reason;
  }
}

/** Only one answer is asked for. */
const isFirst = (candidate: unknown): candidate is Candidate =>
  isRecord(candidate) && ((candidate as Candidate).index === 0 || typeof (candidate as Candidate).index !== 'number');

function reasoning(delta: string, signature: string | undefined): readonly StreamEvent[] {
  if (signature === undefined) return delta === '' ? [] : [{ type: 'reasoning', delta }];
  const replay: GeminiReplay = { thoughtSignature: signature, part: 'thought' };
  return [{ type: 'reasoning', delta, replay }];
}
