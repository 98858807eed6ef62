import * as z from 'zod';

const toolCall = z.object({
  name: z.string(),
  id: z.string().nullish(),
  arguments: z.unknown().optional(),
  arguments_raw: z.string().nullish(),
  /** Of a custom tool, which takes free text instead of JSON. */
  input: z.string().nullish(),
});

const error = z.object({
  status: z.number().optional(),
  message: z.unknown().optional(),
  /** FastAPI's list of faults. */
  message_structured: z.unknown().optional(),
  text: z.string().nullish(),
});

/** Of a chat; other kinds of recordings expect other things. */
export const expectedAnswer = z.object({
  text: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_plan: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  /** Calls in the pieces they came in, not put together; a piece that has a name begins one. */
  tool_calls_streamed_partial_args: z.array(z.object({ name: z.string().nullish() })).nullish(),
  /** A number where names were not asked for. */
  finish_reason: z.union([z.string(), z.number()]).nullish(),
  /** Why a question was not answered at all. */
  block_reason: z.string().nullish(),
  usage: z.record(z.string(), z.unknown().optional()).nullish(),
  error: error.nullish(),
  stream_error: z.unknown().optional(),
  /** Of a response that says of itself that it failed. */
  response_error: z.unknown().optional(),
});

/** One line of a recording: what a provider once sent, and what a reader of it should find. */
export const exchange = z.object({
  id: z.string(),
  endpoint_kind: z.string(),
  /** The host that was asked. */
  provider: z.string().optional(),
  request: z.object({ url: z.string(), body: z.unknown().optional() }).nullish(),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()).optional(),
    body_base64: z.string().nullish(),
  }),
  expected: z.unknown().optional(),
});

/** The id of a line that may be anything. */
export function idOf(json: unknown): string | undefined {
  return z.object({ id: z.string() }).safeParse(json).data?.id;
}

/** Stands for a model where none was named. */
export const unnamed = 'replayed';

/** The model that was asked, which some hosts take in the body and others in the address. */
export function modelOf({ request }: Exchange): string {
  const inBody = z.object({ model: z.string() }).safeParse(request?.body).data?.model;
  const inAddress = /\/models?\/([^/:?]+(?:%3A|:\d)?[^/:?]*)/.exec(request?.url ?? '')?.[1];
  return inBody ?? (inAddress === undefined ? unnamed : decodeURIComponent(inAddress));
}

export type Exchange = z.infer<typeof exchange>;
export type Expected = z.infer<typeof expectedAnswer>;
