import { fenced, shortened } from './demoChatText.ts';
import type { SentCode, SentMessage } from './demoSentCode.ts';

interface CommentSyntax {
  readonly open: string;
  readonly close: string;
  /** Language ids and file extensions. */
  readonly kinds: readonly string[];
}

const slashes: CommentSyntax = { open: '// ', close: '', kinds: [] };

const otherSyntaxes: readonly CommentSyntax[] = [
  {
    open: '# ',
    close: '',
    kinds: ['py', 'python', 'rb', 'ruby', 'sh', 'bash', 'shellscript', 'yaml', 'yml', 'toml', 'r'],
  },
  { open: '-- ', close: '', kinds: ['sql', 'lua', 'hs', 'haskell', 'elm'] },
  { open: '/* ', close: ' */', kinds: ['css'] },
  { open: '<!-- ', close: ' -->', kinds: ['html', 'xml', 'svg', 'md', 'markdown', 'vue'] },
];

export interface EditTask {
  readonly instruction: string;
  readonly region: SentCode;
}

/** What is to be edited and how, if the message asks for an edit of a region. */
export function editTask({ question, code }: SentMessage): EditTask | undefined {
  const region = code.find(({ element }) => element === 'region');
  if (region === undefined) return undefined;
  const label = (name: string) => new RegExp(`^${name}: *(.+)$`, 'm').exec(question)?.[1] ?? '';
  return {
    instruction: question
      .replaceAll(/^(File|Language):.*$/gm, '')
      .replaceAll(/^[^:\n]*\bregion\b[^:\n]*:/gm, '')
      .trim(),
    region: { ...region, path: region.path || label('File'), language: region.language || label('Language') },
  };
}

/** A small, deterministic edit of the code that was sent, in a fenced block as a model would answer. */
export function editText({ instruction, region }: EditTask): string {
  return fenced(edited(instruction, region), region.language);
}

function edited(instruction: string, region: SentCode): string {
  const rename = /\brename\s+[`"']?([\w$]+)[`"']?\s+(?:to|into|as)\s+[`"']?([\w$]+)/i.exec(instruction);
  if (rename !== null) return renamed(region.text, { from: rename[1] ?? '', to: rename[2] ?? '' });
  if (/\b(guard|validate|check)\b/i.test(instruction)) return guarded(instruction, region);
  if (/\btry\b/i.test(instruction)) return wrapped(instruction, region);
  return commented(instruction, region);
}

function renamed(text: string, { from, to }: { readonly from: string; readonly to: string }): string {
  return text.replace(new RegExp(`(?<![\\w$])${from.replaceAll('$', '\\$')}(?![\\w$])`, 'g'), () => to);
}

/** The first named parameter is checked at the start of the first function. */
function guarded(instruction: string, region: SentCode): string {
  const lines = region.text.split('\n');
  const at = lines.findIndex((line) => /\(\s*[\w$]+[^)]*\).*(\{|:)\s*$/.test(line));
  const parameter = /\(\s*([\w$]+)/.exec(lines[at] ?? '')?.[1];
  if (at < 0 || parameter === undefined) return commented(instruction, region);
  const indent = indentOf(lines.slice(at + 1).find((line) => line.trim() !== '') ?? `${indentOf(lines[at] ?? '')}  `);
  const check = /:\s*$/.test(lines[at] ?? '')
    ? [`${indent}if ${parameter} is None:`, `${indent}    raise ValueError("${parameter} is required")`]
    : [`${indent}if (${parameter} == null) throw new Error('${parameter} is required');`];
  return [...lines.slice(0, at + 1), ...check, ...lines.slice(at + 1)].join('\n');
}

function wrapped(instruction: string, region: SentCode): string {
  if (syntaxOf(region) !== slashes) return commented(instruction, region);
  const indent = indentOf(region.text);
  const inner = region.text.split('\n').map((line) => (line.trim() === '' ? line : `  ${line}`));
  const after = [
    `${indent}} catch (error) {`,
    `${indent}  console.error(error);`,
    `${indent}  throw error;`,
    `${indent}}`,
  ];
  return [`${indent}try {`, ...inner, ...after].join('\n');
}

function commented(instruction: string, region: SentCode): string {
  const note = shortened(instruction.replaceAll(/\s+/g, ' ').replaceAll(/\*\/|--/g, ''), 80);
  if (isJson(region)) return region.text.replace('{', () => `{ "demo": ${JSON.stringify(note)},`);
  const { open, close } = syntaxOf(region);
  return `${indentOf(region.text)}${open}Parley's demo was asked: ${note}${close}\n${region.text}`;
}

function syntaxOf(region: SentCode): CommentSyntax {
  return otherSyntaxes.find(({ kinds }) => kinds.includes(kindOf(region))) ?? slashes;
}

function isJson(region: SentCode): boolean {
  return kindOf(region) === 'json' && /\{\s*"/.test(region.text);
}

function kindOf(region: SentCode): string {
  return (region.language || (region.path.split('.').at(-1) ?? '')).toLowerCase();
}

function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}
