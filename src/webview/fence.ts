/** What the fence of a block says about it: the name of its language, and the file it is meant for. */
export interface Fence {
  readonly language: string;
  readonly file?: string | undefined;
}

const file = String.raw`[^\s"'\x60<>|*?:]{1,200}`;

/** The ways in which models name the file of a block beside its language. */
const named = [
  new RegExp(String.raw`^[^\s:]+:(${file})\s*$`),
  /\s(?:title|file|filename|path)="([^"<>|*?:]{1,200})"/,
  new RegExp(String.raw`\s(?:title|file|filename|path)=(${file})(?:\s|$)`),
  new RegExp(String.raw`^\S+\s+(${file})\s*$`),
  new RegExp(String.raw`^(?:\d+:\d+:)?(${file})\s*$`),
];

/** Reads what stands behind the backticks: `ts`, `ts src/a.ts`, `ts:src/a.ts`, `ts title="src/a.ts"`, `src/a.ts`. */
export function readFence(info: string): Fence {
  const text = info.trim();
  const path = named.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined && isPath(found));
  const first = /^[\w+#.-]{1,40}(?=[\s:{,]|$)/.exec(text)?.[0];
  if (path === undefined) return { language: /^[\w+#.-]{1,40}/.exec(text)?.[0] ?? '' };
  return { language: first === undefined || /^\d+$/.test(first) ? endOf(path) : first, file: path };
}

/** A path of a workspace has a folder or an ending, and nothing that cannot be seen. */
function isPath(text: string): boolean {
  return /[/\\]|\.\w{1,10}$/.test(text) && !/[=\p{Cf}\p{Cc}]/u.test(text);
}

function endOf(path: string): string {
  return /\.([\w+#-]{1,40})$/.exec(path)?.[1] ?? '';
}
