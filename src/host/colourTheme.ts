import { ColorThemeKind, window, workspace } from 'vscode';
import type { ThemeRule } from '../protocol.ts';
import { list, object, text } from '../wire/read.ts';
import { contributors, type Contributor } from './contributions.ts';
import { customRules, themeRules } from './themeRules.ts';

interface Theme {
  readonly path: string;
  readonly contributor: Contributor;
}

/** How a manifest names the four kinds. */
const uiThemes: Record<ColorThemeKind, string> = {
  [ColorThemeKind.Light]: 'vs',
  [ColorThemeKind.Dark]: 'vs-dark',
  [ColorThemeKind.HighContrast]: 'hc-black',
  [ColorThemeKind.HighContrastLight]: 'hc-light',
};

/** The setting that names the theme of a kind where the editor follows the system. */
const preferred: Record<ColorThemeKind, string> = {
  [ColorThemeKind.Light]: 'preferredLightColorTheme',
  [ColorThemeKind.Dark]: 'preferredDarkColorTheme',
  [ColorThemeKind.HighContrast]: 'preferredHighContrastColorTheme',
  [ColorThemeKind.HighContrastLight]: 'preferredHighContrastLightColorTheme',
};

const themesIn = object({
  themes: list(object({ id: text, label: text, uiTheme: text, path: text }, 'label', 'uiTheme', 'path')),
});

/** Settings that decide how code is coloured, besides the change of the theme itself. */
export const themeSettings = ['workbench', 'window', 'editor.tokenColorCustomizations'];

/**
 * The token colours of the theme that the editor shows, with the user's own. Where it cannot be read, or where a theme is
 * only tried out, so that no setting names it, code gets a few colours that every theme hands on to webviews.
 */
export async function activeThemeRules(): Promise<readonly ThemeRule[]> {
  const { kind } = window.activeColorTheme;
  const setting = workspace.getConfiguration('editor').get('tokenColorCustomizations');
  for (const name of namesFor(kind)) {
    const theme = find(name, uiThemes[kind]);
    if (theme === undefined) continue;
    try {
      const rules = await themeRules(theme.path, (path) => theme.contributor.read(path));
      return [...rules, ...customRules(setting, name)];
    } catch {
      break;
    }
  }
  return [...fewColours, ...customRules(setting, '')];
}

/** What the setting of the theme may be overruled by, and in high contrast is: the system's choice is not told. */
function namesFor(kind: ColorThemeKind): readonly string[] {
  const workbench = workspace.getConfiguration('workbench');
  const follows = workspace.getConfiguration('window').get('autoDetectColorScheme') === true;
  const keys = follows ? [preferred[kind], 'colorTheme'] : ['colorTheme', preferred[kind]];
  const names = keys.map((key) => workbench.get(key)).filter((name) => typeof name === 'string');
  // The editor's own themes were once called `Default Dark+` and the like; it still takes those names.
  return names.flatMap((name) => [name, name.replace(/^Default /, '')]);
}

function find(name: string, uiTheme: string): Theme | undefined {
  for (const contributor of contributors()) {
    const themes = themesIn(contributor.contributes)?.themes ?? [];
    const theme = themes.find(({ id, label, uiTheme: own }) => (id ?? label) === name && own === uiTheme);
    if (theme !== undefined) return { path: theme.path, contributor };
  }
  return undefined;
}

const fewColours: readonly ThemeRule[] = [
  ['descriptionForeground', 'comment', 'punctuation.definition.comment'],
  ['debugTokenExpression-string', 'string'],
  ['debugTokenExpression-number', 'constant.numeric'],
  ['debugTokenExpression-boolean', 'constant.language'],
  ['debugTokenExpression-name', 'keyword', 'storage'],
  ['symbolIcon-methodForeground', 'entity.name.function', 'support.function'],
  ['symbolIcon-classForeground', 'entity.name.type', 'entity.name.class', 'support.type', 'support.class'],
].map(([variable = '', ...scope]) => ({ scope, settings: { foreground: `var(--vscode-${variable})` } }));
