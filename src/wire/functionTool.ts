import type { Tool } from '../model/tool.ts';

/** A tool as OpenAI's chat completions have it, and most others after them: https://platform.openai.com/docs/guides/function-calling */
export const functionTool = ({ name, description, parameters }: Tool) => ({
  type: 'function',
  function: { name, ...(description === undefined ? {} : { description }), parameters },
});
