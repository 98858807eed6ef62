import { swapped, type ApplyCase } from './applyCase.ts';
import { cart, handlers, manifest, pipeline, readme, server, shapes, styles } from './files.ts';

const total = `export function total(items: Item[]): number {
  return items.reduce((sum, item) => sum + item.price, 0);
}`;
const oldTotal = `export function total(items: Item[]): number {
  let sum = 0;
  for (const item of items) {
    sum += item.price;
  }
  return sum;
}`;
const withTotal = swapped(cart, [oldTotal, total]);
const load = `export async function load(path: string): Promise<Item[]> {
  const text = await readFile(path, 'utf8');
  if (text === '') {
    return [];
  }
  return JSON.parse(text);
}`;
const safeLoad = load.replace('  return JSON', '  // The file is ours.\n  return JSON');

/** Blocks of code without any mark: parts of a file, or all of it. */
export const codeCases: readonly ApplyCase[] = [
  {
    name: 'a part of JSON that leaves it invalid',
    file: manifest,
    path: 'package.json',
    block: '{\n  "name": "demo" extra\n  "version": "1.0.0",\n  // ...\n}\n',
    result: { reason: 'syntax' },
  },
  { name: 'one function', file: cart, block: total, result: withTotal },
  {
    name: 'one function with its own comment',
    file: cart,
    block: `/** What all cost. */\n${total}`,
    result: swapped(withTotal, ['/** The sum of all prices. */', '/** What all cost. */']),
  },
  {
    name: 'one function with a comment where there was none',
    file: cart,
    block: `/** Reads a cart. */\n${load}`,
    result: swapped(cart, ['export async function load', '/** Reads a cart. */\nexport async function load']),
  },
  {
    name: 'one function with another signature',
    file: cart,
    block: total.replace('(items: Item[])', '(items: readonly Item[] = [])'),
    result: swapped(cart, [oldTotal, total.replace('(items: Item[])', '(items: readonly Item[] = [])')]),
  },
  {
    name: 'one function with parameters on lines of their own',
    file: cart,
    block: 'export function total(\n  items: Item[],\n  tax = 0,\n): number {\n  return tax;\n}',
    result: swapped(cart, [
      oldTotal,
      'export function total(\n  items: Item[],\n  tax = 0,\n): number {\n  return tax;\n}',
    ]),
  },
  {
    name: 'a function that became an arrow',
    file: cart,
    block: 'export const total = (items: Item[]): number => {\n  return items.length;\n};',
    result: swapped(cart, [oldTotal, 'export const total = (items: Item[]): number => {\n  return items.length;\n};']),
  },
  {
    name: 'two functions next to each other',
    file: cart,
    block: `${total}\n\n${safeLoad}`,
    result: swapped(withTotal, [load, safeLoad]),
  },
  {
    name: 'two functions with another between them',
    file: handlers
      .replace(/app\.get\('\/(\w+)', async \(request, response\) => \{/g, 'function $1() {')
      .replaceAll('});', '}'),
    path: 'a.js',
    block: 'function users() {\n  return 1;\n}\n\nfunction items() {\n  return 3;\n}',
    result: { reason: 'loses', lines: [9] },
  },
  {
    name: 'functions in another order',
    file: cart,
    block: `${safeLoad}\n\n${total}`,
    result: swapped(withTotal, [load, safeLoad]),
  },
  {
    name: 'a new function after one that is there',
    file: cart,
    block: `${oldTotal}\n\nexport function mean(items: Item[]): number {\n  return total(items) / items.length;\n}`,
    result: swapped(cart, [
      oldTotal,
      `${oldTotal}\n\nexport function mean(items: Item[]): number {\n  return total(items) / items.length;\n}`,
    ]),
  },
  {
    name: 'a new function alone',
    file: cart,
    block: 'export function mean(items: Item[]): number {\n  return total(items) / items.length;\n}',
    result: { reason: 'not-found' },
  },
  {
    name: 'an import and a function',
    file: cart,
    block: `import { rates } from './rates';\n\n${total}`,
    result: withTotal,
  },
  {
    name: 'a new import at the edge',
    file: cart,
    block: `import { rates } from './rates';\nimport { tax } from './tax';\n\n${total}`,
    result: swapped(withTotal, ["from './rates';\n", "from './rates';\nimport { tax } from './tax';\n"]),
  },
  {
    name: 'a method',
    file: cart,
    block: '  clear(): void {\n    this.items.length = 0;\n  }',
    result: swapped(cart, ['    this.items = [];', '    this.items.length = 0;']),
  },
  {
    name: 'a method written from the margin',
    file: cart,
    block: 'clear(): void {\n  this.items.length = 0;\n}',
    result: swapped(cart, ['    this.items = [];', '    this.items.length = 0;']),
  },
  {
    name: 'a method whose first line was trimmed',
    file: cart,
    block: 'clear(): void {\n    this.items.length = 0;\n  }',
    result: swapped(cart, ['    this.items = [];', '    this.items.length = 0;']),
  },
  {
    name: 'two methods',
    file: cart,
    block: '  clear(): void {\n    this.items.length = 0;\n  }\n\n  get size(): number {\n    return 1;\n  }',
    result: swapped(
      cart,
      ['    this.items = [];', '    this.items.length = 0;'],
      ['return this.items.length;', 'return 1;'],
    ),
  },
  {
    name: 'a new method after one that is there',
    file: cart,
    block:
      '  clear(): void {\n    this.items = [];\n  }\n\n  first(): Item | undefined {\n    return this.items[0];\n  }',
    result: swapped(cart, [
      '    this.items = [];\n  }\n',
      '    this.items = [];\n  }\n\n  first(): Item | undefined {\n    return this.items[0];\n  }\n',
    ]),
  },
  {
    name: 'a class that has lost its methods',
    file: cart,
    block:
      'export class Cart {\n  private items: Item[] = [];\n\n  add(item: Item): void {\n    this.items.push(item);\n  }\n}',
    result: { reason: 'loses', lines: [38, 42] },
  },
  {
    name: 'an interface with one more field',
    file: cart,
    block: 'export interface Item {\n  name: string;\n  price: number;\n  count: number;\n}',
    result: swapped(cart, ['  price: number;\n', '  price: number;\n  count: number;\n']),
  },
  {
    name: 'an interface that has lost a field',
    file: cart,
    block: 'export interface Item {\n  price: number;\n}',
    result: { reason: 'loses', lines: [5] },
  },
  {
    name: 'one line that sets something',
    file: cart,
    block: 'const limit = 10;',
    result: swapped(cart, ['const limit = 100;', 'const limit = 10;']),
  },
  { name: 'what is there already', file: cart, block: oldTotal, result: { reason: 'unchanged' } },
  {
    name: 'lines from the middle of a function',
    file: cart,
    block:
      "  const text = await readFile(path, 'utf8');\n  if (text.trim() === '') {\n    return [];\n  }\n  return JSON.parse(text);",
    result: swapped(cart, ["if (text === '') {", "if (text.trim() === '') {"]),
  },
  {
    name: 'lines from the middle, with a new last one',
    file: cart,
    block: "  const text = await readFile(path, 'utf8');\n  check(text);",
    result: { reason: 'not-found' },
  },
  { name: 'a lone bracket', file: cart, block: '}', result: { reason: 'not-found' } },
  {
    name: 'an answer about something else',
    file: cart,
    block: 'for (let index = 0; index < 3; index += 1) {\n  console.log(index);\n}',
    result: { reason: 'not-found' },
  },
  {
    name: 'a method that two classes have',
    file: shapes,
    path: 'shapes.py',
    block: '    def area(self):\n        return abs(self.side_length) ** 2',
    result: { reason: 'ambiguous', lines: [12, 24] },
  },
  {
    name: 'a method that two classes have, one selected',
    file: shapes,
    path: 'shapes.py',
    hint: { selection: { start: 23, count: 2 } },
    block: '    def area(self):\n        return abs(self.side) ** 2',
    result: swapped(shapes, ['        return self.side ** 2', '        return abs(self.side) ** 2']),
  },
  {
    name: 'a method that two classes have, one with these lines',
    file: shapes,
    path: 'shapes.py',
    block: '    def grow(self, by):\n        self.side += by\n        self.check()\n        return self',
    result: swapped(shapes, ['        self.side += by\n', '        self.side += by\n        self.check()\n']),
  },
  {
    name: 'a whole class in Python',
    file: shapes,
    path: 'shapes.py',
    block:
      '@dataclass\nclass Square:\n    side: float\n\n    def area(self):\n        return self.side * self.side\n\n    def grow(self, by):\n        self.side += by\n        return self',
    result: swapped(shapes, ['self.side ** 2', 'self.side * self.side']),
  },
  {
    name: 'a class in Python without its decorator',
    file: shapes,
    path: 'shapes.py',
    block:
      'class Square:\n    side: float\n\n    def area(self):\n        return self.side * self.side\n\n    def grow(self, by):\n        self.side += by\n        return self',
    result: swapped(shapes, ['self.side ** 2', 'self.side * self.side']),
  },
  {
    name: 'a function in Python that got longer',
    file: shapes,
    path: 'shapes.py',
    block: 'def main():\n    shapes = [Circle(1), Square(2)]\n    print(biggest(shapes))',
    result: swapped(shapes, [
      '    print(biggest([Circle(1), Square(2)]))',
      '    shapes = [Circle(1), Square(2)]\n    print(biggest(shapes))',
    ]),
  },
  {
    name: 'a function in Python that was cut off',
    file: shapes,
    path: 'shapes.py',
    block: 'def biggest(shapes):\n    best = 0\n    for shape in shapes:',
    result: { reason: 'cut' },
  },
  {
    name: 'a function that was cut off',
    file: cart,
    block: 'export function total(items: Item[]): number {\n  let sum = 1;\n  for (const item of items) {',
    result: { reason: 'brackets' },
  },
  { name: 'a function with a bracket too many', file: cart, block: `${total}\n}`, result: { reason: 'brackets' } },
  {
    name: 'Go, a method by its receiver',
    file: server,
    path: 'main.go',
    block: 'func (s *Server) Start() error {\n\treturn http.ListenAndServe(fmt.Sprint(s.port), s)\n}',
    result: swapped(server, [
      '\taddr := fmt.Sprintf(":%d", s.port)\n\treturn http.ListenAndServe(addr, s)',
      '\treturn http.ListenAndServe(fmt.Sprint(s.port), s)',
    ]),
  },
  {
    name: 'Go, with spaces for tabs',
    file: server,
    path: 'main.go',
    block:
      'func main() {\n    s := &Server{port: 80}\n    if err := s.Start(); err != nil {\n        panic(err)\n    }\n}',
    result: swapped(server, ['port: 8080', 'port: 80'], ['fmt.Println(err)', 'panic(err)']),
  },
  {
    name: 'Go, a struct with one more field',
    file: server,
    path: 'main.go',
    block: 'type Server struct {\n\tport int\n\thits int\n\tname string\n}',
    result: swapped(server, ['\thits int\n', '\thits int\n\tname string\n']),
  },
  {
    name: 'CSS, one rule',
    file: styles,
    path: 'a.css',
    block: '.button {\n  color: black;\n  padding: 4px 8px;\n}',
    result: swapped(styles, ['  color: white;\n  background: var(--accent);\n  padding', '  color: black;\n  padding']),
  },
  {
    name: 'CSS, a rule that is also in a media query',
    file: styles,
    path: 'a.css',
    block: '.card {\n  color: black;\n  border: 1px solid #ccc;\n}',
    result: swapped(styles, ['.card {\n  color: white;', '.card {\n  color: black;']),
  },
  {
    name: 'CSS, a new rule after one that is there',
    file: styles,
    path: 'a.css',
    block: '.button:hover {\n  opacity: 0.8;\n}\n\n.button:active {\n  opacity: 1;\n}',
    result: { reason: 'not-found' },
  },
  {
    name: 'JSON, one property',
    file: manifest,
    path: 'package.json',
    block: '"version": "2.0.0"',
    result: swapped(manifest, ['"1.0.0"', '"2.0.0"']),
  },
  {
    name: 'JSON, one property with an object',
    file: manifest,
    path: 'package.json',
    block: '  "scripts": {\n    "build": "tsc -b",\n    "test": "node --test"\n  }',
    result: swapped(manifest, ['"tsc"', '"tsc -b"']),
  },
  {
    name: 'JSON, an object that has lost properties',
    file: manifest,
    path: 'package.json',
    block: '{\n  "version": "2.0.0"\n}',
    result: { reason: 'not-found' },
  },
  {
    name: 'YAML, one job',
    file: pipeline,
    path: 'ci.yml',
    block:
      '  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci\n      - run: npm run lint',
    result: swapped(pipeline, ['      - run: npm run lint', '      - run: npm ci\n      - run: npm run lint']),
  },
  {
    name: 'YAML, a job written from the margin',
    file: pipeline,
    path: 'ci.yml',
    block: 'lint:\n  runs-on: macos-latest\n  steps:\n    - uses: actions/checkout@v4\n    - run: npm run lint',
    result: swapped(pipeline, ['  lint:\n    runs-on: ubuntu-latest', '  lint:\n    runs-on: macos-latest']),
  },
  {
    name: 'Markdown, one section',
    file: readme,
    path: 'README.md',
    block: '## Use\n\nRun `demo --help`.',
    result: swapped(readme, ['Run `demo` in a folder.', 'Run `demo --help`.']),
  },
  {
    name: 'Markdown, a section with a block of code',
    file: readme,
    path: 'README.md',
    block: '## Install\n\n```sh\npnpm add demo\n# a comment\n```',
    result: swapped(readme, ['npm install demo', 'pnpm add demo\n# a comment']),
  },
  {
    name: 'a path in the first line is no part of it',
    file: cart,
    block: `// src/cart.ts\n${total}`,
    result: withTotal,
  },
  {
    name: 'a path in the first line that the file has, too',
    file: `// src/cart.ts\n${cart}`,
    block: `// src/cart.ts\n${cart.replace('100', '10')}`,
    result: `// src/cart.ts\n${cart.replace('100', '10')}`,
  },
  {
    name: 'one of three handlers, by its path',
    file: handlers,
    path: 'app.js',
    block: "app.get('/orders', async (request, response) => {\n  response.json([]);\n});",
    result: swapped(handlers, [
      "app.get('/orders', async (request, response) => {\n  const rows = await db.all('orders');\n  if (!rows) {\n    return response.status(404).end();\n  }\n  response.json(rows);",
      "app.get('/orders', async (request, response) => {\n  response.json([]);",
    ]),
  },
  {
    name: 'lines that three handlers have',
    file: handlers,
    path: 'app.js',
    block: '  if (!rows) {\n    return response.status(410).end();\n  }\n  response.json(rows);',
    result: { reason: 'ambiguous', lines: [3, 11, 19] },
  },
  {
    name: 'Python, a function that ends with the bracket of its last statement',
    file: 'import x\n\n\ndef tell():\n    return {\n        "a": 1,\n    }\n\n\ndef other():\n    pass\n',
    path: 'tell.py',
    block: 'def tell():\n    return {\n        "a": 2,\n    }',
    result: 'import x\n\n\ndef tell():\n    return {\n        "a": 2,\n    }\n\n\ndef other():\n    pass\n',
  },
];
