import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { bundlePath, l10nBundle } from '../../scripts/l10n.ts';
import { translationBlock } from '../../src/host/translationBlock.ts';
import { untranslated } from './untranslated.ts';

const source = join(import.meta.dirname, '../../src');
const read = (path: string) => readFileSync(join(source, path), 'utf8');

test('the list for translators is the one that `npm run l10n` makes', async () => {
  assert.equal(await readFile(bundlePath, 'utf8'), await l10nBundle());
});

/** What is not for translators, by where it stands: words for models, for logs and for machines, and names. */
const exempt: readonly (readonly [RegExp, RegExp])[] = [
  // What models are told.
  [
    /^(chat\/(folderText|history|prompt|slashCommands|summaryPrompt)|edit\/(context|prompt)|wire\/(files|jsonAnswer|bedrockConverse\w+))\.ts$/,
    /./,
  ],
  [/^host\/problems\.ts$/, /^(… and \{\} more|No problems\.)$/],
  [/^host\/(folderAttachment|secretFiles)\.ts$/, /^(Left out, because|diff --)/],
  [/^host\/(attachmentContents|applyTarget)\.ts$/, /^(Too large|No path was given)\.$/],
  [/^host\/gitChanges\.ts$/, /^New files, not in the diff/],
  [/^host\/testConnection\.ts$/, /^(Say OK\.|Test of \{\})/],
  [/^chat\/record\.ts$/, /more characters were too many to be kept/],
  // What developers read: the log, and errors that are noted there.
  [/^app\.ts$/, /^(A chat could not be written|The panel sent something unexpected)/],
  [/^host\/log\.ts$/, /^(\{\}: |the provider's|your own)/],
  [/^host\/state\.ts$/, /could not be remembered/],
  [/^host\/(contributions|themeRules)\.ts$/, /is (not read|no theme|too long to be read)\.$/],
  [/^host\/node\/(transport|files)\.ts$/, /^(Closed without an answer|No connection in time|ENOSPC)/],
  [/^llm\/preview\.ts$/, /characters of base64/],
  [/^(chat\/(fallback|store)|llm\/preview|webview\/highlighter)\.ts$/, /^(Nothing|Not the id|Out of time|Too long)/],
  // What machines read: headers, patterns, commands, pages, ids.
  [
    /^(auth\/apiKey|llm\/(attempt|errorFacts|failure)|wire\/(cohereV1|ollama|openaiResponsesEncode))\.ts$/,
    /^[\w/+-]+( \{\}|, |$)/,
  ],
  [/^llm\/missingModel\.ts$/, /./],
  [/^host\/(page|translationBlock)\.ts$/, /^([a-z]+-(src|types) |<!DOCTYPE|<script type="application\/json")/],
  [/^host\/node\/(awsFiles|awsLogin|googleLogin)\.ts$/, /^(profile \{\}| --profile \{\}|aws (sso )?login|Roaming)$/],
  [/^host\/(slash|suggestions|symbolOffers)\.ts$/, /^(command|diff|problems|symbol) \{\}/],
  [/^(chat\/promptFile|edit\/matchBlock)\.ts$/, /^(open head|(new|deleted) file mode |\\ No newline)$/],
  [/^host\/codeTasks\.ts$/, /^\/explain \{\}$/],
  [/^host\/newPromptFile\.ts$/, /^(review$|---\n|\$\{input:)/],
  [/^webview\/(chips|comparison|moves)\.ts$/, /^(chip pinned|loading codicon|parley-code pre|#turns |\.assistant)/],
  [
    /^webview\/(codeBlock|droppedFiles|math|parts|sanitize|scroll|waiting|strings)\.ts$/,
    /^(sh bash|Files$|math \{\}$|loading |div p|Mac$|Home$)/,
  ],
  [/^host\/inlineEdit(Ghosts|Marks)\.ts$/, /^(1px dashed$|<(path|svg) )/],
  // Names of states, and what is put into fields.
  [/./, /^(goes along|stays behind|under way|broken off|too long|in (code|text))$/],
  [/^providers\//, /^[a-z][\w.-]*(, [\w.-]+)*$/],
  // Names of keys.
  [/^host\/panelKeys\.ts$/, /^(Enter|Escape|Tab|, )+$/],
  // Names of products, formats and protocols.
  [/^providers\//, /^[A-Z][\w.]*( [A-Z][\w.]*)*( \(OpenAI APIs\)|-compatible)?$/],
  [/./, /^(VS Code|Parley|Markdown|JSON|HTTP \{\}|xAI|vLLM|llama\.cpp)$/],
];

test('nothing that people read stands outside l10n.t', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.replaceAll('\\', '/'));
  const found = files.flatMap((path) =>
    untranslated(read(path))
      .filter((text) => !exempt.some(([files, texts]) => files.test(path) && texts.test(text)))
      .map((text) => `${path}: ${text}`),
  );
  assert.deepEqual(found, []);
});

for (const planted of [
  "void window.showErrorMessage('It did not work.');",
  "const item = { label: '$(trash) Remove' };",
  "const item = { description: 'usual' };",
  'const text = `${name} was removed`;',
  "const all = isOne ? 'One file' : many;",
  "throw new Error('Pick another one.');",
  "l10n.t('About {0}', isOne ? 'this file' : name);",
  'const part = html`<p class="hint">Nothing here</p>`;',
  'const part = html`<button aria-label="Close">${icon}</button>`;',
])
  test(`notices a sentence that cannot be translated: ${planted}`, () => assert.equal(untranslated(planted).length, 1));

for (const fine of [
  "void window.showErrorMessage(l10n.t('It did not work.'));",
  "l10n.t({ message: 'Ask about it', comment: ['A keyboard shortcut follows'] });",
  "if (state === 'goes along') done();",
  "type Age = 'Last week' | 'Last year';",
  'const part = html`<p class="hint" role="status" aria-live="polite">${text}</p>`;',
  'const id = `parley.${name}`;',
])
  test(`lets pass: ${fine}`, () => assert.deepEqual(untranslated(fine), []));

test('a translation cannot end the element of the page that holds it', () => {
  const block = translationBlock({ Copy: '</script><script>alert(1)</script>' });
  assert.deepEqual(block.match(/<\/?\w+/g), ['<script', '</script']);
  assert.equal(JSON.parse(/>(.*)<\/script>\n$/.exec(block)?.[1] ?? '').Copy, '</script><script>alert(1)</script>');
  assert.equal(translationBlock(undefined), '');
});

/** All files that a file of `src` reads at once, itself among them. */
function readAtOnce(path: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, from = ''] of read(path).matchAll(/^import (?!type)[^;]*?'(\.[^']+)'/gm))
    readAtOnce(join(dirname(path), from), seen);
  return seen;
}

// Sentences are made while files are read, too. In the panel `strings.ts` looks after the order.
test('the host makes no sentence before it knows the translation', () => {
  const entry = read('extension.ts');
  assert.match(entry, /sentences\.config\(/);
  assert.ok(entry.indexOf('sentences.config(') < entry.indexOf("import('./app.ts')"));
  const early = [...readAtOnce('extension.ts')];
  assert.deepEqual(
    early.filter((path) => /l10n\.t\(|language\(\)/.test(read(path))),
    [],
  );
  assert.ok(readAtOnce('app.ts').size > 50);
});
