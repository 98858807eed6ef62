import { commands, l10n, ProgressLocation, window } from 'vscode';
import { sleep, systemClock } from '../llm/clock.ts';
import { fieldsIn, type Probe } from '../llm/probe.ts';
import { remediesFor, type RemedyStep } from '../llm/remedies.ts';
import type { Field } from '../llm/provider.ts';
import { isLoopback } from '../llm/url.ts';
import type { StreamEvent } from '../model/event.ts';
import { language } from '../model/language.ts';
import type { Respond } from '../model/message.ts';
import type { Connection } from '../providers/connections.ts';
import { addressNeed } from '../providers/draft.ts';
import { withSignal } from './cancellation.ts';
import type { Attempt, Log } from './log.ts';
import { ownWords } from './ownWords.ts';

export interface ConnectionTestsOptions {
  readonly attempt: Attempt;
  readonly log: Pick<Log, 'info' | 'error' | 'show'>;
  probe(connection: Connection, signal: AbortSignal): Promise<Probe>;
  respond(connection: Connection): Respond;
  /** Lets the user correct a field, or the address; undefined when nothing was changed. */
  edit(connection: Connection, field: Field | undefined): Promise<Connection | undefined>;
  /** Gives a connection another address without asking. */
  move(connection: Connection, baseUrl: string): Promise<Connection | undefined>;
  replaceKey(connection: Connection): Promise<void>;
  pickModel(): Promise<unknown>;
}

/** A button below the outcome of a test. */
interface Button {
  readonly label: string;
  run(): unknown;
}

/** What went wrong, and what may be to blame. */
interface Trouble {
  readonly error: Parameters<typeof remediesFor>[0];
  readonly suspects: readonly Field[];
  /** The server is on this machine. */
  readonly isHere?: boolean;
}

/** What to do with a connection once it is known to work. */
type Then = (connection: Connection) => Promise<void>;

/** Tries connections and says what came of it, with the step that helps. */
export class ConnectionTests {
  readonly #options: ConnectionTestsOptions;

  constructor(options: ConnectionTestsOptions) {
    this.#options = options;
  }

  /** Resolves when the outcome shows; `then` follows a success, also one that takes a correction first. */
  async run(connection: Connection, then?: Then): Promise<void> {
    const outcome = await this.#probe(connection);
    if (outcome === undefined)
      return this.#tell('warning', l10n.t('{0} was not tested to the end.', connection.label), [
        this.#again(connection, then),
      ]);
    this.#note(connection, outcome);
    if (outcome.outcome === 'fails') return this.#explain(connection, outcome, then);
    const isTested = outcome.outcome === 'works';
    const ask = { label: l10n.t('Ask It a Word'), run: () => this.#ask(connection, outcome) };
    // Without a button, the editor would cut the text off after a line.
    const pick = { label: l10n.t('Pick a Model…'), run: () => this.#options.pickModel() };
    const text = isTested ? success(connection, outcome) : untested(connection, outcome.url);
    this.#tell('information', text, [isTested ? pick : ask]);
    await then?.(connection);
  }

  async #probe(connection: Connection): Promise<Probe | undefined> {
    return this.#withProgress(l10n.t('Testing {0}…', connection.label), (signal) =>
      this.#options.probe(connection, signal),
    );
  }

  /** Undefined when the user did not wait for it. What is quick shows no progress, which would make messages jump. */
  async #withProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const controller = new AbortController();
    const { signal } = controller;
    const result = work(signal).then((value) => (signal.aborted ? undefined : value));
    const quick = result.then(() => true);
    if (await Promise.race([quick, sleep(systemClock, quickMs, { signal }).then(() => false)])) return result;
    return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_, token) =>
      withSignal(token, (cancelled) => {
        if (cancelled.aborted) controller.abort();
        cancelled.addEventListener('abort', () => controller.abort(), { once: true });
        return result;
      }),
    );
  }

  async #explain(connection: Connection, { url, error }: Probe & { outcome: 'fails' }, then?: Then): Promise<void> {
    const better = await this.#betterAddress(connection, error.kind);
    if (better !== undefined) {
      const use = async () => {
        const moved = await this.#options.move(connection, better);
        if (moved !== undefined) await this.run(moved, then);
      };
      const text = l10n.t('Nothing useful is at {0}, but {1} answers.', connection.baseUrl, better);
      return this.#tell('warning', text, [{ label: l10n.t('Use That Address'), run: use }]);
    }
    const suspects = fieldsIn(url, connection);
    const made = suspects.map((field) => l10n.t('{0} “{1}”', field.label, connection.values?.[field.id] ?? ''));
    const hint =
      suspects.length > 0 && error.kind !== 'unauthorized'
        ? l10n.t('The address is made from {0}.', new Intl.ListFormat(language()).format(made))
        : '';
    // Without an answer nor a try at the network, the request could not even be made.
    const isAsked = error.status !== undefined || !['no-key', 'unauthorized'].includes(error.kind);
    const asked = isAsked ? l10n.t('(Asked: {0})', url) : '';
    const text = [error.message, hint, ownWords(error), asked].filter(Boolean).join(' ');
    this.#tell('error', text, this.#buttons(connection, { error, suspects, isHere: isLoopback(url) }, then));
  }

  #buttons(connection: Connection, { error, suspects, isHere = false }: Trouble, then?: Then): readonly Button[] {
    const remedies = remediesFor(error);
    // No proxy stands before a server of this machine; most likely it is not running yet.
    const isOff = isHere && remedies.settings.includes('http.proxy');
    const { steps, settings } = isOff ? { steps: ['again', 'edit'] as const, settings: [] } : remedies;
    const [suspect] = suspects;
    const ways: Readonly<Record<RemedyStep, Button>> = {
      edit: {
        label: suspect === undefined ? l10n.t('Edit Address…') : l10n.t('Edit {0}…', suspect.label),
        run: async () => {
          const changed = await this.#options.edit(connection, suspect);
          if (changed !== undefined) await this.run(changed, then);
        },
      },
      secret:
        connection.login === undefined
          ? { label: l10n.t('Replace Key…'), run: () => this.#options.replaceKey(connection) }
          : { label: l10n.t('Try Again'), run: () => this.run(connection, then) },
      model: { label: l10n.t('Name a Model…'), run: () => this.#options.pickModel() },
      again: this.#again(connection, then),
    };
    const open = {
      label: settings.length > 1 ? l10n.t('Open Settings') : l10n.t('Open {0}', settings.join()),
      run: () => commands.executeCommand('workbench.action.openSettings', `@id:${settings.join(',')}`),
    };
    const { provider, baseUrl, values = {} } = connection;
    // The address of a provider of its own is not the user's to correct.
    const isProviders = baseUrl === (provider.baseUrl ?? provider.baseUrlFrom?.(values));
    const canEdit = suspect !== undefined || !isProviders || provider.local;
    return [
      ...steps.filter((step) => step !== 'edit' || canEdit).map((step) => ways[step]),
      ...(settings.length === 0 ? [] : [open]),
      { label: l10n.t('Show Log'), run: () => this.#options.log.show() },
    ];
  }

  #again(connection: Connection, then?: Then): Button {
    return { label: l10n.t('Test Again'), run: () => this.run(connection, then) };
  }

  /** Most servers have their version in the address, and people leave it out. */
  async #betterAddress(connection: Connection, kind: string): Promise<string | undefined> {
    const { provider, baseUrl } = connection;
    const isOfUser = addressNeed(provider) === 'required';
    if (!isOfUser || !['not-found', 'bad-response', 'bad-request'].includes(kind) || /\/v\d/.test(baseUrl))
      return undefined;
    const better = `${baseUrl.replace(/\/$/, '')}/v1`;
    const outcome = await this.#probe({ ...connection, baseUrl: better });
    return outcome?.outcome === 'works' ? better : undefined;
  }

  /** The one test that costs something, and only at the user's word. */
  async #ask(
    connection: Connection,
    { models }: { readonly models: readonly { readonly id: string }[] },
  ): Promise<void> {
    const [model] = models;
    if (model === undefined) return;
    const request = { model: model.id, messages: [{ role: 'user', text: 'Say OK.' }], maxOutputTokens: 16 } as const;
    const last = await this.#withProgress(l10n.t('Asking {0}…', model.id), async (signal) => {
      let event: StreamEvent | undefined;
      for await (event of this.#options.respond(connection)(request, signal));
      return event;
    });
    if (last?.type === 'finish')
      return this.#tell('information', l10n.t('{0} works: {1} answered.', connection.label, model.id), []);
    if (last?.type !== 'error') return;
    const { error } = last;
    this.#note(connection, { outcome: 'fails', url: connection.baseUrl, error });
    this.#tell('error', error.message, this.#buttons(connection, { error, suspects: [] }));
  }

  /** An error with buttons stays until it has been read; the others leave after a few seconds. */
  #tell(severity: keyof typeof shows, text: string, buttons: readonly Button[]): void {
    const show = shows[severity];
    void this.#options.attempt(async () => {
      const label = await show(text, ...buttons.map((button) => button.label));
      await buttons.find((button) => button.label === label)?.run();
    });
  }

  #note({ label }: Connection, outcome: Probe): void {
    const { log } = this.#options;
    const line = `Test of ${label}: GET ${outcome.url}: ${outcome.outcome}`;
    if (outcome.outcome !== 'fails') return log.info(line);
    const { kind, message, status, detail, requestId } = outcome.error;
    log.error([line, kind, status, message, detail, requestId].filter(Boolean).join('. '));
  }
}

const shows = {
  information: (text: string, ...buttons: string[]) => window.showInformationMessage(text, ...buttons),
  warning: (text: string, ...buttons: string[]) => window.showWarningMessage(text, ...buttons),
  error: (text: string, ...buttons: string[]) => window.showErrorMessage(text, ...buttons),
};

/** Nobody could cancel anything sooner. */
const quickMs = 500;

const namesShown = 3;

function success({ label }: Connection, { url, latencyMs, models }: Probe & { outcome: 'works' }): string {
  const names = models.slice(0, namesShown).map((model) => model.label ?? model.id);
  const more = models.length > namesShown ? ', …' : '';
  const count = models.length === 1 ? l10n.t('1 model') : l10n.t('{0} models', models.length);
  const list = names.length === 0 ? count : l10n.t('{0}: {1}', count, `${names.join(', ')}${more}`);
  return l10n.t('{0} works. {1} answered in {2} ms with {3}', label, url, Math.round(latencyMs), list);
}

const untested = ({ label }: Connection, url: string): string =>
  l10n.t('{0} is set up, but cannot be tested without asking a model. Questions will go to {1}', label, url);
