import { swapped, type ApplyCase } from './applyCase.ts';
import { handlers, cart, manifest, pipeline, readme, server, shapes, styles } from './files.ts';

const cleared = swapped(cart, ['    this.items = [];', '    this.items.length = 0;']);
const clear = '  clear(): void {\n    this.items.length = 0;\n  }\n';

/** Blocks that leave lines out and say so. */
export const elisionCases: readonly ApplyCase[] = [
  {
    name: 'before and after a method',
    file: cart,
    block: `export class Cart {\n  // ... existing code ...\n\n${clear}\n  // ... existing code ...\n}`,
    result: cleared,
  },
  {
    name: 'in the words of another model',
    file: cart,
    block: `export class Cart {\n  // Other methods remain unchanged\n\n${clear}\n  // rest of the class\n}`,
    result: cleared,
  },
  {
    name: 'with a real ellipsis',
    file: cart,
    block: `export class Cart {\n  // …\n${clear}  // …\n}`,
    result: cleared,
  },
  {
    name: 'in a block comment',
    file: cart,
    block: `export class Cart {\n  /* ... */\n${clear}  /* ... rest of the class ... */\n}`,
    result: cleared,
  },
  { name: 'bare dots', file: cart, block: `export class Cart {\n  ...\n${clear}  ...\n}`, result: cleared },
  {
    name: 'at the top and the bottom of the file',
    file: cart,
    block: `// ... existing imports ...\n\nexport class Cart {\n  // ... existing code ...\n${clear}  // ... existing code ...\n}\n\n// ... rest of the file ...`,
    result: cleared,
  },
  {
    name: 'one that may reach over the end of a rule into the next',
    file: styles,
    path: 'a.css',
    block:
      '.button {\n  color: white;\n  /* ... existing code ... */\n  opacity: 0.8;\n}\n/* ... existing code ... */\n',
    result: { reason: 'elision' },
  },
  {
    name: 'the same line for a rule, where the block shows the next one that has it',
    file: styles,
    path: 'a.css',
    block:
      '.button {\n  color: white;\n  /* ... existing code ... */\n  opacity: 0.8;\n}\n\n.button:hover {\n  opacity: 0.8;\n}\n/* ... existing code ... */\n',
    result: swapped(styles, ['  padding: 4px 8px;\n', '  padding: 4px 8px;\n  opacity: 0.8;\n']),
  },
  {
    name: 'one that may reach from one part of JSON into another',
    file: manifest,
    path: 'package.json',
    block: '// ...\n  "scripts": {\n    // ...\n    "left-pad": "1.3.0",\n    "lit": "4.0.0"\n  }\n// ...\n',
    result: { reason: 'syntax' },
  },
  {
    name: 'a new method at the end',
    file: cart,
    block:
      'export class Cart {\n  // ... existing code ...\n\n  first(): Item | undefined {\n    return this.items[0];\n  }\n}',
    result: swapped(cart, [
      '    return this.items.length;\n  }\n',
      '    return this.items.length;\n  }\n\n  first(): Item | undefined {\n    return this.items[0];\n  }\n',
    ]),
  },
  {
    name: 'a new method after one that is shown',
    file: cart,
    block:
      'export class Cart {\n  // ... existing code ...\n\n  clear(): void {\n    this.items = [];\n  }\n\n  first(): Item | undefined {\n    return this.items[0];\n  }\n\n  // ... existing code ...\n}',
    result: swapped(cart, [
      '    this.items = [];\n  }\n',
      '    this.items = [];\n  }\n\n  first(): Item | undefined {\n    return this.items[0];\n  }\n',
    ]),
  },
  {
    name: 'a new method between two elisions',
    file: cart,
    block:
      'export class Cart {\n  // ... existing code ...\n\n  first(): Item | undefined {\n    return this.items[0];\n  }\n\n  // ... existing code ...\n}',
    result: { reason: 'elision' },
  },
  {
    name: 'a new field at the start',
    file: cart,
    block: 'export class Cart {\n  private name = "";\n  // ... existing code ...\n}',
    result: swapped(cart, ['  private items: Item[] = [];', '  private name = "";\n  private items: Item[] = [];']),
  },
  {
    name: 'within a function, after a line that is new',
    file: cart,
    block:
      'export async function load(path: string): Promise<Item[]> {\n  console.log(path);\n  // ... rest of the function stays the same\n}',
    result: swapped(cart, [
      "  const text = await readFile(path, 'utf8');",
      "  console.log(path);\n  const text = await readFile(path, 'utf8');",
    ]),
  },
  {
    name: 'within a function, after a line that changed',
    file: cart,
    block:
      "export async function load(path: string): Promise<Item[]> {\n  const text = await readFile(path, 'latin1');\n  // ... rest of the function stays the same\n}",
    result: swapped(cart, ["'utf8'", "'latin1'"]),
  },
  {
    name: 'within a function, before a line that changed',
    file: cart,
    block:
      'export async function load(path: string): Promise<Item[]> {\n  // ... existing code ...\n  return JSON.parse(text) as Item[];\n}',
    result: swapped(cart, ['return JSON.parse(text);', 'return JSON.parse(text) as Item[];']),
  },
  {
    name: 'within a function, in the middle',
    file: cart,
    block:
      "export async function load(path: string): Promise<Item[]> {\n  const text = await readFile(path, 'latin1');\n  // ...\n  return JSON.parse(text) as Item[];\n}",
    result: swapped(cart, ["'utf8'", "'latin1'"], ['return JSON.parse(text);', 'return JSON.parse(text) as Item[];']),
  },
  {
    name: 'a line that may or may not be the changed one',
    file: cart,
    block: 'export function total(items: Item[]): number {\n  let all = 0, sum;\n  // ... rest unchanged\n}',
    result: { reason: 'elision' },
  },
  {
    name: 'only the signature changed',
    file: cart,
    block: 'export function total(items: readonly Item[]): number {\n  // ... existing code ...\n}',
    result: swapped(cart, ['total(items: Item[])', 'total(items: readonly Item[])']),
  },
  {
    name: 'a new import before the rest',
    file: cart,
    block:
      "import { tax } from './tax';\n// ... existing imports ...\n\nexport function total(items: Item[]): number {\n  return tax(items);\n}\n\n// ... rest of the file ...",
    result: swapped(
      cart,
      ['import { readFile } from', "import { tax } from './tax';\nimport { readFile } from"],
      [
        '  let sum = 0;\n  for (const item of items) {\n    sum += item.price;\n  }\n  return sum;',
        '  return tax(items);',
      ],
    ),
  },
  {
    name: 'something new before the rest that is no import',
    file: cart,
    block: 'registerAll();\n// ... existing code ...\n\nexport function total(items: Item[]): number {\n  return 0;\n}',
    result: { reason: 'elision' },
  },
  {
    name: 'a new function at the end of the file',
    file: cart,
    block:
      '// ... existing code ...\n\nexport class Cart {\n  // ... existing code ...\n}\n\nexport const empty = new Cart();',
    result: `${cart}\nexport const empty = new Cart();\n`,
  },
  {
    name: 'an elision where neither side is known',
    file: cart,
    block: 'function one() {\n  // ...\n}\n\nfunction two() {\n  // ...\n}',
    result: { reason: 'not-found' },
  },
  {
    name: 'inside of a line',
    file: cart,
    block: 'export function total(items: Item[]): number { /* ... existing code ... */ }',
    result: { reason: 'elision' },
  },
  {
    name: 'in a function that the file does not have',
    file: cart,
    block: `export class Cart {\n  // ... existing code ...\n\n  clear(): void {\n    this.items = [];\n  }\n\n  sort(): void {\n    // ... sort the items ...\n  }\n  // ... existing code ...\n}`,
    result: { reason: 'elision' },
  },
  {
    name: 'a comment that the file has is none',
    file: cart.replace('  let sum = 0;', '  // ... all of them\n  let sum = 0;'),
    block: 'export function total(items: Item[]): number {\n  // ... all of them\n  return items.length;\n}',
    result: cart.replace(
      '  let sum = 0;\n  for (const item of items) {\n    sum += item.price;\n  }\n  return sum;',
      '  // ... all of them\n  return items.length;',
    ),
  },
  {
    name: 'a comment that ends in dots is none',
    file: cart,
    block: 'export function total(items: Item[]): number {\n  // Loading the prices...\n  return items.length;\n}',
    result: swapped(cart, [
      '  let sum = 0;\n  for (const item of items) {\n    sum += item.price;\n  }\n  return sum;',
      '  // Loading the prices...\n  return items.length;',
    ]),
  },
  {
    name: 'spread syntax is none',
    file: cart,
    block: '  add(item: Item): void {\n    this.items = [\n      ...this.items,\n      item,\n    ];\n  }',
    result: swapped(cart, [
      "    if (this.items.length >= limit) {\n      throw new Error('full');\n    }\n    this.items.push(item);",
      '    this.items = [\n      ...this.items,\n      item,\n    ];',
    ]),
  },
  {
    name: 'in Python',
    file: shapes,
    path: 'shapes.py',
    block:
      'class Square:\n    # ... existing code ...\n\n    def grow(self, by):\n        self.side *= by\n        return self',
    result: swapped(shapes, ['self.side += by', 'self.side *= by']),
  },
  {
    name: 'in Python, a method before the rest',
    file: shapes,
    path: 'shapes.py',
    block:
      '@dataclass\nclass Circle:\n    radius: float\n\n    def area(self):\n        return 3 * self.radius ** 2\n\n    # ... rest of the class remains unchanged ...',
    result: swapped(shapes, ['math.pi * self', '3 * self']),
  },
  {
    name: 'in Python, around two functions',
    file: shapes,
    path: 'shapes.py',
    block:
      '# ... existing code ...\n\ndef biggest(shapes):\n    return max(shapes, key=area)\n\n\ndef main():\n    # ... unchanged ...\n\n# ... existing code ...',
    result: swapped(shapes, [
      '    best = None\n    for shape in shapes:\n        if best is None or shape.area() > best.area():\n            best = shape\n    return best',
      '    return max(shapes, key=area)',
    ]),
  },
  {
    name: 'in Go',
    file: server,
    path: 'main.go',
    block:
      'func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {\n\ts.hits++\n\tlog.Println(r.URL)\n\t// ... rest unchanged\n}',
    result: swapped(server, ['\ts.hits++\n', '\ts.hits++\n\tlog.Println(r.URL)\n']),
  },
  {
    name: 'in a branch of it',
    file: server,
    path: 'main.go',
    block:
      'func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {\n\t// ...\n\tif r.URL.Path == "/health" {\n\t\tfmt.Fprintln(w, "fine")\n\t\treturn\n\t}\n\t// ...\n}',
    result: swapped(server, ['"ok"', '"fine"']),
  },
  {
    name: 'in JSON',
    file: manifest,
    path: 'package.json',
    block:
      '{\n  // ... existing fields ...\n  "scripts": {\n    // ... existing scripts ...\n    "test": "node --test test"\n  }\n  // ...\n}',
    result: swapped(manifest, ['"node --test"', '"node --test test"']),
  },
  {
    name: 'in YAML',
    file: pipeline,
    path: 'ci.yml',
    block: 'jobs:\n  # ... existing jobs ...\n  lint:\n    runs-on: macos-latest\n    # ... unchanged ...',
    result: swapped(pipeline, ['  lint:\n    runs-on: ubuntu-latest', '  lint:\n    runs-on: macos-latest']),
  },
  {
    name: 'in CSS',
    file: styles,
    path: 'a.css',
    block: '.button {\n  /* ... existing styles ... */\n  padding: 8px 16px;\n}',
    result: swapped(styles, ['padding: 4px 8px', 'padding: 8px 16px']),
  },
  {
    name: 'in Markdown',
    file: readme,
    path: 'README.md',
    block:
      '# Demo\n\n<!-- ... existing content ... -->\n\n## Use\n\nRun `demo --help`.\n\n<!-- ... rest unchanged ... -->',
    result: swapped(readme, ['Run `demo` in a folder.', 'Run `demo --help`.']),
  },
  {
    name: 'methods in the wrong order',
    file: cart,
    block:
      'export class Cart {\n  // ... existing code ...\n\n  get size(): number {\n    return 1;\n  }\n\n  clear(): void {\n    this.items.length = 0;\n  }\n  // ... existing code ...\n}',
    result: { reason: 'ambiguous' },
  },
  {
    name: 'a method in between that the block skips without a word',
    file: cart,
    block:
      'export class Cart {\n  // ... existing code ...\n  add(item: Item): void {\n    this.items.push(item);\n  }\n\n  get size(): number {\n    return 1;\n  }\n}',
    result: { reason: 'loses', lines: [38] },
  },
  {
    name: 'for a file that does not exist yet',
    block: 'export function one(): void {\n  // ... existing code ...\n}',
    result: { reason: 'elision' },
  },
  { name: 'nothing but that', file: cart, block: '// ... existing code ...', result: { reason: 'not-found' } },
  {
    name: 'a comment above that changed, too',
    file: cart,
    block:
      '/** The sum of all prices, in cents. */\nexport function total(items: Item[]): number {\n  let sum = 1;\n  // ... existing code ...\n}',
    result: swapped(
      cart,
      ['The sum of all prices.', 'The sum of all prices, in cents.'],
      ['let sum = 0', 'let sum = 1'],
    ),
  },
  {
    name: 'a statement that is more like one elsewhere than the one in its place',
    file: handlers,
    path: 'app.js',
    block:
      "app.get('/users', async (request, response) => {\n  // ... existing code ...\n});\n\nstart();\n\napp.get('/orders', async (request, answer) => {\n  const rows = await db.all('orders');\n  // ... existing code ...\n});",
    result: { reason: 'elision' },
  },
];
