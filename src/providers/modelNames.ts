/** A dated version of a model. */
export interface Version {
  /** The model's id without the date. */
  readonly of: string;
  /** `yyyymmdd` or `yyyymm`. */
  readonly date: string;
  /** The date names a day, as the makers of moving aliases write it; a month alone may also tell one open model from another. */
  readonly exact: boolean;
}

/** `2026-03-05`, `20260305` or `@20260305`, at the end or before a further suffix such as Bedrock's `-v1:0`. */
const day = /[-@](20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?=$|[-:])/;

/** `2603`, as Mistral dates its models. */
const month = /-(2[3-9])(0[1-9]|1[0-2])$/;

/** Reads the date in a model's id; undefined when there is none. */
export function versionOf(id: string): Version | undefined {
  const exact = day.exec(id);
  if (exact !== null) return { of: id.replace(day, ''), date: exact.slice(1).join(''), exact: true };
  const rough = month.exec(id);
  return rough === null ? undefined : { of: id.replace(month, ''), date: `20${rough.slice(1).join('')}`, exact: false };
}

/** Another way to write an id, or the id of the model behind it. */
interface Rewriting {
  readonly pattern: RegExp;
  readonly replacement: string;
  /** What is rewritten costs the same. */
  readonly samePrice: boolean;
}

/** From the outside in; each applies to what the ones before made of an id. */
const rewritings: readonly Rewriting[] = [
  // `arn:aws:bedrock:eu-west-1:1234:inference-profile/eu.anthropic.claude…`
  { pattern: /^arn:[^/]*\//, replacement: '', samePrice: true },
  // `models/gemini…`, `publishers/google/models/gemini…`
  { pattern: /^(?:projects\/.*\/)?(?:publishers\/[^/]+\/)?models\//, replacement: '', samePrice: true },
  // Fine-tuned: https://platform.openai.com/docs/guides/model-optimization
  { pattern: /^ft:([^:]+):.*$/, replacement: '$1', samePrice: false },
  // Inference profiles: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
  { pattern: /^(?:us-gov|[a-z]{2}|apac|global)\.(?=[a-z0-9]+\.)/, replacement: '', samePrice: false },
  // Provisioned sizes of Bedrock: `-v1:0:200k`
  { pattern: /(-v\d+:\d+):\d+k$/, replacement: '$1', samePrice: false },
  // How a host routes it: https://openrouter.ai/docs/guides/routing/model-variants, https://huggingface.co/docs/inference-providers
  { pattern: /:[a-z][a-z-]*$/, replacement: '', samePrice: false },
  { pattern: day, replacement: '', samePrice: true },
  { pattern: /-v\d+:\d+$/, replacement: '', samePrice: true },
];

/** The ids that a catalogue may know a model by, the likeliest first. */
export function likelyNames(id: string): readonly { readonly name: string; readonly samePrice: boolean }[] {
  const names = [{ name: id, samePrice: true }];
  for (const { pattern, replacement, samePrice } of rewritings) {
    const rewritten = names.map((known) => ({
      name: known.name.replace(pattern, replacement),
      samePrice: known.samePrice && samePrice,
    }));
    names.push(...rewritten.filter(({ name }, index) => name !== names[index]?.name));
  }
  return names;
}
