import * as l10n from '@vscode/l10n';
import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { ollama as native } from '../wire/ollama.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { under } from '../wire/under.ts';

const dialect = native();

/** https://docs.ollama.com/api/introduction */
export const ollama = {
  id: 'ollama',
  label: 'Ollama',
  dialect,
  // https://docs.ollama.com/api/openai-compatibility
  apis: { native: dialect, chat: under('/v1', openaiChat()) },
  baseUrl: 'http://127.0.0.1:11434',
  // Also one that names one of its APIs, since each is found below the same address.
  readAddress: ({ origin, pathname }) => ({
    values: {},
    baseUrl: origin + pathname.replace(/\/(v1|api)?(\/.*)?$/, ''),
  }),
  sign: bearer,
  // The least it gives a model on a small machine: https://docs.ollama.com/context-length
  contextWindow: 4_096,
  local: true,
  reasons: {
    unauthorized: l10n.t('{0} wants you to log in; run “ollama signin”, or check the key'),
    'not-found': l10n.t('{0} has no such model; run “ollama pull” with its name, or pick another model'),
    'too-long': l10n.t(
      '{0} runs this model with a context length that is too short for this; raise it in the settings of Ollama (OLLAMA_CONTEXT_LENGTH), or shorten the question, the attachments or the chat',
    ),
  },
} satisfies Provider;
