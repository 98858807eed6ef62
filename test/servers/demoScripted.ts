import type { Conversation } from './demoConversation.ts';
import type { Answer } from './demoReply.ts';
import type { Frame } from './demoWire.ts';
import type { Said, ScriptedAnswer } from './said.ts';

/** What a dialect calls the three ways in which the demo ends, and how it counts. */
export interface Words {
  readonly stop: string;
  readonly length: string;
  readonly refused: string;
  usage(counts: Counts): object;
}

export interface Counts {
  readonly input: number;
  readonly output: number;
  /** Part of the output. */
  readonly reasoning: number;
}

/** The demo's answer as a dialect's script writes it down. */
export function scripted(answer: Answer, { model }: Conversation, words: Words): ScriptedAnswer {
  const { reasoning, text, refused, finish, inputTokens } = answer;
  const thought: readonly Said[] = reasoning.length === 0 ? [] : [{ type: 'reasoning', pieces: reasoning }];
  return {
    model,
    said: [...thought, { type: refused ? 'refusal' : 'text', pieces: text }],
    finish: refused ? words.refused : words[finish],
    usage: words.usage({
      input: inputTokens,
      output: reasoning.length + text.length,
      reasoning: reasoning.length,
    }),
  };
}

/** What a script wrote, to be sent one by one; all but a few of these events are pieces of the answer. */
export function framesOf(events: readonly (string | Uint8Array)[], { dropAfter }: Answer): readonly Frame[] {
  const last = dropAfter === undefined ? -1 : events.length >> 1;
  return events.map((bytes, index) => ({ bytes, token: true, ...(index === last ? { drop: true as const } : {}) }));
}
