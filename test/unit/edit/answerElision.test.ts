import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesSoFar } from '../../../src/edit/answer.ts';
import { outcomeOf, rawLines, shapeIn, type AnswerCase } from './answerCase.ts';

const store = `import { read } from './read.ts';

⟦
export class Store {
  private items: Item[] = [];

  add(item: Item) {
    this.items.push(item);
    this.save();
  }

  remove(id: string) {
    this.items = this.items.filter((item) => item.id !== id);
    this.save();
  }

  count() {
    return this.items.length;
  }
}
⟧

export const store = new Store();
`;
const original = store.slice(store.indexOf('⟦') + 2, store.indexOf('⟧') - 1);
const changed = original.replace('this.items.push(item);', 'this.items.unshift(item);');
const elided = `export class Store {
  // ... existing code ...

  add(item: Item) {
    this.items.unshift(item);
    this.save();
  }

  // ... rest unchanged ...
}`;

const python = `⟦
def load(path):
    text = read(path)
    rows = parse(text)
    checked = check(rows)
    return checked
⟧
`;

const cases: readonly AnswerCase[] = [
  { name: 'methods left out', file: store, answer: elided, result: changed, notes: ['filled-in'] },
  {
    name: 'methods left out, fenced and announced',
    file: store,
    answer: `Here is the class:\n\n\`\`\`ts\n${elided}\n\`\`\``,
    result: changed,
    notes: ['filled-in'],
  },
  {
    name: 'what is around left out too',
    file: store,
    answer: `// ... existing code ...\n\n${elided}\n\n// ... existing code ...`,
    result: changed,
  },
  {
    name: 'what is around shown in part',
    file: store,
    answer: `import { read } from './read.ts';\n\n${elided}\n\nexport const store = new Store();`,
    result: changed,
  },
  {
    name: 'statements left out in Python',
    path: 'load.py',
    file: python,
    answer:
      'def load(path):\n    # ... existing code ...\n    checked = check(rows)\n    log(checked)\n    return checked',
    result:
      'def load(path):\n    text = read(path)\n    rows = parse(text)\n    checked = check(rows)\n    log(checked)\n    return checked',
  },
  {
    name: 'a class that has another name',
    file: store,
    answer: 'export class Shop {\n  // ... existing code ...\n}',
    result: 'refused: elision',
  },
  {
    name: 'only the body of what was asked for',
    file: store,
    answer: '  private items: Item[] = [];\n  private log = logger();\n\n  // ... existing code ...',
    result: 'refused: elision',
  },
  {
    name: 'an elision in the middle of a line',
    file: store,
    answer: 'export class Store {\n  add(item: Item) { /* ... */ }\n}',
    result: 'refused: elision',
  },
  {
    name: 'dots in a text',
    file: '⟦\nshow(all);\n⟧\n',
    answer: "show('{ ... }', all);",
    result: "show('{ ... }', all);",
  },
  {
    name: 'lines missing above the first one shown',
    file: '⟦\nfirst(1);\nsecond(2);\nthird(3);\nfourth(4);\n⟧\n',
    answer: 'second(2);\nextra(5);\n// ... rest unchanged',
    result: 'refused: elision',
  },
  {
    name: 'a comment that the region has',
    file: '⟦\nstart();\n// ... existing code ...\nstop();\n⟧\n',
    answer: 'begin();\n// ... existing code ...\nstop();',
    result: 'begin();\n// ... existing code ...\nstop();',
  },
  {
    name: 'a comment that only sounds like one',
    file: '⟦\nconst [first, ...others] = all;\nuse(first);\n⟧\n',
    answer: 'const [first, ...others] = all;\n// The rest is handled below\nuse(first);\nhandle(others);',
    result: 'const [first, ...others] = all;\n// The rest is handled below\nuse(first);\nhandle(others);',
  },
  {
    name: 'a stub in Python',
    path: 'shape.py',
    file: '⟦\nclass Shape:\n    pass\n⟧\n',
    answer: 'class Shape(Protocol):\n    def area(self) -> float:\n        ...',
    result: 'class Shape(Protocol):\n    def area(self) -> float:\n        ...',
  },
  {
    name: 'a heading in Markdown',
    path: 'readme.md',
    file: '⟦\n# Use\n\nText.\n⟧\n',
    answer: '# Use\n\nText.\n\n## Other settings\n\n- one',
    result: '# Use\n\nText.\n\n## Other settings\n\n- one',
  },
  {
    name: 'code at a blank line between what is left out',
    file: 'const before = one();\n⟦\n\n⟧\nconst after = two();\n',
    answer: '// ... existing code ...\nconst between = three();\n// ... existing code ...',
    result: 'const between = three();',
    notes: [],
  },
  {
    name: 'code at a blank line with a hole in it',
    file: 'const before = one();\n⟦\n\n⟧\n',
    answer: 'function many() {\n  // ... rest of the implementation ...\n}',
    result: 'refused: elision',
  },
  {
    name: 'an answer that was stopped below an elision',
    file: store,
    answer: 'export class Store {\n  private items: Item[] = [];\n\n  // ... existing code ...\n\n  count() {\n',
    ending: 'stopped',
    result: 'export class Store {\n  private items: Item[] = [];',
  },
];

for (const example of cases) {
  test(`an elision in an answer: ${example.name}`, () => {
    const outcome = outcomeOf(example);
    assert.equal(outcome.result, example.result);
    if (example.notes !== undefined) assert.deepEqual(outcome.notes, example.notes);
  });
}

test('while it streams, nothing from the first elision on is shown', () => {
  const shape = shapeIn(store);
  const raw = rawLines(elided);
  for (const index of raw.keys()) {
    const shown = linesSoFar(raw.slice(0, index + 1), shape);
    assert.deepEqual(shown, ['export class Store {']);
  }
});
