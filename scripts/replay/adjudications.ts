import type { Exchange } from './exchange.ts';

/** Where the recordings' own reader is believed to be wrong, told by what stands in the answer. README.md has the reasons. */
interface Adjudication {
  readonly kind: string;
  /** What the answer holds that the recordings' reader did not know of. */
  readonly holds: string;
  /** The field whose `expected` is therefore not what a user should see. */
  readonly field: 'text' | 'toolCalls';
}

const adjudications: readonly Adjudication[] = [
  { kind: 'bedrock-converse', holds: '"citationsContent"', field: 'text' },
  { kind: 'bedrock-converse', holds: '"server_tool_use"', field: 'toolCalls' },
];

/** The differences that count: without those in a field where `expected` is wrong for this answer. */
export function adjudged(differences: readonly string[], { endpoint_kind, response }: Exchange): readonly string[] {
  const body = Buffer.from(response.body_base64 ?? '', 'base64').toString('latin1');
  const fields = adjudications
    .filter(({ kind, holds }) => kind === endpoint_kind && body.includes(holds))
    .map(({ field }) => field);
  return differences.filter((difference) => !fields.some((field) => difference.startsWith(`${field}:`)));
}
