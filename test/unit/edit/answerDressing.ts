import { rangesBetween } from '../../../src/edit/matchRanges.ts';
import { numbersBelow } from '../random.ts';

/** A source of choices that a seed makes the same everywhere. */
export interface Random {
  below(limit: number): number;
  chance(oneIn: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** The choices of a seed. */
export function randomFrom(seed: number): Random {
  const below = numbersBelow(seed);
  return {
    below,
    chance: (oneIn) => below(oneIn) === 0,
    pick: (items) => items[below(items.length)] ?? (items[0] as (typeof items)[number]),
  };
}

/** A file with a region, and what the region should become. */
export interface Edit {
  readonly path: string;
  readonly languageId: string;
  readonly before: readonly string[];
  readonly original: readonly string[];
  readonly after: readonly string[];
  readonly replacement: readonly string[];
}

interface Language {
  readonly path: string;
  readonly languageId: string;
  readonly unit: string;
  readonly import: (name: string) => string;
  readonly open: (name: string) => string;
  readonly branch: (name: string) => string;
  readonly statement: (name: string) => string;
  readonly close: readonly string[];
  readonly comment: string;
  /** A statement that is unlike the others. */
  readonly other: (name: string) => string;
}

const braces = {
  open: (name: string) => `export function ${name}(input: string) {`,
  branch: (name: string) => `if (input.includes('${name}')) {`,
  statement: (name: string) => `record(input, '${name}');`,
  close: ['}'],
  comment: '//',
  other: (name: string) => `total += weigh.${name};`,
};

export const languages: readonly Language[] = [
  {
    ...braces,
    path: 'src/steps.ts',
    languageId: 'typescript',
    unit: '  ',
    import: (name) => `import { ${name} } from './${name}.ts';`,
  },
  { ...braces, path: 'steps.go', languageId: 'go', unit: '\t', import: (name) => `import "example/${name}"` },
  {
    path: 'steps.py',
    languageId: 'python',
    unit: '    ',
    import: (name) => `from ${name} import record_${name}`,
    open: (name) => `def ${name}(given):`,
    branch: (name) => `if "${name}" in given:`,
    statement: (name) => `record(given, "${name}")`,
    close: [],
    comment: '#',
    other: (name) => `total += weigh.${name}`,
  },
  {
    path: 'steps.rb',
    languageId: 'ruby',
    unit: '  ',
    import: (name) => `require "steps/${name}"`,
    open: (name) => `def ${name}(given)`,
    branch: (name) => `if given.include?("${name}")`,
    statement: (name) => `record(given, "${name}")`,
    close: ['end'],
    comment: '#',
    other: (name) => `total += weigh.${name}`,
  },
];

/** A random edit in a file of that language; no line with a name in it is there twice. */
export function randomEdit(random: Random, language: Language): Edit {
  let count = 0;
  const name = () => `${random.pick(['alpha', 'bravo', 'delta', 'gamma', 'omega'])}${(count += 1)}`;
  const body = (depth: number, most: number): string[] => {
    const indent = language.unit.repeat(depth);
    return Array.from({ length: 1 + random.below(most) }, () =>
      depth < 3 && random.chance(4)
        ? [indent + language.branch(name()), ...body(depth + 1, 3), ...language.close.map((line) => indent + line)]
        : [indent + language.statement(name())],
    ).flat();
  };
  const more = () => Array.from({ length: 1 + random.below(3) }, () => language.unit + language.other(name()));
  const definition = () => [language.open(name()), ...body(1, 5), ...language.close];
  const above = [...Array.from({ length: 1 + random.below(3) }, () => language.import(name())), ''];
  for (let left = random.below(3); left > 0; left -= 1) above.push(...definition(), '');
  const below = Array.from({ length: random.below(3) }, () => ['', ...definition()]).flat();
  const { path, languageId } = language;
  if (random.chance(2)) {
    const [first = '', ...rest] = definition();
    const end = language.close.length;
    const inside = rest.slice(0, rest.length - end);
    return {
      path,
      languageId,
      before: [...above, first, ...body(1, 2)],
      original: inside,
      after: [...(random.chance(2) ? body(1, 2) : []), ...language.close, ...below],
      replacement: random.chance(3) ? body(1, 6) : [...inside, ...more()],
    };
  }
  const original = definition();
  const end = original.length - language.close.length;
  const fresh = random.chance(3) ? definition() : [...original.slice(0, end), ...more(), ...original.slice(end)];
  return { path, languageId, before: above, original, after: below, replacement: fresh };
}

/** The answer that a model gives for an edit: the replacement, told in one of the forms, with things around it. */
export function dressed(edit: Edit, random: Random): { readonly answer: string; readonly dress: readonly string[] } {
  const dress: string[] = [];
  const wear = (name: string, oneIn: number) => random.chance(oneIn) && dress.push(name) > 0;
  const forms = ['code', 'code', 'code', 'code', 'diff', 'searches'];
  const isLong = edit.original.length > 1 && edit.replacement.length > 1;
  const form = random.pick(isLong ? [...forms, 'json', 'numbers'] : forms);
  dress.push(form);
  let lines = formed(edit, form, random);
  if (form === 'code') {
    if (wear('context', 2)) lines = inContext(edit, random);
    if (wear('margin', 3)) lines = fromMargin(lines);
    if (wear('odd spaces', 6)) lines = lines.map(oddIndent);
    if (wear('tags', 4)) lines = ['<region>', ...lines, '</region>'];
  }
  const isFenced = wear('fence', 2) || (form === 'diff' && random.chance(2));
  const info = form === 'diff' ? 'diff' : random.pick(['', edit.languageId]);
  if (isFenced) lines = [`\`\`\`${info}`, ...lines, '```'];
  if (wear('preamble', 3))
    lines = [random.pick(['Here is the updated code:', 'Sure!', "Here's the change:"]), '', ...lines];
  if (wear('postscript', 3) && isFenced) lines = [...lines, '', 'This change records more.', '', '- It is small.'];
  if (wear('thoughts', 5)) lines = ['<think>', 'I should change it, like:', 'x = 1', '</think>', '', ...lines];
  if (wear('blank', 4)) lines = ['', ...lines, ''];
  const text = (wear('mark', 8) ? '\uFEFF' : '') + lines.join(wear('Windows', 6) ? '\r\n' : '\n');
  return { answer: text + random.pick(['', '\n']), dress };
}

function formed(edit: Edit, form: string, random: Random): readonly string[] {
  const { original, replacement, before, after } = edit;
  if (form === 'json') return [JSON.stringify(replacement.join('\n'))];
  if (form === 'numbers') return replacement.map((line, at) => `${at + 7}| ${line}`);
  if (form === 'searches') return ['<<<<<<< SEARCH', ...original, '=======', ...replacement, '>>>>>>> REPLACE'];
  if (form !== 'diff') return replacement;
  const lines = [...(random.chance(2) ? [`--- a/${edit.path}`, `+++ b/${edit.path}`] : []), '@@ -1,4 +1,5 @@'];
  const sign = (mark: string) => (line: string) => mark + line;
  lines.push(...before.slice(-2).map(sign(' ')));
  let at = 0;
  for (const { start, count, lines: added } of rangesBetween(original, replacement)) {
    lines.push(...original.slice(at, start).map(sign(' ')), ...original.slice(start, start + count).map(sign('-')));
    lines.push(...added.map(sign('+')));
    at = start + count;
  }
  return [...lines, ...original.slice(at).map(sign(' ')), ...after.slice(0, 2).map(sign(' '))];
}

/** With the lines of the whole file around it, or back to where something begins that holds it all. */
function inContext({ before, replacement, after }: Edit, random: Random): readonly string[] {
  if (random.chance(2)) return [...before, ...replacement, ...after];
  const start = before.findLastIndex((line) => /^(export|def|import|from|require)/.test(line));
  const last = after.findIndex((line) => /^(\}|end)/.test(line));
  const isInside = /^\s/.test(replacement[0] ?? '');
  if (isInside) return [...before.slice(start), ...replacement, ...after.slice(0, last === -1 ? 0 : last + 1)];
  return [...before.slice(start), ...replacement];
}

function fromMargin(lines: readonly string[]): readonly string[] {
  const widths = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
  return lines.map((line) => line.slice(Math.min(...widths)));
}

function oddIndent(line: string): string {
  return line.replace(/^ +/, (spaces) => '\u00A0'.repeat(spaces.length));
}
