import { commands, window, workspace, type SymbolInformation } from 'vscode';
import { symbolIn } from './attachments.ts';
import { closeness } from './closeness.ts';
import type { Offer } from './suggestions.ts';
import { kindName, plainName, symbolsOf } from './symbols.ts';

const mostSymbols = 8;

type Named = Pick<SymbolInformation, 'name' | 'kind' | 'location'>;

/** The symbols of the file in sight and of the workspace that fit a name, each with its kind and place. */
export async function symbolOffers(query: string): Promise<readonly Offer[]> {
  const [here, everywhere] = await Promise.all([symbolsInSight(), query.length < 2 ? [] : symbolsNamed(query)]);
  const found = [...here, ...everywhere].flatMap((symbol, at) => {
    const name = plainName(symbol.name);
    const close = closeness(query, name);
    return close === undefined ? [] : [{ ...symbol, name, close, far: at < here.length ? 0 : 1 }];
  });
  const offers = found
    .toSorted((a, b) => a.close - b.close || a.far - b.far || a.name.length - b.name.length)
    .map(offerOf);
  return [...new Map(offers.map((offer) => [offer.id, offer])).values()].slice(0, mostSymbols);
}

function offerOf({ name, kind, location: { uri, range } }: Named): Offer {
  const place = `${workspace.asRelativePath(uri)}:${range.start.line + 1}`;
  return {
    id: `symbol ${uri.toString()} ${range.start.line} ${name}`,
    kind: 'symbol',
    label: name,
    detail: [kindName(kind), place].filter(Boolean).join(' · '),
    attach: async () => [await symbolIn(await workspace.openTextDocument(uri), name, range)],
  };
}

async function symbolsInSight(): Promise<readonly Named[]> {
  const uri = (window.activeTextEditor ?? window.visibleTextEditors[0])?.document.uri;
  if (uri === undefined) return [];
  return (await symbolsOf(uri)).map(({ name, kind, range }) => ({ name, kind, location: { uri, range } }));
}

/** Language servers answer or refuse as they like; without one there are none. */
async function symbolsNamed(query: string): Promise<readonly Named[]> {
  try {
    return (
      (await commands.executeCommand<SymbolInformation[] | undefined>(
        'vscode.executeWorkspaceSymbolProvider',
        query,
      )) ?? []
    );
  } catch {
    return [];
  }
}
