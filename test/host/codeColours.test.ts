import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { CodeColours } from '../../src/host/codeColours.ts';
import { activeThemeRules } from '../../src/host/colourTheme.ts';
import type { HostToView, ThemeRule } from '../../src/protocol.ts';
import { until } from './until.ts';

/** What the last rule with this very scope says. */
const colourOf = (rules: readonly ThemeRule[], scope: string) =>
  rules.findLast(({ scope: own, settings }) => settings.foreground !== undefined && [own].flat().includes(scope))
    ?.settings.foreground;

describe('the colours of code', () => {
  let posted: HostToView[];
  let colours: CodeColours;

  const set = (section: string, key: string, value: unknown) =>
    vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
  const showTheme = async (name: string, kind: vscode.ColorThemeKind) => {
    await set('workbench', 'colorTheme', name);
    await until(() => vscode.window.activeColorTheme.kind === kind);
  };

  beforeEach(() => {
    posted = [];
    colours = new CodeColours((message) => posted.push(message));
  });
  afterEach(async () => {
    colours.dispose();
    await set('workbench', 'colorTheme', undefined);
    await set('editor', 'tokenColorCustomizations', undefined);
  });

  for (const [name, kind, keyword] of [
    ['Monokai', vscode.ColorThemeKind.Dark, '#F92672'],
    ['Solarized Light', vscode.ColorThemeKind.Light, '#859900'],
    ['Default High Contrast', vscode.ColorThemeKind.HighContrast, '#569cd6'],
    ['Default High Contrast Light', vscode.ColorThemeKind.HighContrastLight, '#0F4A85'],
  ] as const) {
    test(`are those of ${name}, as the theme's files have them`, async () => {
      await showTheme(name, kind);
      assert.equal(colourOf(await activeThemeRules(), 'keyword')?.toLowerCase(), keyword.toLowerCase());
    });
  }

  test('hold what the user customized, for all themes and for one', async () => {
    await showTheme('Monokai', vscode.ColorThemeKind.Dark);
    await set('editor', 'tokenColorCustomizations', {
      strings: '#010203',
      '[Monokai]': { comments: '#040506' },
      '[Abyss]': { comments: '#070809' },
    });
    await until(async () => colourOf(await activeThemeRules(), 'comment') === '#040506');
    assert.equal(colourOf(await activeThemeRules(), 'string'), '#010203');
  });

  test('go to the page once it asks, and again with each change of the theme', async () => {
    await showTheme('Monokai', vscode.ColorThemeKind.Dark);
    posted.length = 0;
    await colours.send(['ts', 'nobody-knows']);
    assert.deepEqual(
      posted.map(({ type }) => type),
      ['theme', 'grammars'],
    );
    await showTheme('Solarized Light', vscode.ColorThemeKind.Light);
    await until(() => {
      const last = posted.findLast((message) => message.type === 'theme');
      return last !== undefined && colourOf(last.rules, 'keyword') === '#859900';
    });
  });

  test('come with the grammars of the languages that models write', async () => {
    const fences =
      'ts typescript tsx js jsx javascript py python rb go rust rs java kt c cpp c++ cs c# php swift sh bash shell zsh powershell html css scss less json jsonc yaml yml toml xml sql md markdown diff dockerfile lua r make'.split(
        ' ',
      );
    await colours.send(fences);
    const message = posted.find((one) => one.type === 'grammars');
    assert.ok(message?.type === 'grammars');
    // VS Code has no grammar for these two.
    assert.deepEqual(
      fences.filter((fence) => message.scopes[fence] === undefined),
      ['kt', 'toml'],
    );
    assert.equal(message.scopes['ts'], 'source.ts');
    assert.ok(message.grammars.some(({ scopeName, injectTo }) => injectTo !== undefined && scopeName !== ''));
  });
});
