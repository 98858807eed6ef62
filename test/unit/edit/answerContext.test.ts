import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesSoFar } from '../../../src/edit/answer.ts';
import { outcomeOf, rawLines, shapeIn, type AnswerCase } from './answerCase.ts';

const cart = `import { tax } from './tax.ts';

export function subtotal(items: Item[]) {
  return items.reduce((sum, item) => sum + item.price, 0);
}

⟦
export function total(items: Item[]) {
  return subtotal(items) + tax(items);
}
⟧

export function isEmpty(items: Item[]) {
  return items.length === 0;
}
`;
const total = `export function total(items: Item[]) {
  return round(subtotal(items) + tax(items));
}`;
const above = cart.slice(0, cart.indexOf('⟦'));
const below = cart.slice(cart.indexOf('⟧') + 2);

const inside = `class Basket {
  add(item: Item) {
    const known = this.find(item.id);
⟦
    if (known) known.count += 1;
    else this.items.push(item);
⟧
    this.changed();
  }
}
`;
const adding = `    if (known === undefined) this.items.push(item);
    else known.count += item.count;`;

const python = `class Basket:
    def add(self, item):
⟦
        self.items.append(item)
⟧
        self.changed()

    def clear(self):
        self.items = []
`;

const list = `<ul class="menu">
⟦
  <li>Home</li>
⟧
</ul>
<p class="end">End</p>
`;

const similarTest = (name: string) =>
  `test('${name}', async () => {\n  const server = await start();\n  assert.equal(await count(server), 1);\n  await server.close();\n});`;
const similar = `${similarTest('adds')}\n\n⟦\n\n⟧\n\n${similarTest('ends')}\n`;

const cases: readonly AnswerCase[] = [
  { name: 'the whole file', file: cart, answer: above + total + below, result: total },
  { name: 'the whole file, fenced', file: cart, answer: `\`\`\`ts\n${above}${total}\n${below}\`\`\``, result: total },
  { name: 'the function above too', file: cart, answer: above.slice(33) + total, result: total },
  { name: 'the function below too', file: cart, answer: total + below, result: total },
  {
    name: 'without the blank lines between',
    file: cart,
    answer: (above + total + below).replaceAll('\n\n', '\n'),
    result: total,
  },
  {
    name: 'the whole function around',
    file: inside,
    answer: `  add(item: Item) {\n    const known = this.find(item.id);\n${adding}\n    this.changed();\n  }`,
    result: adding,
  },
  {
    name: 'the whole function around, from the margin',
    file: inside,
    answer: `add(item: Item) {\n  const known = this.find(item.id);\n${adding.replaceAll(/^ {2}/gm, '')}\n  this.changed();\n}`,
    result: adding,
  },
  {
    name: 'the line above',
    file: inside,
    answer: `    const known = this.find(item.id);\n${adding}`,
    result: adding,
  },
  { name: 'the line below', file: inside, answer: `${adding}\n    this.changed();`, result: adding },
  {
    name: 'the line above with its own indentation lost',
    file: inside,
    answer: `const known = this.find(item.id);\n${adding}`,
    result: adding,
  },
  {
    name: 'the function around in Python',
    path: 'basket.py',
    file: python,
    answer: '    def add(self, item):\n        self.items.insert(0, item)\n        self.changed()',
    result: '        self.items.insert(0, item)',
  },
  {
    name: 'the function around in Python, from the margin',
    path: 'basket.py',
    file: python,
    answer: 'def add(self, item):\n    self.items.insert(0, item)\n    self.changed()\n',
    result: '        self.items.insert(0, item)',
  },
  {
    name: 'the element around, which no bracket ends',
    path: 'a.html',
    file: list,
    answer: '<ul class="menu">\n  <li>Home</li>\n  <li>About</li>\n</ul>',
    result: '  <li>Home</li>\n  <li>About</li>',
  },
  {
    name: 'nothing but what is around: the region goes',
    file: 'function greet(name: string) {\n⟦\n  log(name);\n⟧\n  return hello(name);\n}',
    answer: 'function greet(name: string) {\n  return hello(name);\n}',
    result: '',
  },
  {
    name: 'a region that begins like the line above',
    file: "  await expect(page).toHaveTitle('A');\n⟦\n  await expect(page).toHaveTitle('A');\n  next();\n⟧\n",
    answer: "  await expect(page).toHaveTitle('A');\n  later();",
    result: "  await expect(page).toHaveTitle('A');\n  later();",
  },
  {
    name: 'a lone bracket that is below too',
    file: 'if (ready) {\n⟦\n  go();\n⟧\n}\nafter();\n',
    answer: '  if (set) {\n    go();\n  }',
    result: '  if (set) {\n    go();\n  }',
  },
  {
    name: 'a bracket above that is the region’s own',
    file: 'try {\n⟦\n  go();\n⟧\n} finally {\n  end();\n}\n',
    answer: '  try {\n    go();\n  } catch {\n    stop();\n  }',
    result: '  try {\n    go();\n  } catch {\n    stop();\n  }',
  },
  {
    name: 'the line above that is there on purpose, again and again',
    file: '  <li>Lorem ipsum dolor</li>\n⟦\n  <li>one more</li>\n⟧\n',
    path: 'a.html',
    answer: '  <li>Lorem ipsum dolor</li>\n  <li>Lorem ipsum dolor</li>\n  <li>Lorem ipsum dolor</li>',
    result: '  <li>Lorem ipsum dolor</li>\n  <li>Lorem ipsum dolor</li>\n  <li>Lorem ipsum dolor</li>',
  },
  {
    name: 'a line that moved up from further down in the region',
    file: 'const first = load(1);\nconst second = load(2);\n⟦\nuse(first);\nconst second = load(2);\n⟧\nend();\n',
    answer: 'const second = load(2);\nuse(first);',
    result: 'const second = load(2);\nuse(first);',
  },
  {
    name: 'code at a blank line, with the function around it',
    file: 'function area(width: number) {\n⟦\n\n⟧\n}\n',
    answer: 'function area(width: number) {\n  return width * width;\n}',
    result: '  return width * width;',
  },
  {
    name: 'one more line like the one above, at a blank line',
    file: "  await page.click('#next');\n⟦\n\n⟧\n  await page.close();\n",
    answer: "  await page.click('#next');\n  await page.wait(10);",
    result: "  await page.click('#next');\n  await page.wait(10);",
  },
  {
    name: 'the whole file with an import that is new',
    file: cart,
    answer: `import { round } from './round.ts';\n${above}${total}${below}`,
    result: 'refused: outside',
  },
  {
    name: 'the whole file with a function more at its end',
    file: cart,
    answer: `${above}${total}\n${below}\nexport const more = () => [];`,
    result: 'refused: outside',
  },
  {
    name: 'the whole file in which a line above is another',
    file: cart,
    answer: above.replace('sum + item.price', 'sum + item.cost') + total + below,
    result: 'refused: outside',
  },
  {
    name: 'a test like the one above',
    file: similar,
    answer: similarTest('removes'),
    result: similarTest('removes'),
  },
  {
    name: 'two tests like the one above',
    file: similar,
    answer: ['a', 'b'].map((name) => similarTest(name)).join('\n\n'),
    result: ['a', 'b'].map((name) => similarTest(name)).join('\n\n'),
  },
];

for (const example of cases) {
  test(`context in an answer: ${example.name}`, () => assert.equal(outcomeOf(example).result, example.result));
}

test('what may still be repeated is not shown, and neither is what has been', () => {
  const shape = shapeIn(cart);
  const raw = rawLines(above + total + below);
  const shown = raw.map((_line, index) => linesSoFar(raw.slice(0, index + 1), shape));
  const start = rawLines(above).length;
  assert.deepEqual(shown.slice(0, start).flat(), []);
  assert.deepEqual(shown[start], ['export function total(items: Item[]) {']);
  for (const lines of shown.slice(start + 2)) assert.equal(lines.join('\n'), total);
});

test('a region that begins like a place above is shown from its first line on', () => {
  const shape = shapeIn('if (a.isReady) {\n  one();\n}\n⟦\nif (a.isReady) {\n  two();\n}\n⟧\n');
  assert.deepEqual(linesSoFar(['if (a.isReady) {'], shape), ['if (a.isReady) {']);
});

test('what repeats the surroundings but changes them is not shown', () => {
  const shape = shapeIn(cart);
  const raw = rawLines(above.replace('item.price', 'item.cost') + total);
  for (const index of raw.keys()) assert.deepEqual(linesSoFar(raw.slice(0, index), shape), []);
});
