import { swapped, withCarriageReturns, type ApplyCase } from './applyCase.ts';
import { cart, server, shapes } from './files.ts';

const search = '<<<<<<< SEARCH\nconst limit = 100;\n=======\nconst limit = 10;\nconst most = 5;\n>>>>>>> REPLACE';
const limited = swapped(cart, ['const limit = 100;\n', 'const limit = 10;\nconst most = 5;\n']);
const tail = 'first();\nlast();';
const method = '  clear(): void {\n    this.items.length = 0;\n  }';
const cleared = swapped(cart, ['    this.items = [];', '    this.items.length = 0;']);
const german = 'const grüße = "Grüß Gott";\nconst emoji = "👩‍💻";\n// 价格\nconst preis = 5;\n';

/** Line ends, byte order marks, tabs, and characters beyond ASCII: what is not changed stays as it is to the byte. */
export const formCases: readonly ApplyCase[] = [
  {
    name: 'next to a blank line that is not there',
    file: shapes,
    path: 'shapes.py',
    block: '@@ -20,3 +20,4 @@\n \n \n+plain = True\n class Square:\n',
    result: { reason: 'not-found' },
  },
  {
    name: 'Windows line ends, search/replace',
    file: withCarriageReturns(cart),
    block: search,
    result: withCarriageReturns(limited),
  },
  {
    name: 'Windows line ends on both sides',
    file: withCarriageReturns(cart),
    block: withCarriageReturns(search),
    result: withCarriageReturns(limited),
  },
  { name: 'Windows line ends only in the answer', file: cart, block: withCarriageReturns(search), result: limited },
  {
    name: 'Windows line ends, a diff',
    file: withCarriageReturns(cart),
    block: '@@ -9,1 +9,2 @@\n-const limit = 100;\n+const limit = 10;\n+const most = 5;\n',
    result: withCarriageReturns(limited),
  },
  {
    name: 'Windows line ends, a method',
    file: withCarriageReturns(cart),
    block: method,
    result: withCarriageReturns(cleared),
  },
  {
    name: 'Windows line ends, a whole file',
    file: withCarriageReturns(cart),
    block: cleared,
    result: withCarriageReturns(cleared),
  },
  { name: 'a byte order mark in the file', file: `\uFEFF${cart}`, block: search, result: `\uFEFF${limited}` },
  {
    name: 'a byte order mark, and the first line changes',
    file: '\uFEFFone();\ntwo();\n',
    block: '@@ @@\n-one();\n+eins();\n two();\n',
    result: '\uFEFFeins();\ntwo();\n',
  },
  { name: 'a byte order mark in the answer', file: cart, block: `\uFEFF${search}`, result: limited },
  {
    name: 'no line end at the end, a change above',
    file: tail,
    path: 'a.js',
    block: '@@ @@\n-first();\n+second();\n last();\n',
    result: 'second();\nlast();',
  },
  {
    name: 'no line end at the end, the last line changes',
    file: tail,
    path: 'a.js',
    block: '@@ @@\n first();\n-last();\n+end();\n',
    result: 'first();\nend();',
  },
  {
    name: 'no line end at the end, a line is added there',
    file: tail,
    path: 'a.js',
    block: '@@ @@\n last();\n+end();\n',
    result: 'first();\nlast();\nend();',
  },
  { name: 'no line end at the end, a whole file', file: cart.trimEnd(), block: cleared, result: cleared.trimEnd() },
  {
    name: 'several line ends at the end',
    file: `${tail}\n\n\n`,
    path: 'a.js',
    block: '@@ @@\n-last();\n+end();\n',
    result: 'first();\nend();\n\n\n',
  },
  {
    name: 'tabs in the file, spaces in a function',
    file: server,
    path: 'main.go',
    block: 'func (s *Server) Start() error {\n  addr := fmt.Sprint(s.port)\n  return http.ListenAndServe(addr, s)\n}',
    result: swapped(server, ['fmt.Sprintf(":%d", s.port)', 'fmt.Sprint(s.port)']),
  },
  {
    name: 'spaces in the file, tabs in a method',
    file: cart,
    block: '\tclear(): void {\n\t\tthis.items.length = 0;\n\t}',
    result: cleared,
  },
  {
    name: 'spaces in the file, tabs in a diff',
    file: cart,
    block: '@@ @@\n \tclear(): void {\n-\t\tthis.items = [];\n+\t\tthis.items.length = 0;\n \t}\n',
    result: cleared,
  },
  {
    name: 'letters beyond ASCII',
    file: german,
    path: 'a.js',
    block: '@@ @@\n // 价格\n-const preis = 5;\n+const preis = 6;\n',
    result: german.replace('5', '6'),
  },
  {
    name: 'composed letters against taken-apart ones',
    file: german,
    path: 'a.js',
    block: `<<<<<<< SEARCH\n${'const grüße = "Grüß Gott";'.normalize('NFD')}\n=======\nconst grüße = "Hallo";\n>>>>>>> REPLACE`,
    result: german.replace('Grüß Gott', 'Hallo'),
  },
  {
    name: 'an emoji of several parts',
    file: german,
    path: 'a.js',
    block: '@@ @@\n-const emoji = "👩‍💻";\n+const emoji = "🧑‍💻";\n // 价格\n',
    result: german.replace('👩‍💻', '🧑‍💻'),
  },
  {
    name: 'a fixed space in the answer',
    file: cart,
    block: '@@ @@\n-const\u00A0limit = 100;\n+const limit = 10;\n+const most = 5;\n',
    result: limited,
  },
  {
    name: 'a line of 100,000 characters elsewhere',
    file: `${'x'.repeat(100_000)}\nconst a = 1;\n`,
    path: 'a.js',
    block: '@@ @@\n-const a = 1;\n+const a = 2;\n',
    result: `${'x'.repeat(100_000)}\nconst a = 2;\n`,
  },
  {
    name: 'text with dollar signs',
    file: 'a = "$&";\nb = 2;\n',
    path: 'a.js',
    block: '@@ @@\n-a = "$&";\n+a = "$1$$";\n b = 2;\n',
    result: 'a = "$1$$";\nb = 2;\n',
  },
  {
    name: 'white space at the ends of lines that stay',
    file: 'a();   \nb();\t\nc();\n',
    path: 'a.js',
    block: '@@ @@\n a();\n b();\n-c();\n+d();\n',
    result: 'a();   \nb();\t\nd();\n',
  },
];
