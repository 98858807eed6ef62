import { argumentsOf, type Said, type ScriptedAnswer, whole } from './said.ts';

const createdAt = '2025-06-15T12:00:00.000000Z';

/** The lines of one streamed answer: https://docs.ollama.com/api/chat */
export function ollamaStream({ model, said, finish, usage }: ScriptedAnswer): readonly string[] {
  const line = (fields: object) => `${JSON.stringify({ model, created_at: createdAt, ...fields })}\n`;
  const messages = said.flatMap((one) =>
    one.type === 'call' ? [messageOf([one])] : one.pieces.map((piece) => messageOf([{ ...one, pieces: [piece] }])),
  );
  return [
    ...messages.map((message) => line({ message, done: false })),
    line({ message: messageOf([]), done: true, done_reason: finish, total_duration: 9, ...usage }),
  ];
}

/** A whole answer, as it comes without `stream`. */
export const ollamaWhole = ({ model, said, finish, usage }: ScriptedAnswer): object => ({
  model,
  created_at: createdAt,
  message: messageOf(said),
  done: true,
  done_reason: finish,
  total_duration: 9,
  ...usage,
});

function messageOf(said: readonly Said[]): object {
  const joined = (...types: readonly Said['type'][]) =>
    said.map((one) => (types.includes(one.type) ? whole(one) : '')).join('');
  const thinking = joined('reasoning');
  const calls = said.flatMap((one) =>
    one.type === 'call' ? [{ function: { name: one.name, arguments: argumentsOf(one) } }] : [],
  );
  return {
    role: 'assistant',
    content: joined('text', 'refusal'),
    ...(thinking === '' ? {} : { thinking }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}
