import { swapped, type ApplyCase } from './applyCase.ts';
import { cart, handlers, server, shapes } from './files.ts';

const block = (search: string, replace: string) => `<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE`;
const limited = swapped(cart, ['const limit = 100;', 'const limit = 10;']);

/** Search/replace blocks, which name what they change by its text. */
export const searchCases: readonly ApplyCase[] = [
  { name: 'one line', file: cart, block: block('const limit = 100;\n', 'const limit = 10;\n'), result: limited },
  {
    name: 'the path above it',
    file: cart,
    block: `src/cart.ts\n${block('const limit = 100;\n', 'const limit = 10;\n')}`,
    result: limited,
  },
  {
    name: 'the path above it in bold',
    file: cart,
    block: `**src/cart.ts**\n${block('const limit = 100;\n', 'const limit = 10;\n')}`,
    result: limited,
  },
  {
    name: 'dashes and pluses for marks',
    file: cart,
    block: '------- SEARCH\nconst limit = 100;\n=======\nconst limit = 10;\n+++++++ REPLACE',
    result: limited,
  },
  {
    name: 'longer marks',
    file: cart,
    block: '<<<<<<<<< SEARCH\nconst limit = 100;\n=========\nconst limit = 10;\n>>>>>>>>> REPLACE',
    result: limited,
  },
  {
    name: 'marks called original and updated',
    file: cart,
    block: '<<<<<<< ORIGINAL\nconst limit = 100;\n=======\nconst limit = 10;\n>>>>>>> UPDATED',
    result: limited,
  },
  {
    name: 'several in one block',
    file: cart,
    block: `${block('const limit = 100;\n', 'const limit = 10;\n')}\n\n${block("      throw new Error('full');\n", "      throw new RangeError('full');\n")}`,
    result: swapped(limited, ["Error('full')", "RangeError('full')"]),
  },
  {
    name: 'a fence around each',
    file: cart,
    block: `\`\`\`ts\n${block('const limit = 100;\n', 'const limit = 10;\n')}\n\`\`\``,
    result: limited,
  },
  {
    name: 'without the indentation',
    file: cart,
    block: block("throw new Error('full');\n", "throw new RangeError('full');\n"),
    result: swapped(cart, ["Error('full')", "RangeError('full')"]),
  },
  {
    name: 'two levels, written from the margin',
    file: cart,
    block: block(
      "if (this.items.length >= limit) {\n  throw new Error('full');\n}\n",
      "if (this.items.length >= limit) {\n  this.trim();\n  throw new Error('full');\n}\n",
    ),
    result: swapped(cart, ["      throw new Error('full');\n", "      this.trim();\n      throw new Error('full');\n"]),
  },
  {
    name: 'an added level, from the margin',
    file: cart,
    block: block('this.items.push(item);\n', 'if (item.price > 0) {\n  this.items.push(item);\n}\n'),
    result: swapped(cart, [
      '    this.items.push(item);\n',
      '    if (item.price > 0) {\n      this.items.push(item);\n    }\n',
    ]),
  },
  {
    name: 'spaces for tabs',
    file: server,
    path: 'main.go',
    block: block('    addr := fmt.Sprintf(":%d", s.port)\n', '    addr := fmt.Sprintf("0.0.0.0:%d", s.port)\n'),
    result: swapped(server, ['":%d"', '"0.0.0.0:%d"']),
  },
  { name: 'double spaces', file: cart, block: block('const  limit =  100;\n', 'const limit = 10;\n'), result: limited },
  {
    name: 'white space at the ends of lines',
    file: 'a();  \nb();\n',
    block: block('a();\nb();\n', 'a();\nc();\n'),
    result: 'a();  \nc();\n',
  },
  {
    name: 'blank lines that the file does not have',
    file: cart,
    block: block(
      '  let sum = 0;\n\n  for (const item of items) {\n',
      '  let sum = 1;\n\n  for (const item of items) {\n',
    ),
    result: swapped(cart, ['let sum = 0;', 'let sum = 1;']),
  },
  {
    name: 'a blank line left out',
    file: cart,
    block: block('}\nconst limit = 100;\n', '}\nconst limit = 10;\n'),
    result: limited,
  },
  {
    name: 'nothing to replace it with',
    file: cart,
    block: block('const limit = 100;\n', ''),
    result: swapped(cart, ['const limit = 100;\n', '']),
  },
  {
    name: 'an empty search in a file that has something',
    file: cart,
    block: block('', 'const x = 1;\n'),
    result: { reason: 'exists' },
  },
  { name: 'an empty search in an empty file', file: '', block: block('', 'const x = 1;\n'), result: 'const x = 1;\n' },
  {
    name: 'something that is there twice',
    file: shapes,
    path: 'shapes.py',
    block: block('        return self\n', '        return None\n'),
    result: { reason: 'ambiguous', lines: [17, 29] },
  },
  {
    name: 'something that is there twice, one in the selection',
    file: shapes,
    path: 'shapes.py',
    hint: { selection: { start: 24, count: 6 } },
    block: block('        return self\n', '        return None\n'),
    result: swapped(shapes, ['self.side += by\n        return self', 'self.side += by\n        return None']),
  },
  {
    name: 'there twice, once with this indentation',
    file: 'if a:\n    go()\ngo()\n',
    path: 'a.py',
    block: block('    go()\n', '    stop()\n'),
    result: 'if a:\n    stop()\ngo()\n',
  },
  {
    name: 'not there',
    file: cart,
    block: block('const most = compute(everything);\n', 'const most = 1;\n'),
    result: { reason: 'not-found' },
  },
  {
    name: 'nearly there, but in the line that goes',
    file: cart,
    block: block(
      "  const text = await readFile(path, 'latin1');\n  if (text === '') {\n",
      "  const text = await readFile(path);\n  if (text === '') {\n",
    ),
    result: { reason: 'not-found', lines: [21] },
  },
  {
    name: 'a context line that has changed a little',
    file: cart,
    block: block(
      "  const text = await readFile(path, 'utf-8');\n  if (text === '') {\n    return [];\n  }\n",
      "  const text = await readFile(path, 'utf-8');\n  if (text === '') {\n    return none;\n  }\n",
    ),
    result: swapped(cart, ['return [];', 'return none;']),
  },
  {
    name: 'no end',
    file: cart,
    block: '<<<<<<< SEARCH\nconst limit = 100;\n=======\nconst limit = 10;',
    result: { reason: 'cut' },
  },
  {
    name: 'no middle',
    file: cart,
    block: '<<<<<<< SEARCH\nconst limit = 100;\n>>>>>>> REPLACE',
    result: { reason: 'cut' },
  },
  {
    name: 'the second has no end',
    file: cart,
    block: `${block('const limit = 100;\n', 'const limit = 10;\n')}\n<<<<<<< SEARCH\n  let sum = 0;\n`,
    result: { reason: 'cut' },
  },
  {
    name: 'replaced already',
    file: limited,
    block: block('const limit = 100;\n', 'const limit = 10;\n'),
    result: { reason: 'unchanged' },
  },
  {
    name: 'the same on both sides',
    file: cart,
    block: block('const limit = 100;\n', 'const limit = 100;\n'),
    result: { reason: 'unchanged' },
  },
  {
    name: 'for another file',
    file: cart,
    block: `src/other.ts\n${block('const limit = 100;\n', 'const limit = 10;\n')}`,
    result: { reason: 'other-files' },
  },
  {
    name: 'for two files, of which this is one',
    file: cart,
    block: `src/other.ts\n${block('x\n', 'y\n')}\n\nsrc/cart.ts\n${block('const limit = 100;\n', 'const limit = 10;\n')}`,
    result: limited,
  },
  {
    name: 'equal signs of a heading within',
    file: 'Title\n=====x\nText\n',
    path: 'a.rst',
    block: block('Text\n', 'More\n'),
    result: 'Title\n=====x\nMore\n',
  },
  {
    name: 'quotes that a model made round',
    file: 'say("hello world");\ngo();\n',
    block: block('say(“hello world”);\n', 'say("bye");\n'),
    result: 'say("bye");\ngo();\n',
  },
  {
    name: 'thrice, and the path in it tells',
    file: handlers,
    path: 'app.js',
    block: block(
      "  const rows = await db.all('orders');\n  if (!rows) {\n    return response.status(404).end();\n",
      "  const rows = await db.all('orders');\n  if (!rows) {\n    return response.status(410).end();\n",
    ),
    result: swapped(handlers, [
      "db.all('orders');\n  if (!rows) {\n    return response.status(404)",
      "db.all('orders');\n  if (!rows) {\n    return response.status(410)",
    ]),
  },
];
