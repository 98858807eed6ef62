import { commonEfforts, type EffortRule, effortWords } from './openaiChatQuirks.ts';

/**
 * OpenAI's models that reason, by the names they have there and at hosts that pass them on. They take an effort and no
 * temperature, and the others the reverse: https://platform.openai.com/docs/guides/reasoning
 */
export const openaiReasoners = /^(openai[/.])?(ft:)?(o\d|gpt-([5-9]|\d\d))(?!.*-chat)/;

const lowest = { none: 'low', minimal: 'low', low: 'low', medium: 'medium', high: 'high' };

/** The efforts that OpenAI's models know, under the name that an API has for it; for one unknown, the nearest. */
const openaiEfforts = (field: string): readonly EffortRule[] => [
  // Each of these has efforts of its own, of which it knows only some.
  effortWords(/-pro\b/, { high: 'high' }, field),
  effortWords(/^(openai[/.])?(ft:)?o\d|gpt-5(\.\d)?-codex|gpt-oss/, lowest, field),
  effortWords(/gpt-5(-mini|-nano)?(?![\w.]|-[a-z])/, { ...commonEfforts, none: 'minimal', minimal: 'minimal' }, field),
  effortWords(openaiReasoners, commonEfforts, field),
];

/** What a host of OpenAI's own models takes in either API, whoever it is. */
export const openaiQuirks = {
  chat: {
    maxTokensField: 'max_completion_tokens',
    efforts: openaiEfforts('reasoning_effort'),
    withoutTemperature: openaiReasoners,
  },
  responses: {
    encryptedReasoning: openaiReasoners,
    reasoningSummary: 'asked',
    efforts: openaiEfforts('effort'),
    withoutTemperature: openaiReasoners,
  },
} as const;
