import type { Grammar } from '../protocol.ts';
import { anything, list, object, text, type Found } from '../wire/read.ts';
import type { Contributor } from './contributions.ts';
import { extensionPath } from './extensionPath.ts';
import { parseJsonWithComments } from './jsonWithComments.ts';

/** What the page gets for languages it asked for. */
export interface FoundGrammars {
  /** The scope of the grammar for each name a fence had; a name without one is not here. */
  readonly scopes: Readonly<Record<string, string>>;
  readonly grammars: readonly Grammar[];
}

interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[] | undefined;
  readonly contributor: Contributor;
}

interface Catalogue {
  /** The language for each name that a fence may give it. */
  readonly languages: ReadonlyMap<string, string>;
  readonly byLanguage: ReadonlyMap<string, Contribution>;
  readonly byScope: ReadonlyMap<string, Contribution>;
}

/** Grammars that one language may bring along. Markdown would bring those of every language there is. */
const maxGrammars = 8;

const names = list(text);
const contributed = object({
  languages: list(object({ id: text, aliases: names, extensions: names }, 'id')),
  grammars: list(object({ language: text, scopeName: text, path: text, injectTo: names }, 'scopeName', 'path')),
});
const rulesIn = object(
  { patterns: list(anything), repository: anything, injections: anything, injectionSelector: text },
  'patterns',
);

type Language = NonNullable<Found<typeof contributed>['languages']>[number];

/** Names that models give languages and that no extension knows them by. */
const otherNames: Readonly<Record<string, string>> = {
  shell: 'shellscript',
  console: 'shellscript',
  golang: 'go',
  make: 'makefile',
  node: 'javascript',
  pwsh: 'powershell',
};

/** What the grammars of all extensions say about languages. Files are read only when a language is asked for. */
export class GrammarFiles {
  readonly #catalogue: Catalogue;

  constructor(contributors: readonly Contributor[]) {
    this.#catalogue = catalogueOf(contributors);
  }

  /** The editor's id for the language of a fence. */
  languageId(name: string): string | undefined {
    const { languages } = this.#catalogue;
    const lower = name.toLowerCase();
    return languages.get(lower) ?? (Object.hasOwn(otherNames, lower) ? otherNames[lower] : undefined);
  }

  /** The grammars for the languages of fences, with those that they include or that are injected into them. */
  async find(fences: readonly string[]): Promise<FoundGrammars> {
    const scopes = Object.create(null) as Record<string, string>;
    const grammars = new Map<string, Grammar>();
    for (const name of new Set(fences)) {
      const start = this.#catalogue.byLanguage.get(this.languageId(name) ?? '');
      if (start === undefined) continue;
      await this.#collect(start, grammars);
      if (grammars.has(start.scopeName)) scopes[name] = start.scopeName;
    }
    return { scopes: { ...scopes }, grammars: [...grammars.values()] };
  }

  async #collect(start: Contribution, found: Map<string, Grammar>): Promise<void> {
    const { byScope } = this.#catalogue;
    const queue = [start];
    for (let taken = 0; taken < maxGrammars; taken += 1) {
      const next = queue.shift();
      if (next === undefined) return;
      const grammar = found.get(next.scopeName) ?? (await grammarOf(next));
      if (grammar === undefined) continue;
      found.set(next.scopeName, grammar);
      const injected = [...byScope.values()].filter(({ injectTo }) => injectTo?.includes(next.scopeName));
      const included = includesOf(grammar).flatMap((scope) => byScope.get(scope) ?? []);
      for (const other of [...injected, ...included]) {
        if (!found.has(other.scopeName) && !queue.includes(other)) queue.push(other);
      }
    }
  }
}

function catalogueOf(contributors: readonly Contributor[]): Catalogue {
  const languages: Language[] = [];
  const byLanguage = new Map<string, Contribution>();
  const byScope = new Map<string, Contribution>();
  for (const contributor of contributors) {
    const contributes = contributed(contributor.contributes);
    languages.push(...(contributes?.languages ?? []));
    for (const grammar of contributes?.grammars ?? []) {
      const contribution = { ...grammar, contributor };
      byScope.set(grammar.scopeName, contribution);
      // An extension that is installed later knows a language better than the editor does.
      if (grammar.language !== undefined) byLanguage.set(grammar.language, contribution);
    }
  }
  return { languages: namesOf(languages), byLanguage, byScope };
}

/** An id is surer than an alias, and an alias than the end of a file's name. */
function namesOf(languages: readonly Language[]): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  const add = (name: string, id: string) => {
    const key = name.toLowerCase();
    if (key !== '' && !byName.has(key)) byName.set(key, id);
  };
  for (const { id } of languages) add(id, id);
  for (const { id, aliases } of languages) aliases?.forEach((alias) => add(alias, id));
  for (const { id, extensions } of languages) extensions?.forEach((end) => add(end.replace(/^\./, ''), id));
  return byName;
}

/** A grammar that cannot be read, or that is in the XML format of old, colours nothing. */
async function grammarOf({ contributor, path, scopeName, injectTo }: Contribution): Promise<Grammar | undefined> {
  const place = extensionPath(path);
  if (place === undefined) return undefined;
  try {
    const rules = rulesIn(parseJsonWithComments(await contributor.read(place)));
    return rules === undefined ? undefined : { scopeName, ...(injectTo === undefined ? {} : { injectTo }), rules };
  } catch {
    return undefined;
  }
}

/** The other scopes a grammar names, `text.html.basic` of `text.html.basic#comment` for instance. */
function includesOf({ rules }: Grammar): readonly string[] {
  const included = JSON.stringify(rules).matchAll(/"include":"([^"#$][^"#]*)/g);
  return [...new Set([...included].map(([, scope = '']) => scope))];
}
