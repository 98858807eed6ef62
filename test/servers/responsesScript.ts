import { type Said, type ScriptedAnswer, whole } from './said.ts';

/** Stands for reasoning that only the provider itself can read. */
export const sealedThoughts = 'gAAAAABsealed-thoughts';

type Fields = Readonly<Record<string, unknown>>;

/** One server-sent event as OpenAI's Responses API writes it: the event's name repeats the payload's type. */
export const responsesEvent = (payload: { readonly type: string } & Fields): string =>
  `event: ${payload.type}\ndata: ${JSON.stringify(payload)}\n\n`;

/**
 * The events of one streamed response. A `finish` other than "completed" is the reason why it is incomplete.
 * https://platform.openai.com/docs/api-reference/responses-streaming
 */
export function responsesStream(answer: ScriptedAnswer): readonly string[] {
  const begun = { ...envelope(answer.model), status: 'in_progress', output: [] };
  const events: readonly ({ readonly type: string } & Fields)[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...answer.said.flatMap((said, index) => eventsOf(said, index)),
    { type: `response.${statusOf(answer)}`, response: responsesWhole(answer) },
  ];
  return events.map((event, place) => responsesEvent({ ...event, sequence_number: place }));
}

/** A whole response, as it comes without `stream`. */
export function responsesWhole(answer: ScriptedAnswer): object {
  const status = statusOf(answer);
  return {
    ...envelope(answer.model),
    status,
    incomplete_details: status === 'completed' ? null : { reason: answer.finish },
    output: answer.said.map(itemOf),
    usage: answer.usage,
  };
}

const statusOf = ({ finish }: ScriptedAnswer): string => (finish === 'completed' ? 'completed' : 'incomplete');

const envelope = (model: string): object => ({
  id: 'resp_script',
  object: 'response',
  created_at: 1_750_000_000,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  model,
  parallel_tool_calls: true,
  previous_response_id: null,
  store: false,
  temperature: 1,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  usage: null,
});

const idOf = (said: Said, index: number): string => `${said.type === 'call' ? 'fc' : 'item'}_${index}`;

function itemOf(said: Said, index: number): Fields {
  const id = idOf(said, index);
  if (said.type === 'reasoning')
    return {
      id,
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: whole(said) }],
      encrypted_content: sealedThoughts,
    };
  if (said.type === 'call')
    return {
      id,
      type: 'function_call',
      status: 'completed',
      arguments: whole(said),
      call_id: said.id,
      name: said.name,
    };
  return { id, type: 'message', status: 'completed', role: 'assistant', content: [partOf(said, whole(said))] };
}

const partOf = ({ type }: Said, text: string): Fields =>
  type === 'refusal' ? { type, refusal: text } : { type: 'output_text', annotations: [], logprobs: [], text };

/** What each kind of item is called in events, and what stands around its pieces. */
function eventsOf(said: Said, index: number): readonly ({ readonly type: string } & Fields)[] {
  const place = { item_id: idOf(said, index), output_index: index };
  const part = { ...place, [said.type === 'reasoning' ? 'summary_index' : 'content_index']: 0 };
  const item = itemOf(said, index);
  const opened = { ...item, status: 'in_progress', summary: [], content: [], arguments: '' };
  const deltas = (name: string, fields: Fields) =>
    said.pieces.map((delta) => ({ type: `${name}.delta`, ...fields, delta }));
  const around = (events: readonly ({ readonly type: string } & Fields)[]) => [
    { type: 'response.output_item.added', output_index: index, item: opened },
    ...events,
    { type: 'response.output_item.done', output_index: index, item },
  ];
  if (said.type === 'call') {
    const name = 'response.function_call_arguments';
    return around([...deltas(name, place), { type: `${name}.done`, ...place, arguments: whole(said) }]);
  }
  if (said.type === 'reasoning') {
    const name = 'response.reasoning_summary_text';
    return around([
      { type: 'response.reasoning_summary_part.added', ...part, part: { type: 'summary_text', text: '' } },
      ...deltas(name, part),
      { type: `${name}.done`, ...part, text: whole(said) },
      { type: 'response.reasoning_summary_part.done', ...part, part: { type: 'summary_text', text: whole(said) } },
    ]);
  }
  const [name, field] = said.type === 'refusal' ? ['response.refusal', 'refusal'] : ['response.output_text', 'text'];
  return around([
    { type: 'response.content_part.added', ...part, part: partOf(said, '') },
    ...deltas(name, part),
    { type: `${name}.done`, ...part, [field]: whole(said) },
    { type: 'response.content_part.done', ...part, part: partOf(said, whole(said)) },
  ]);
}
