import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostToShow, linkAddress, webAddress } from '../../../src/webview/links.ts';

describe('what may be a link', () => {
  const refused = [
    'command:workbench.action.terminal.new',
    'vscode://ext/run',
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'blob:https://a.example/1',
    'file:///etc/passwd',
    '\\\\host\\share',
    '//host/path',
    'src/a.ts',
    '#anchor',
    '',
    `https://a.example/${'x'.repeat(8_000)}`,
  ];
  for (const href of refused) {
    it(`not ${JSON.stringify(href.slice(0, 40))}`, () => assert.equal(linkAddress(href), undefined));
  }

  it('a page of the web is http or https', () => {
    assert.deepEqual(
      ['http://a.example/x', 'HTTPS://A.example', 'mailto:me@a.example', 'file:///x', 'x'].map(webAddress),
      ['http://a.example/x', 'https://a.example/', undefined, undefined, undefined],
    );
  });

  it('keeps http, https and mailto', () => {
    assert.deepEqual(['http://a.example/x', 'HTTPS://A.example', 'mailto:me@a.example'].map(linkAddress), [
      'http://a.example/x',
      'https://a.example/',
      'mailto:me@a.example',
    ]);
  });

  it('shows look-alike letters in a host', () => {
    assert.equal(linkAddress('https://аpple.com/'), 'https://xn--pple-43d.com/');
  });
});

describe('a text that names another host', () => {
  const cases: [text: string, address: string, shown: string | undefined][] = [
    ['https://good.example', 'https://evil.example/', 'evil.example'],
    ['good.example', 'https://evil.example/', 'evil.example'],
    ['https://good.example@evil.example', 'https://evil.example/', undefined],
    ['аpple.com', 'https://xn--pple-43d.com/', 'xn--pple-43d.com'],
    ['good.example/path', 'https://good.example/path', undefined],
    ['the docs', 'https://evil.example/', undefined],
    ['me@a.example', 'mailto:me@a.example', undefined],
  ];
  for (const [text, address, shown] of cases) {
    it(`${text} -> ${address}`, () => assert.equal(hostToShow(text, address), shown));
  }
});
