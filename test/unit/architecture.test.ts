import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');

/** Which parts of `src` a part may import from, besides itself; what is not here (host, entry points) may import all. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  model: [],
  llm: ['model'],
  auth: ['llm', 'model'],
  chat: ['model'],
  edit: ['model'],
  usage: ['model'],
  protocol: ['model'],
  wire: ['llm', 'model'],
  providers: ['wire', 'auth', 'llm', 'model'],
  webview: ['model', 'protocol'],
};

/** Packages that a part may use beside `@vscode/l10n`; `model` stays free of any, and zod out of the view's bundle. */
const packages: Readonly<Record<string, readonly string[]>> = {
  model: [],
  auth: ['aws4fetch'],
  llm: ['eventsource-parser'],
  wire: [],
  providers: [],
  chat: ['zod'],
  edit: ['zod', 'vscode-diff'],
  usage: ['zod'],
  protocol: ['zod'],
};

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

/** What is made in them needs the editor. */
const entries: ReadonlySet<string> = new Set(['extension.ts', 'app.ts', 'providing.ts', 'running.ts']);

const l10n = '@vscode/l10n';
const pageSentences: ReadonlySet<string> = new Set([
  'webview/translations.ts',
  'webview/strings.ts',
  'webview/meterStrings.ts',
  'webview/applyAllStrings.ts',
]);
const maxLines = 400;
const statement = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\('([^']+)'\)/g;

function importsOf(text: string): readonly Import[] {
  const found = [...text.matchAll(statement)].map(([, type, from]) => ({
    from: from ?? '',
    typeOnly: type !== undefined,
  }));
  return [...found, ...[...text.matchAll(dynamic)].map(([, from]) => ({ from: from ?? '', typeOnly: false }))];
}

/** The part a file of `src` belongs to: its folder, or its own name at the top. */
const partOf = (path: string): string => (path.split('/')[0] ?? '').replace(/\.ts$/, '');

/** What is wrong with a file of `src`, given its path there and its text. */
function violations(path: string, text: string): readonly string[] {
  const lines = text.split('\n').length - 1;
  return [
    ...importsOf(text).flatMap((entry) => importViolation(path, entry)),
    ...(path.startsWith('host/node/') || !/(?<![.\w'"`-])(process|Buffer)\s*[.[(]/.test(withoutComments(text))
      ? []
      : [`${path} uses what only Node has`]),
    ...(lines > maxLines ? [`${path} has ${lines} lines`] : []),
  ];
}

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

function importViolation(path: string, { from, typeOnly }: Import): readonly string[] {
  const part = partOf(path);
  const wrong = [`${path} must not import ${from}`];
  if (from.startsWith('.')) {
    const target = partOf(posix.normalize(posix.join(posix.dirname(path), from)));
    if (target === '..') return wrong;
    const allowed = arrows[part];
    if (target !== part && allowed !== undefined && !allowed.includes(target)) return wrong;
    return part === 'webview' && target === 'protocol' && !typeOnly ? wrong : [];
  }
  if (from === 'vscode') return part === 'host' || entries.has(path) ? [] : wrong;
  if (from.startsWith('node:') || builtinModules.includes(from)) return path.startsWith('host/node/') ? [] : wrong;
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
  // The page learns its language in one file, which every sentence of the page must come after.
  if (part === 'webview') return name === 'zod' || (name === l10n && !pageSentences.has(path)) ? wrong : [];
  if (name === l10n) return [];
  return packages[part] === undefined || packages[part].includes(name) ? [] : wrong;
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .map((path) => path.replaceAll('\\', '/'));

test('imports follow the arrows, and nothing in src depends on where it runs', () => {
  const found = filesIn('src').flatMap((path) => violations(path, readFileSync(join(root, 'src', path), 'utf8')));
  assert.deepEqual(found, []);
});

test('files of tests and scripts stay short, too', () => {
  for (const folder of ['test', 'scripts']) {
    for (const path of filesIn(folder)) {
      const lines = readFileSync(join(root, folder, path), 'utf8').split('\n').length - 1;
      assert.ok(lines <= maxLines, `${folder}/${path} has ${lines} lines`);
    }
  }
});

for (const [path, text] of [
  ['model/a.ts', "import type { B } from '../llm/b.ts';"],
  ['model/a.ts', "import * as z from 'zod';"],
  ['llm/a.ts', "import { b } from '../wire/b.ts';"],
  ['llm/a.ts', "import {\n  b,\n  c,\n} from '../providers/b.ts';"],
  ['llm/a.ts', "export { b } from '../host/b.ts';"],
  ['llm/a.ts', "const b = await import('../host/b.ts');"],
  ['chat/a.ts', "import type { Provider } from '../llm/provider.ts';"],
  ['edit/a.ts', "import { x } from 'vscode';"],
  ['host/a.ts', "import { readFile } from 'node:fs';"],
  ['host/a.ts', "import 'fs/promises';"],
  ['wire/a.ts', "import '../auth/apiKey.ts';"],
  ['webview/a.ts', "import { viewToHost } from '../protocol.ts';"],
  ['webview/a.ts', "import * as z from 'zod';"],
  ['webview/a.ts', "import * as l10n from '@vscode/l10n';"],
  ['llm/a.ts', "import { x } from '../../test/x.ts';"],
  ['llm/a.ts', 'const key = process.env.KEY;'],
  ['host/a.ts', "const bytes = Buffer.from('');"],
  ['llm/a.ts', 'x\n'.repeat(401)],
] as const) {
  test(`notices a violation: ${path}: ${text.slice(0, 60)}`, () => assert.equal(violations(path, text).length, 1));
}

for (const [path, text] of [
  ['model/a.ts', "import type { B } from './b.ts';"],
  ['model/a.ts', "import * as l10n from '@vscode/l10n';"],
  ['llm/a.ts', "import { createParser } from 'eventsource-parser';\nimport type { B } from '../model/b.ts';"],
  ['webview/a.ts', "import type { HostToView } from '../protocol.ts';\nimport { fold } from '../model/transcript.ts';"],
  ['host/node/a.ts', "import * as http from 'http';\nprocess.exit();"],
  ['host/a.ts', "import { window } from 'vscode';\n// process.env is not for us"],
] as const) {
  test(`lets pass: ${path}: ${text.slice(0, 60)}`, () => assert.deepEqual(violations(path, text), []));
}
