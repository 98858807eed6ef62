import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type * as vscode from 'vscode';
import { editStage, type Lines } from './editStage.ts';
import { until } from './until.ts';

const mark = '\uFEFF';
const long = (character: string) => `const text = '${character.repeat(100_000)}';`;
const many = Array.from({ length: 20_000 }, (_line, index) => `  call(${index});`);

interface Case {
  readonly name: string;
  /** As it is on the disk. */
  readonly text: string;
  readonly selected: Lines;
  readonly answer: string;
  /** The file once the answer was accepted and saved. */
  readonly accepted: string;
}

const cases: readonly Case[] = [
  {
    name: 'Windows line ends and a byte order mark',
    text: `${mark}a();\r\nb();\r\nc();\r\n`,
    selected: [1, 1],
    answer: 'new();\nlines();\n',
    accepted: `${mark}a();\r\nnew();\r\nlines();\r\nc();\r\n`,
  },
  {
    name: 'a byte order mark before the lines themselves',
    text: `${mark}a();\nb();\n`,
    selected: [0, 0],
    answer: 'new();\n',
    accepted: `${mark}new();\nb();\n`,
  },
  {
    name: 'tabs, where the model answered with spaces',
    text: 'if (x) {\n\tif (y) {\n\t\tz();\n\t}\n}\n',
    selected: [1, 3],
    answer: '```js\n    if (y) {\n        z(1);\n    }\n```\n',
    accepted: 'if (x) {\n\tif (y) {\n\t\tz(1);\n\t}\n}\n',
  },
  {
    name: 'no final newline, and the last line in the region',
    text: 'a();\nb();',
    selected: [1, 1],
    answer: 'new();\nlines();\n',
    accepted: 'a();\nnew();\nlines();',
  },
  {
    name: 'all of a file without a final newline',
    text: 'a();\r\nb();',
    selected: [0, 1],
    answer: 'new();\n',
    accepted: 'new();',
  },
  {
    name: 'a final newline that is in the region',
    text: 'a();\nb();\n',
    selected: [1, 2],
    answer: 'new();\n',
    accepted: 'a();\nnew();\n',
  },
  {
    name: 'one line of a hundred thousand characters',
    text: `a();\n${long('x')}\nc();\n`,
    selected: [1, 1],
    answer: `${long('y')}\n`,
    accepted: `a();\n${long('y')}\nc();\n`,
  },
  {
    name: 'characters outside the basic plane',
    text: 'say("🙂");\nsay("é");\n',
    selected: [0, 1],
    answer: 'say("🙃");\nsay("👩‍👩‍👧");\n',
    accepted: 'say("🙃");\nsay("👩‍👩‍👧");\n',
  },
  {
    name: '2,000 lines in the middle of 20,000',
    text: many.join('\n'),
    selected: [9_000, 10_999],
    answer: `${Array.from({ length: 2_100 }, (_line, index) => `  changed(${index});`).join('\n')}\n`,
    accepted: many
      .toSpliced(9_000, 2_000, ...Array.from({ length: 2_100 }, (_l, index) => `  changed(${index});`))
      .join('\n'),
  },
];

describe('inline edits of all kinds of text', () => {
  const stage = editStage();

  async function reviewed({ text, selected, answer }: Case): Promise<[vscode.TextEditor, string]> {
    const editor = await stage.open(text);
    const before = editor.document.getText();
    const [model] = await stage.start(editor, selected);
    const half = Math.floor(answer.length / 2);
    model?.write(answer.slice(0, half));
    model?.write(answer.slice(half));
    model?.finish();
    await until(async () => (await stage.reviewable(editor.document)) === 1);
    return [editor, before];
  }
  const bytes = ({ document }: vscode.TextEditor) => readFile(document.uri.fsPath, 'utf8');

  for (const one of cases) {
    test(`accepted and saved: ${one.name}`, async () => {
      const [editor] = await reviewed(one);
      stage.edits.accept();
      assert.ok(await editor.document.save());
      assert.equal(await bytes(editor), one.accepted);
    });

    test(`rejected and saved: ${one.name}`, async () => {
      const [editor, before] = await reviewed(one);
      stage.edits.reject();
      await until(() => editor.document.getText() === before);
      assert.ok(await editor.document.save());
      assert.equal(await bytes(editor), one.text);
    });
  }
});
