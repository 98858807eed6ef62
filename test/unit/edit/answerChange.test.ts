import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesSoFar } from '../../../src/edit/answer.ts';
import { outcomeOf, rawLines, shapeIn, type AnswerCase } from './answerCase.ts';

const file = `import { log } from './log.ts';

export function start(port: number) {
  const server = create();
⟦
  server.on('error', log);
  server.listen(port);
  log('started');
⟧
  return server;
}
`;
const result = "  server.on('error', fail);\n  server.listen(port);\n  log('started');";

const cases: readonly AnswerCase[] = [
  {
    name: 'a diff of the region',
    file,
    answer:
      "```diff\n@@ -1,3 +1,3 @@\n-  server.on('error', log);\n+  server.on('error', fail);\n   server.listen(port);\n```",
    result,
  },
  {
    name: 'a diff with headers and lines around',
    file,
    answer:
      "--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -3,5 +3,5 @@ export function start\n   const server = create();\n-  server.on('error', log);\n+  server.on('error', fail);\n   server.listen(port);\n   log('started');\n   return server;",
    result,
  },
  {
    name: 'a diff without any header',
    file,
    answer:
      "```ts\n-  server.on('error', log);\n+  server.on('error', fail);\n   server.listen(port);\n   log('started');\n```",
    result,
  },
  {
    name: 'a diff announced, with remarks below',
    file,
    answer:
      "I changed the handler:\n\n```diff\n@@\n-  server.on('error', log);\n+  server.on('error', fail);\n```\n\nThis fails early.",
    result,
  },
  {
    name: 'a diff that is not fenced',
    file,
    answer:
      "diff --git a/src/cart.ts b/src/cart.ts\n--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -5 +5 @@\n-  server.on('error', log);\n+  server.on('error', fail);",
    result,
  },
  {
    name: 'a patch',
    file,
    answer:
      "*** Begin Patch\n*** Update File: src/cart.ts\n@@\n-  server.on('error', log);\n+  server.on('error', fail);\n*** End Patch",
    result,
  },
  {
    name: 'a search/replace block',
    file,
    answer: "<<<<<<< SEARCH\n  server.on('error', log);\n=======\n  server.on('error', fail);\n>>>>>>> REPLACE",
    result,
  },
  {
    name: 'two search/replace blocks below the name of the file',
    file,
    answer:
      "src/cart.ts\n<<<<<<< SEARCH\n  server.on('error', log);\n=======\n  server.on('error', fail);\n>>>>>>> REPLACE\n<<<<<<< SEARCH\n  log('started');\n=======\n  log('is up');\n>>>>>>> REPLACE",
    result: "  server.on('error', fail);\n  server.listen(port);\n  log('is up');",
  },
  {
    name: 'two search/replace blocks, each in a fence',
    file,
    answer:
      "```\n<<<<<<< SEARCH\n  server.on('error', log);\n=======\n  server.on('error', fail);\n>>>>>>> REPLACE\n```\nand\n```\n<<<<<<< SEARCH\n  log('started');\n=======\n  log('is up');\n>>>>>>> REPLACE\n```",
    result: "  server.on('error', fail);\n  server.listen(port);\n  log('is up');",
  },
  {
    name: 'a diff, and how to run it',
    file,
    answer:
      "```diff\n@@\n-  server.on('error', log);\n+  server.on('error', fail);\n```\nRun it:\n```sh\nnpm start\n```",
    result,
  },
  {
    name: 'a diff from the margin',
    file,
    answer: "```diff\n-server.on('error', log);\n+server.on('error', fail);\n server.listen(port);\n```",
    result,
  },
  {
    name: 'lines put in at the end',
    file,
    answer: "```diff\n@@\n   log('started');\n+  log('really');\n   return server;\n```",
    result: "  server.on('error', log);\n  server.listen(port);\n  log('started');\n  log('really');",
  },
  {
    name: 'a diff whose change is there already',
    file,
    answer: "```diff\n@@\n-  server.on('failure', log);\n+  server.on('error', log);\n   server.listen(port);\n```",
    result: "  server.on('error', log);\n  server.listen(port);\n  log('started');",
  },
  {
    name: 'new lines at a blank line',
    file: 'const before = one();\n⟦\n\n⟧\n',
    answer: '```diff\n+const between = two();\n+use(between);\n```',
    result: 'const between = two();\nuse(between);',
  },
  {
    name: 'a diff that also changes an import',
    file,
    answer:
      "```diff\n@@\n-import { log } from './log.ts';\n+import { log, fail } from './log.ts';\n@@\n-  server.on('error', log);\n+  server.on('error', fail);\n```",
    result: 'refused: outside',
  },
  {
    name: 'a diff of lines that are not there',
    file,
    answer: '```diff\n@@\n-  socket.destroy(reason);\n+  socket.end(reason);\n```',
    result: 'refused: unmatched',
  },
  {
    name: 'a diff of another file',
    file,
    answer: '--- a/src/log.ts\n+++ b/src/log.ts\n@@ -1 +1 @@\n-export const log = 1;\n+export const log = 2;',
    result: 'refused: other-files',
  },
  {
    name: 'a diff that removes the file',
    file,
    answer:
      'diff --git a/src/cart.ts b/src/cart.ts\ndeleted file mode 100644\n--- a/src/cart.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-x',
    result: 'refused: other-files',
  },
  {
    name: 'a search/replace block that ends in the middle',
    file,
    answer: "<<<<<<< SEARCH\n  server.on('error', log);\n=======\n  server.on('err",
    result: 'refused: cut',
  },
  {
    name: 'a diff that was stopped',
    file,
    answer: "```diff\n@@\n-  server.on('error', log);\n",
    ending: 'stopped',
    result: 'refused: cut',
  },
  {
    name: 'a merge conflict',
    file,
    answer: '  first();\n<<<<<<< HEAD\n  one();\n=======\n  two();\n>>>>>>> main',
    result: 'refused: conflict',
  },
  {
    name: 'a region that is a diff itself',
    path: 'fix.txt',
    file: '⟦\n@@ -1 +1 @@\n-a\n+b\n⟧\n',
    answer: '@@ -1 +1 @@\n-a\n+c',
    result: '@@ -1 +1 @@\n-a\n+c',
  },
  {
    name: 'a comment that begins with dashes',
    path: 'a.lua',
    file: '⟦\nlocal a = 1\n⟧\n',
    answer: '--- settings.lua\n-- @param a\nlocal a = 2',
    result: '--- settings.lua\n-- @param a\nlocal a = 2',
  },
  {
    name: 'a list in Markdown',
    path: 'readme.md',
    file: '⟦\napples\npears\n⟧\n',
    answer: '- apples\n- pears',
    result: '- apples\n- pears',
  },
  {
    name: 'a list in YAML',
    path: 'a.yaml',
    file: 'fruits:\n⟦\n  - apples\n  - pears\n⟧\n',
    answer: '- apples\n- plums',
    result: '  - apples\n  - plums',
  },
];

for (const example of cases) {
  test(`a change in an answer: ${example.name}`, () => assert.equal(outcomeOf(example).result, example.result));
}

test('while it streams, nothing of a change is shown', () => {
  const shape = shapeIn(file);
  const forms = cases.filter((one) => one.file === file && !/conflict|name of the file/.test(one.name));
  for (const { answer, name } of forms) {
    const raw = rawLines(answer);
    for (const index of raw.keys()) assert.deepEqual(linesSoFar(raw.slice(0, index + 1), shape), [], name);
  }
});
