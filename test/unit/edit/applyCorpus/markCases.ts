import { swapped, type ApplyCase } from './applyCase.ts';
import { cart, pipeline, shapes, styles } from './files.ts';

/** Diffs whose signs before the lines are not what they should be, which random edits brought to light. */
export const markCases: readonly ApplyCase[] = [
  {
    name: 'no space before lines that stay, and a line that comes',
    file: cart,
    block: `--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -14,3 +14,4 @@\n  let sum = 0;\n  for (const item of items) {\n+    check(item);\n    sum += item.price;\n`,
    result: swapped(cart, ['    sum += item.price;\n', '    check(item);\n    sum += item.price;\n']),
  },
  {
    name: 'no space before lines that stay, and nothing else is indented',
    file: shapes,
    path: 'shapes.py',
    block: '@@ @@\ndef main():\n    print(biggest([Circle(1), Square(2)]))\n+    print("done")\n',
    result: swapped(shapes, [
      '    print(biggest([Circle(1), Square(2)]))\n',
      '    print(biggest([Circle(1), Square(2)]))\n    print("done")\n',
    ]),
  },
  {
    name: 'no space before lines that stay, and four spaces where the file has two',
    file: styles,
    path: 'a.css',
    block: '@@ @@\n    color: white;\n    border: 1px solid #ccc;\n+    margin: 0;\n}\n',
    result: swapped(styles, ['  border: 1px solid #ccc;\n', '  border: 1px solid #ccc;\n  margin: 0;\n']),
  },
  {
    name: 'no space before an item of a list that stays, which looks like one that goes',
    file: pipeline,
    path: 'ci.yml',
    block: '@@ @@\n- uses: actions/checkout@v4\n-- run: npm ci\n+- run: npm install\n',
    result: { reason: 'not-found', lines: [7] },
  },
  {
    name: 'a lone bracket whose depth fits another place',
    file: cart,
    block: `--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ @@\n     }\n+    done();\n`,
    result: { reason: 'ambiguous', lines: [7, 16, 18, 24, 26, 34, 36, 40, 44, 45] },
  },
];
