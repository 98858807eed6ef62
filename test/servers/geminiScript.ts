import { argumentsOf, type Said, type ScriptedAnswer, whole } from './said.ts';

/** One server-sent event as Google writes it: `data:` only, ended by carriage returns and line feeds. */
export const geminiEvent = (payload: object): string => `data: ${JSON.stringify(payload)}\r\n\r\n`;

/**
 * The events of one streamed answer; the last holds the reason of its end.
 * https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent
 */
export function geminiStream(answer: ScriptedAnswer): readonly string[] {
  const parts = answer.said.flatMap((said) =>
    said.type === 'call' ? [partOf(said)] : said.pieces.map((piece) => ({ ...partOf(said), text: piece })),
  );
  return [
    ...parts.map((part) => geminiEvent(chunk(answer, { content: { parts: [part], role: 'model' }, index: 0 }))),
    geminiEvent({ ...chunk(answer, { finishReason: answer.finish, index: 0 }), usageMetadata: answer.usage }),
  ];
}

/** A whole answer, as `generateContent` gives it. */
export function geminiWhole(answer: ScriptedAnswer): object {
  const content = { parts: answer.said.map(partOf), role: 'model' };
  return {
    ...chunk(answer, { content, finishReason: answer.finish, index: 0 }),
    usageMetadata: answer.usage,
  };
}

function partOf(said: Said): object {
  if (said.type === 'call') return { functionCall: { name: said.name, args: argumentsOf(said) } };
  return { text: whole(said), ...(said.type === 'reasoning' ? { thought: true } : {}) };
}

const chunk = ({ model }: ScriptedAnswer, candidate: object): object => ({
  candidates: [candidate],
  modelVersion: model,
  responseId: 'script-response',
});
