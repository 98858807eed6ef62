import type { ModelInfo } from '../llm/provider.ts';
import type { ReasoningEffort, Request } from '../model/message.ts';
import { withKnownInputs } from '../wire/knownInputs.ts';

/** What the user wants of every request; null leaves it to the provider. */
export interface WantedOptions {
  readonly temperature: number | null;
  readonly reasoningEffort: ReasoningEffort | null;
}

/** The request with what the user wants, as far as the model is not known to refuse it. Nothing unset is sent. */
export function withOptions(request: Request, wanted: WantedOptions, info: ModelInfo): Request {
  const { temperature, reasoningEffort } = wanted;
  const { maxOutputTokens } = request;
  return {
    ...(temperature === null || info.temperature === false ? {} : { temperature }),
    ...(reasoningEffort === null || info.reasoning === false ? {} : { reasoningEffort }),
    ...(info.reasoning === true ? { thinks: true as const } : {}),
    ...request,
    messages: withKnownInputs(request.messages, info.inputs),
    ...(maxOutputTokens === undefined || info.maxOutputTokens === undefined
      ? {}
      : { maxOutputTokens: Math.min(maxOutputTokens, info.maxOutputTokens) }),
  };
}
