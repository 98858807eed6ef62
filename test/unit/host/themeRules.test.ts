import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { customRules, themeRules } from '../../../src/host/themeRules.ts';

/** Reads from an extension that holds these files; anything else is not there. */
const from = (files: Readonly<Record<string, string>>) => async (path: string) => {
  const text = Object.hasOwn(files, path) ? files[path] : undefined;
  if (text === undefined) throw new Error(`${path} was asked for`);
  return text;
};
const rule = (scope: string | string[], foreground: string) => ({ scope, settings: { foreground } });
const theme = (parts: object) => JSON.stringify(parts);

describe('the rules of a theme', () => {
  test('come after those of what it includes, file by file', async () => {
    const read = from({
      'themes/top.json': theme({ include: './base/middle.json', tokenColors: [rule('a', '#111')] }),
      'themes/base/middle.json': theme({ include: '../../root.json', tokenColors: [rule('a', '#222222')] }),
      'root.json': theme({ tokenColors: [rule(['a', 'b'], '#33333344')] }),
    });
    assert.deepEqual(await themeRules('./themes/top.json', read), [
      rule(['a', 'b'], '#33333344'),
      rule('a', '#222222'),
      rule('a', '#111'),
    ]);
  });

  test('are read past comments, trailing commas and a byte order mark, and strings keep what looks like one', async () => {
    const text = `\uFEFF// Mine
{
  /* "tokenColors": [], */
  "name": "say \\"// no\\" /* at all */,]", // , }
  "tokenColors": [{ "scope": "a//b, c", "settings": { "foreground": "#abc", }, }, ],
}`;
    assert.deepEqual(await themeRules('t.json', from({ 't.json': text })), [rule('a//b, c', '#abc')]);
  });

  test('that do not fit are left out, and what is no colour is no colour', async () => {
    const tokenColors = [
      { settings: { foreground: '#ffffff' } },
      { scope: 'a', settings: { foreground: 'url(https://evil.example)', fontStyle: 'bold;color:red' } },
      { scope: 'b', settings: { foreground: '#12345', fontStyle: 'italic  bold' } },
      { scope: 7, settings: { foreground: '#fff' } },
      { scope: ['c', 8, {}], settings: { foreground: '#FFF', background: '#000' } },
      { scope: 'd', settings: { fontStyle: '' } },
      'e',
      null,
    ];
    assert.deepEqual(await themeRules('t.json', from({ 't.json': theme({ tokenColors }) })), [
      { scope: 'b', settings: { fontStyle: 'italic  bold' } },
      { scope: ['c'], settings: { foreground: '#FFF' } },
      { scope: 'd', settings: { fontStyle: '' } },
    ]);
  });

  for (const [what, path, files] of [
    ['circles', 'a.json', { 'a.json': theme({ include: './b.json' }), 'b.json': theme({ include: './a.json' }) }],
    ['leads out of the extension', '../other/a.json', { 'a.json': '{}' }],
    ['includes what is outside', 'a.json', { 'a.json': theme({ include: '../../../etc/passwd' }) }],
    ['includes what is outside, the Windows way', 'x/a.json', { 'x/a.json': theme({ include: '..\\..\\b.json' }) }],
    ['includes what is missing', 'a.json', { 'a.json': theme({ include: './b.json' }) }],
    ['is broken', 'a.json', { 'a.json': '{ "tokenColors": [' }],
    ['is a list', 'a.json', { 'a.json': '[]' }],
    ['has its colours in an XML file', 'a.json', { 'a.json': theme({ tokenColors: './colours.tmTheme' }) }],
  ] as const) {
    test(`are none where a theme ${what}`, () => assert.rejects(themeRules(path, from(files))));
  }
});

describe('the customizations of the user', () => {
  const setting = {
    comments: '#111111',
    strings: { foreground: '#222222', fontStyle: 'italic' },
    keywords: 'red',
    toString: '#999999',
    textMateRules: [rule('all', '#333333'), { scope: 'broken' }],
    '[Dark+]': { textMateRules: [rule('dark', '#444444')] },
    '[Light*][*Night*]': { numbers: '#555555' },
    '[__proto__]': { textMateRules: [rule('proto', '#666666')] },
    '[*a*a*a*a*a*a*a*a*b]': { comments: '#777777' },
  };
  const general = [
    rule(['comment', 'punctuation.definition.comment'], '#111111'),
    { scope: ['string', 'meta.embedded.assembly'], settings: { foreground: '#222222', fontStyle: 'italic' } },
    rule('all', '#333333'),
  ];
  const numbers = rule(['constant.numeric'], '#555555');

  for (const [name, more] of [
    ['Monokai', []],
    ['Dark+', [rule('dark', '#444444')]],
    ['Light Owl', [numbers]],
    ['My Night Owl', [numbers]],
    ['__proto__', [rule('proto', '#666666')]],
    ['constructor', []],
    ['a'.repeat(50_000), []],
    ['(.*)+[Dark+]', []],
  ] as const) {
    test(`for ${name.slice(0, 20)}`, () => assert.deepEqual(customRules(setting, name), [...general, ...more]));
  }

  for (const value of [undefined, null, 'x', [], 7, { '[Dark+]': 7, textMateRules: {} }]) {
    test(`that make no sense count for nothing: ${JSON.stringify(value)}`, () =>
      assert.deepEqual(customRules(value, 'Dark+'), []));
  }
});
