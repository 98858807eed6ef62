import { withoutHiddenText } from './hiddenText.ts';

/** How the files end that hold a prompt, as VS Code has them. */
export const promptFileEnd = '.prompt.md';

/** A file of the user's that is asked by its name. */
export interface PromptFile {
  readonly description: string;
  /** What the model is asked, with its variables not yet filled in. */
  readonly body: string;
}

/** What keeps a file from being used: its head has no end, or there is nothing after it. */
export type PromptFileProblem = 'open head' | 'empty';

/**
 * Reads a prompt file. Of its head, simple `name: value` lines between two `---`, only the description is taken: what
 * mode, model or tools it was made for does not apply here.
 */
export function readPromptFile(text: string): PromptFile | PromptFileProblem {
  // Someone else may have written it: what nobody sees must not ask for anything.
  const lines = withoutHiddenText(text.replace(/^\uFEFF/, '')).text.split(/\r?\n/);
  const hasHead = lines[0]?.trimEnd() === '---';
  const end = hasHead ? lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---') : -1;
  if (hasHead && end === -1) return 'open head';
  const body = lines
    .slice(end + 1)
    .join('\n')
    .trim();
  if (body === '') return 'empty';
  const described = lines.slice(1, Math.max(1, end)).find((line) => /^description\s*:/.test(line)) ?? '';
  return { description: unquoted(described.slice(described.indexOf(':') + 1)), body };
}

function unquoted(value: string): string {
  const text = value.trim();
  const [, , inner] = /^(['"])(.*)\1$/.exec(text) ?? [];
  return inner ?? text;
}

/** The name by which the file is asked; undefined for a file of another kind. */
export function promptNameOf(fileName: string): string | undefined {
  const name = fileName.endsWith(promptFileEnd) ? fileName.slice(0, -promptFileEnd.length) : '';
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name) ? name : undefined;
}

/** A place in a body that is filled in when it is sent. */
export interface Variable {
  /** As it stands in the body. */
  readonly text: string;
  readonly name: string;
  /** For `input`: what is asked for, and the hint in the empty box. */
  readonly input?: { readonly name: string; readonly hint: string };
}

/** The variables of a body, each once. What is known of none of these names stays as it is written. */
export function variablesIn(body: string): readonly Variable[] {
  const found = [
    ...body.matchAll(/\$\{(input|selection|selectedText|file|fileBasename)(?::([^:}]+)(?::([^}]*))?)?\}/g),
  ];
  const all = found.flatMap(([text, name = '', asked, hint = '']): readonly Variable[] => {
    if (name !== 'input') return asked === undefined ? [{ text, name }] : [];
    return asked === undefined ? [] : [{ text, name, input: { name: asked.trim(), hint: hint.trim() } }];
  });
  return [...new Map(all.map((variable) => [variable.text, variable])).values()];
}

/** The body with its variables filled in, but for what nobody sees. What a value holds is not looked at again. */
export function filledIn(body: string, values: ReadonlyMap<string, string>): string {
  return withoutHiddenText(body.replaceAll(/\$\{[^}]*\}/g, (text) => values.get(text) ?? text)).text;
}
