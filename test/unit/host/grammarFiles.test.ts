import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GrammarFiles } from '../../../src/host/grammarFiles.ts';

const grammar = (...includes: string[]) => JSON.stringify({ patterns: includes.map((include) => ({ include })) });

/** One extension with a grammar for each file. */
function extension(contributes: unknown, files: Readonly<Record<string, string>> = {}) {
  return {
    contributes,
    read: async (path: string) => {
      const text = Object.hasOwn(files, path) ? files[path] : undefined;
      if (text === undefined) throw new Error(`${path} was asked for`);
      return text;
    },
  };
}

const web = extension(
  {
    languages: [
      { id: 'html', aliases: ['HTML', 'Web page'], extensions: ['.html', '.css'] },
      { id: 'css', extensions: ['.css', '.CSS3'] },
      { id: 'python', aliases: ['Python', 'py'], extensions: ['.py', '.html'] },
      { id: 'nothing' },
      'broken',
    ],
    grammars: [
      { language: 'html', scopeName: 'text.html', path: './html.json' },
      { language: 'css', scopeName: 'source.css', path: './css.json' },
      { language: 'python', scopeName: 'source.python', path: '../outside.json' },
      { scopeName: 'injected', path: './injected.json', injectTo: ['source.css', 7] },
      { language: 'xml', scopeName: 'text.xml', path: './xml.tmLanguage' },
      { language: 'css' },
    ],
  },
  {
    'html.json': grammar('#local', '$self', 'source.css#rules', 'source.css', 'source.unknown'),
    'css.json': `// with a comment\n${grammar('text.html')}`,
    'injected.json': grammar(),
    'xml.tmLanguage': '<plist/>',
  },
);

describe('grammars', () => {
  const files = new GrammarFiles([web]);

  for (const [name, id] of [
    ['html', 'html'],
    ['HTML', 'html'],
    ['web page', 'html'],
    ['css', 'css'],
    ['css3', 'css'],
    ['py', 'python'],
    ['golang', 'go'],
    ['Shell', 'shellscript'],
    ['__proto__', undefined],
    ['constructor', undefined],
    ['', undefined],
  ] as const) {
    test(`the language of a fence “${name}” is ${id}`, () => assert.equal(files.languageId(name), id));
  }

  test('come with what they include and what is injected into them, each once, even in circles', async () => {
    const { scopes, grammars } = await files.find(['html', 'HTML', 'css', 'cobol', '__proto__']);
    assert.deepEqual(scopes, { html: 'text.html', HTML: 'text.html', css: 'source.css' });
    assert.deepEqual(
      grammars.map(({ scopeName, injectTo }) => [scopeName, injectTo]),
      [
        ['text.html', undefined],
        ['source.css', undefined],
        ['injected', ['source.css']],
      ],
    );
    assert.deepEqual(grammars[2]?.rules, { patterns: [] });
  });

  test('outside of the extension, in an old format or missing are none', async () => {
    assert.deepEqual(await files.find(['python', 'xml', 'nothing']), { scopes: {}, grammars: [] });
  });

  test('of an extension that came later are the ones that count', async () => {
    const mine = extension(
      { grammars: [{ language: 'css', scopeName: 'source.mine', path: 'mine.json' }] },
      { 'mine.json': grammar() },
    );
    const { scopes } = await new GrammarFiles([web, extension(null), extension({ grammars: 7 }), mine]).find(['css']);
    assert.deepEqual(scopes, { css: 'source.mine' });
  });

  test('bring along a few others only', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const all = extension(
      { grammars: ['top', ...names].map((name) => ({ language: name, scopeName: name, path: name })) },
      { ...Object.fromEntries(names.map((name) => [name, grammar()])), top: grammar(...names) },
    );
    const known = extension({ languages: [{ id: 'top' }] });
    const { grammars } = await new GrammarFiles([known, all]).find(['top']);
    assert.deepEqual(
      grammars.map(({ scopeName }) => scopeName),
      ['top', 's0', 's1', 's2', 's3', 's4', 's5', 's6'],
    );
  });
});
