/** What a built-in slash command asks for, and what it has to be told beside that. */
export interface SlashCommand {
  /** `code`: something to look at; `changes`: what git has that is not committed. */
  readonly needs: 'code' | 'changes';
  /** The problems that the editor shows in that code go along, too. */
  readonly withProblems?: true;
  /** What the model reads. */
  readonly prompt: string;
}

/** The built-in ones by their names. */
export const slashCommands = {
  explain: {
    needs: 'code',
    prompt: [
      'Explain what is attached to a developer who sees it for the first time.',
      'Begin with its purpose in a sentence or two. Then tell how it works in the order in which it is best understood, and say what is surprising, risky or assumed without being said.',
      'Quote only the lines that you talk about.',
    ].join('\n'),
  },
  fix: {
    needs: 'code',
    withProblems: true,
    prompt: [
      'Find what is wrong in the attached code and fix it. Where problems of the editor are attached, begin with those.',
      'For each fix say in one sentence what was wrong and why. Then give the corrected code, with nothing changed that has nothing to do with it.',
      'When nothing is wrong, say so instead of changing something.',
    ].join('\n'),
  },
  tests: {
    needs: 'code',
    prompt: [
      'Write tests for the attached code, with the framework and in the style that its project uses as far as that can be seen; otherwise with what is usual for its language.',
      'Cover the usual case, the limits and the failures, a behaviour in each test with a name that says it. Test what callers rely on, not how it is done.',
      'Give one file that runs as it is, with the path it belongs to.',
    ].join('\n'),
  },
  doc: {
    needs: 'code',
    prompt: [
      'Write the documentation comments that the attached code lacks, in the form that is usual for its language.',
      'Say what a caller has to know: the contract, the limits, what goes wrong and why it is so. Do not repeat what names and types say already.',
      'Give the code back with the comments and with nothing else changed.',
    ].join('\n'),
  },
  commit: {
    needs: 'changes',
    prompt: [
      'Write a commit message for the attached changes.',
      'Its first line has at most 72 characters, says in the imperative what the commit does and ends without a full stop. After an empty line say why, and what a reviewer would not see in the diff; leave that out when the first line says it all.',
      'Give the message alone, in one code block of plain text.',
    ].join('\n'),
  },
} as const satisfies Readonly<Record<string, SlashCommand>>;

/** A question that begins with a command, taken apart. */
export interface SlashText {
  readonly name: string;
  /** What the user wrote after it. */
  readonly rest: string;
}

/** The command at the beginning of a text. A path such as `/usr/bin` is none. */
export function slashIn(text: string): SlashText | undefined {
  const [, name, rest = ''] = /^\/([\p{L}\p{N}][\p{L}\p{N}._-]*)(?:\s+([^]*))?$/u.exec(text.trim()) ?? [];
  return name === undefined ? undefined : { name, rest: rest.trim() };
}

/** What a command stands for, with the words that the user added; those count more, so they come last. */
export function withOwnWords(prompt: string, rest: string): string {
  return rest === '' ? prompt : `${prompt}\n\nThe user adds:\n${rest}`;
}

/** The command of this name, if it is a built-in one. */
export function builtIn(name: string): SlashCommand | undefined {
  return Object.hasOwn(slashCommands, name) ? slashCommands[name as keyof typeof slashCommands] : undefined;
}
