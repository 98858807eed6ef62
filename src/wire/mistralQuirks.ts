import { effortWords, type OpenaiChatQuirks } from './openaiChatQuirks.ts';
import { nineLetters } from './toolCallId.ts';

/** Chat completions as Mistral has them, on its own address and elsewhere: https://docs.mistral.ai/api/endpoint/chat */
export const mistralQuirks: OpenaiChatQuirks = {
  usage: 'unasked',
  requiredToolChoice: 'any',
  toolCallId: nineLetters,
  documents: 'document_url',
  replayReasoning: 'content',
  // It thinks or it does not: https://docs.mistral.ai/capabilities/reasoning/
  efforts: [
    effortWords(/^mistral-(small|medium)-(latest|3(\.\d)?$|2[6-9]\d\d)/, {
      none: 'none',
      minimal: 'none',
      low: 'high',
      medium: 'high',
      high: 'high',
    }),
  ],
  // "Unexpected role 'user' after role 'tool'"
  afterTools: 'Understood.',
};
