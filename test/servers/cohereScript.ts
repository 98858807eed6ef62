import { type Said, type ScriptedAnswer, whole } from './said.ts';

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

/** One server-sent event as Cohere writes it: the event's name repeats the payload's type. */
export const cohereEvent = (payload: Event): string => `event: ${payload.type}\ndata: ${JSON.stringify(payload)}\n\n`;

/** The events of one streamed answer: https://docs.cohere.com/v2/docs/streaming */
export function cohereStream(answer: ScriptedAnswer): readonly string[] {
  const start = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  const events: readonly Event[] = [
    { type: 'message-start', id: 'script', delta: { message: start } },
    ...answer.said.flatMap((said, index) => eventsOf(said, index)),
    { type: 'message-end', delta: { finish_reason: answer.finish, usage: answer.usage } },
  ];
  return [...events.map(cohereEvent), 'data: [DONE]\n\n'];
}

function eventsOf(said: Said, index: number): readonly Event[] {
  const event = (type: string, message: object): Event => ({ type, index, delta: { message } });
  if (said.type === 'call') {
    const call = { id: said.id, type: 'function', function: { name: said.name, arguments: '' } };
    return [
      event('tool-call-start', { tool_calls: call }),
      ...said.pieces.map((piece) => event('tool-call-delta', { tool_calls: { function: { arguments: piece } } })),
      { type: 'tool-call-end', index },
    ];
  }
  const kind = kindOf(said);
  return [
    event('content-start', { content: { type: kind, [kind]: '' } }),
    ...said.pieces.map((piece) => event('content-delta', { content: { [kind]: piece } })),
    { type: 'content-end', index },
  ];
}

/** A whole answer: https://docs.cohere.com/reference/chat */
export function cohereWhole({ said, finish, usage }: ScriptedAnswer): object {
  const content = said.filter(({ type }) => type !== 'call');
  const calls = said.flatMap((one) =>
    one.type === 'call' ? [{ id: one.id, type: 'function', function: { name: one.name, arguments: whole(one) } }] : [],
  );
  return {
    id: 'script',
    finish_reason: finish,
    message: {
      role: 'assistant',
      content: content.map((one) => ({ type: kindOf(one), [kindOf(one)]: whole(one) })),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    },
    usage,
  };
}

const kindOf = ({ type }: Said): 'thinking' | 'text' => (type === 'reasoning' ? 'thinking' : 'text');
