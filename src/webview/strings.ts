import * as l10n from '@vscode/l10n';
import type { Attachment } from '../model/attachment.ts';
import type { ErrorKind } from '../model/error.ts';
import type { FallbackEvent, ProgressEvent, QueuedEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';
import { locale } from './translations.ts';

const count = new Intl.NumberFormat(locale);

const compact = new Intl.NumberFormat(locale, { notation: 'compact' });

const moment = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' });

/** 132 as "2 min 12 s". */
const span = (seconds: number): string =>
  seconds < 120 ? l10n.t('{0} s', seconds) : l10n.t('{0} min {1} s', Math.floor(seconds / 60), seconds % 60);

const dollars = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 4 });

const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const duration = (ms: number): string =>
  ms < 9_950 ? l10n.t('{0} s', seconds.format(ms / 1_000)) : span(Math.round(ms / 1_000));

const price = (cost: number): string =>
  cost === 0
    ? l10n.t('free')
    : cost < 0.0001
      ? l10n.t('less than ${0}', dollars.format(0.0001))
      : `$${dollars.format(cost)}`;

/** The same to be read out. */
const spokenSpan = (seconds: number): string => (seconds === 1 ? l10n.t('1 second') : l10n.t('{0} seconds', seconds));

/** Short causes for the line that counts down to another try. */
const causes: Partial<Record<ErrorKind, string>> = {
  overloaded: l10n.t('Overloaded.'),
  'rate-limited': l10n.t('Too many requests.'),
  network: l10n.t('No connection.'),
  timeout: l10n.t('No answer in time.'),
  interrupted: l10n.t('The connection broke.'),
};

const cause = (kind: ErrorKind): string => causes[kind] ?? l10n.t('That did not work.');

/** What kept a model, `{0}`, from answering, so that another took over. */
const hindrances: Partial<Record<ErrorKind, string>> = {
  overloaded: l10n.t('{0} was overloaded'),
  'rate-limited': l10n.t('{0} had too many requests'),
  quota: l10n.t('{0} had no quota left'),
  network: l10n.t('{0} could not be reached'),
  timeout: l10n.t('{0} took too long'),
  interrupted: l10n.t('{0} broke off'),
};

type Switch = Pick<FallbackEvent, 'from' | 'to' | 'error'>;

const hindrance = ({ from, error }: Switch): string =>
  (hindrances[error.kind] ?? l10n.t('{0} could not answer')).replace('{0}', () => from);

const selectThenPress = l10n.t({ message: 'Select code, then press', comment: ['A keyboard shortcut follows'] });

/** Everything the panel says, in one place, made once from the sentences of the editor's language. */
export const strings = {
  panel: 'Parley',
  conversation: l10n.t('Conversation'),
  you: l10n.t('You'),
  sending: l10n.t('Sending…'),
  answerOf: (label: string) => l10n.t('Answer of {0}', label),
  jumpToLatest: l10n.t('Jump to latest'),

  composerArea: l10n.t('Ask'),
  composer: l10n.t('Question'),
  placeholder: l10n.t('Ask anything about your code'),
  placeholderFollowUp: l10n.t('Ask a follow-up question'),
  send: l10n.t('Send (Enter)'),
  sendBlockedByAnswer: l10n.t('Wait for the answer to end, or stop it, to send'),
  sendBlockedBySetup: l10n.t('Set up a model first'),
  sendBlockedByReading: l10n.t('This chat can only be read here'),
  sendBlockedByText: l10n.t('Write a question first'),
  stop: l10n.t('Stop (Escape)'),
  suggestions: l10n.t('What can be attached'),
  suggested: (found: number) =>
    found === 1
      ? l10n.t('1 suggestion, arrow keys and Enter to attach')
      : l10n.t('{0} suggestions, arrow keys and Enter to attach', found),
  taken: (label: string) => l10n.t('{0} attached', label),
  commands: l10n.t('Commands'),
  suggestedCommands: (found: number) =>
    found === 1
      ? l10n.t('1 command, arrow keys and Enter to take one')
      : l10n.t('{0} commands, arrow keys and Enter to take one', found),
  commandTaken: (label: string) => l10n.t('{0}: add your own words, or send', label),
  statusRecalled: (text: string) => l10n.t('Earlier question: {0}', text),
  statusRecallEnd: l10n.t('Back to what you were writing.'),
  sendSeveral: l10n.t('Ask several models… (Alt+Enter)'),
  gitDiff: l10n.t('Git diff'),
  gitDiffOf: (name: string) => l10n.t('Git diff, {0}', name),
  terminalOf: (name: string) => l10n.t('Terminal {0}', name),
  problemsOf: (name: string) => l10n.t('{0} problems', name),
  tokens: (tokens: number) => l10n.t('about {0} tokens', count.format(tokens)),
  repeated: (tokens: number) =>
    l10n.t('about {0} tokens: unchanged since it was sent, so its content is not sent again', count.format(tokens)),
  pin: (name: string) => l10n.t('Pin {0} for this chat', name),
  notPinned: l10n.t('Pin for this chat: it goes along with every further question, as it is by then'),
  pinned: l10n.t('Pinned: goes along with every further question of this chat, as it is by then. Press to unpin.'),
  fewTokens: (tokens: number) => compact.format(tokens),
  attach: l10n.t('Attach code, an image or a PDF (or drag it here with Shift held down)'),
  pickModel: l10n.t('Pick a model'),
  modelButton: (label: string, provider: string) => l10n.t('Model: {0} ({1}). Pick another.', label, provider),
  editingLast: l10n.t('Editing your last question. It and its answer stay as another version.'),
  editingEarlier: l10n.t('Editing an earlier question. It and all that came after it stay as another version.'),
  cancelEditing: l10n.t('Cancel (Escape)'),
  editQuestion: l10n.t('Edit and ask again'),
  copyQuestion: l10n.t('Copy question'),
  deleteQuestion: l10n.t('Delete question and answer'),
  deleted: l10n.t('Question and answer deleted.'),
  undo: l10n.t('Undo'),
  quote: l10n.t('Quote'),
  version: (number: number, count: number) => `${number}/${count}`,
  versionOf: {
    user: (number: number, count: number) => l10n.t('Version {0} of {1} of this question', number, count),
    assistant: (number: number, count: number) => l10n.t('Version {0} of {1} of this answer', number, count),
  },
  previousVersion: l10n.t('Previous version'),
  nextVersion: l10n.t('Next version'),
  attachments: l10n.t('Attachments'),
  openAttachment: (name: string) => l10n.t('Open {0}', name),
  removeAttachment: (name: string) => l10n.t('Remove {0}', name),
  lines: ({ start, end }: NonNullable<Attachment['lines']>) => (start === end ? `:${start}` : `:${start}-${end}`),

  waiting: l10n.t('Waiting for the model…'),
  thinking: l10n.t('Thinking…'),
  thought: l10n.t('Thought'),
  refused: l10n.t('The model refused'),
  toolCall: (name: string) => l10n.t('Tool call: {0}', name),
  toolCallCut: (name: string) => l10n.t('Tool call, not complete and not run: {0}', name),
  toolArguments: l10n.t('Arguments'),
  retrying: (kind: ErrorKind, seconds: number, attempt: number) =>
    seconds > 0
      ? l10n.t('{0} Trying again in {1} (retry {2}).', cause(kind), span(seconds), attempt)
      : l10n.t('{0} Trying again now (retry {1}).', cause(kind), attempt),
  loadingModel: (seconds: number) =>
    seconds > 0
      ? l10n.t('The model is being loaded. Asking again in {0}.', span(seconds))
      : l10n.t('The model is being loaded. Asking again now.'),
  waitCard: l10n.t('Waiting'),
  retryNow: l10n.t('Retry now'),
  askAnyway: l10n.t('Ask anyway'),
  cancel: l10n.t('Cancel'),
  queued: (seconds: number | undefined, by: QueuedEvent['by']) => {
    if (seconds === undefined) return l10n.t('Waiting for its turn: other requests to this model go first.');
    return by === 'settings'
      ? l10n.t('Your limit for this minute is used. Asking in {0}.', span(seconds))
      : l10n.t('The provider takes no more requests for now. Asking in {0}.', span(seconds));
  },
  waitingForFirst: (seconds: number) => l10n.t('Waiting for the first word… {0}', span(seconds)),
  waitingForMore: (seconds: number) => l10n.t('Waiting for more… {0}', span(seconds)),
  alive: (seconds: number) =>
    ` · ${seconds === 0 ? l10n.t('still there, last sign of life just now') : l10n.t('still there, last sign of life {0} ago', span(seconds))}`,
  switched: (change: Switch, outcome: 'asking' | 'answered' | 'asked') => {
    const who = hindrance(change);
    if (outcome === 'asking') return l10n.t('{0}; asking {1}', who, change.to);
    return outcome === 'answered'
      ? l10n.t('{0}; {1} answered', who, change.to)
      : l10n.t('{0}; {1} was asked', who, change.to);
  },
  progress: ({ label, done, total }: ProgressEvent) => (label === '' ? l10n.t('{0} of {1}', done, total) : label),
  usage: (usage: Usage) =>
    l10n.t('{0} in · {1} out', count.format(usage.inputTokens), count.format(usage.outputTokens)),
  usageTitle: (usage: Usage) =>
    [
      l10n.t('{0} tokens read by the model', count.format(usage.inputTokens)),
      usage.cacheReadTokens && l10n.t('{0} of them from its cache', count.format(usage.cacheReadTokens)),
      usage.cacheWriteTokens && l10n.t('{0} of them written to its cache', count.format(usage.cacheWriteTokens)),
      l10n.t('{0} tokens written', count.format(usage.outputTokens)),
      usage.reasoningTokens && l10n.t('{0} of them reasoning', count.format(usage.reasoningTokens)),
    ]
      .filter(Boolean)
      .join('\n'),

  firstToken: (ms: number) => l10n.t('{0} to first token', duration(ms)),
  whole: (ms: number) => l10n.t('{0} in all', duration(ms)),
  price,
  priceUnknown: l10n.t('price unknown'),
  uncounted: l10n.t('The provider did not count all of this answer.'),
  writers: (first: string, last: string) => l10n.t('{0}, then {1}', first, last),
  outputLimit: l10n.t('Change the limit'),

  copyAnswer: l10n.t('Copy answer as Markdown'),
  copyCode: l10n.t('Copy'),
  copied: l10n.t('Copied'),
  insertCode: l10n.t('Insert at cursor'),
  applyCode: (file: string | undefined) =>
    file === undefined ? l10n.t('Apply to a file') : l10n.t('Apply to {0}', file),
  codeToNewFile: l10n.t('Open as a new file'),
  codeToTerminal: l10n.t('Paste into the terminal, without running it'),
  code: (language: string, file?: string) => [l10n.t('Code'), language, file].filter(Boolean).join(', '),
  table: l10n.t('Table'),
  formula: l10n.t('Formula'),
  plainText: l10n.t({ message: 'text', comment: ['The language of a code block that names none'] }),
  sources: l10n.t('Sources'),
  moreSources: (more: number) => l10n.t('{0} more', more),
  image: (alt: string) => (alt === '' ? l10n.t('Image') : l10n.t('Image: {0}', alt)),
  taskDone: l10n.t('Done'),
  taskOpen: l10n.t('Not done'),
  toNote: (label: string) => l10n.t('Note {0}', label),
  fromNote: (label: string) => l10n.t('Note {0}, back to the text', label),

  retry: l10n.t('Retry'),
  answerWithAnother: l10n.t('Answer again with another model…'),
  askOthers: l10n.t('Ask other models too…'),
  comparison: (count: number) => l10n.t('{0} answers side by side', count),
  comparisonTabs: l10n.t('Answer shown'),
  keep: l10n.t('Keep this one'),
  keepTitle: l10n.t('Go on with this answer. The others stop, and stay as other versions.'),
  goesOn: l10n.t('Your next question goes on with this one'),
  stopOne: (label: string) => l10n.t('Stop {0}', label),
  ofModel: (label: string, status: string) => `${label}: ${status}`,
  statusKept: (label: string) => l10n.t('The answer of {0} is kept.', label),
  continue: l10n.t('Continue'),
  continueWith: (model: string) => l10n.t('Continue with {0}', model),
  retryWith: (model: string) => l10n.t('Try {0}', model),
  servedBy: (label: string, provider: string) => `${label} (${provider})`,
  cutOff: l10n.t("The answer was cut off at the model's output limit."),
  filtered: l10n.t('The provider filtered this answer, or the model refused to give it.'),
  stopped: l10n.t('Stopped.'),
  empty: l10n.t('The model ended without an answer.'),
  failed: l10n.t('The answer failed'),
  details: l10n.t('Details'),
  status: (status: number) => `HTTP ${status}`,
  limitEnds: (atMs: number) => l10n.t('It takes requests again {0}.', moment.format(atMs)),
  requestId: (id: string) => l10n.t('Request id: {0}', id),
  addKey: l10n.t('Add a key…'),
  newChat: l10n.t('New chat'),
  takeOver: l10n.t('Take over'),
  readOnly: {
    elsewhere: l10n.t('This chat is open in another window.'),
    newer: l10n.t('This chat was written by a newer version of Parley. Update Parley to go on with it.'),
  },
  pickAnotherModel: l10n.t('Pick another model'),

  statusStarted: l10n.t('The model is answering.'),
  statusDeleted: l10n.t('Question and answer are deleted. Undo stands before the question box.'),
  statusRestored: l10n.t('Question and answer are back.'),
  statusVersion: (number: number, count: number) => l10n.t('Version {0} of {1} is shown.', number, count),
  statusFinished: l10n.t('The answer is complete.'),
  statusRetry: (kind: ErrorKind, seconds: number) =>
    seconds === 0
      ? l10n.t('{0} The next try comes now.', cause(kind))
      : l10n.t('{0} The next try comes in {1}.', cause(kind), spokenSpan(seconds)),
  statusQueued: (seconds: number | undefined, by: QueuedEvent['by']) => {
    if (seconds === undefined) return l10n.t('The question waits for its turn.');
    return by === 'settings'
      ? l10n.t('The question waits {0} for your own limit.', spokenSpan(seconds))
      : l10n.t("The question waits {0} for the provider's limit.", spokenSpan(seconds));
  },
  statusAlive: l10n.t('Nothing new yet, but the provider is still there.'),
  statusSaved: l10n.t('The chat is saved again.'),
  statusStopped: l10n.t('The answer was stopped.'),
  statusSwitched: (change: Switch) => l10n.t('{0}. {1} is asked instead.', hindrance(change), change.to),
  statusFailed: (message: string) => l10n.t('The answer failed: {0}', message),
  statusWritable: l10n.t('You can go on with this chat here.'),

  elsewhere: l10n.t('The chat is open in an editor tab.'),
  showTab: l10n.t('Show it'),
  closeTab: l10n.t('Bring it back here'),

  firstRunTitle: l10n.t('Ask any AI, with your own keys'),
  firstRunText: l10n.t('Pick a way in. You can add others later.'),
  noModelTitle: l10n.t('No model is picked'),
  noModelText: l10n.t('Pick one, or take another way in.'),
  pickModelText: l10n.t('From the connections that are set up.'),
  pasteKey: l10n.t('Paste an API key'),
  pasteKeyText: l10n.t(
    'OpenAI, Anthropic, Groq, Mistral, OpenRouter and more. It stays in the secret storage of VS Code.',
  ),
  addConnection: l10n.t('Add a connection'),
  addConnectionText: l10n.t('AWS, Azure, Google Cloud, a server of your own: any provider, step by step.'),
  useLanguageModels: l10n.t('Use the models of VS Code'),
  useLanguageModelsText: l10n.t('Those that your other extensions offer, such as Copilot. No key.'),
  useEnvironment: (label: string) => l10n.t('Use your {0} key', label),
  useEnvironmentText: (variable: string) => l10n.t('Found in {0}. It is read from there, not copied.', variable),
  useLocal: (label: string) => l10n.t('Use {0}', label),
  useLocalText: l10n.t('Found on this machine. Nothing leaves it.'),
  noLocal: l10n.t('No model server was found on this machine (Ollama, LM Studio).'),
  useDemo: l10n.t('Try the demo'),
  useDemoText: l10n.t('Scripted answers from this machine. No key, no network.'),

  /** The keys of the manifest; `key` is the second stroke. */
  chord: (key: string, platform: string) => (platform.startsWith('Mac') ? `⌘K ${key}` : `Ctrl+K ${key}`),
  welcomeTitle: l10n.t('Ask about your code'),
  welcome: [
    { icon: 'list-selection', title: l10n.t('Ask about a selection'), text: selectThenPress, key: 'A' },
    {
      icon: 'book',
      title: l10n.t('Summarize a file'),
      text: l10n.t('Right-click it in the Explorer, or its tab'),
      key: undefined,
    },
    { icon: 'edit', title: l10n.t('Edit in place'), text: selectThenPress, key: 'G' },
    {
      icon: 'attach',
      title: l10n.t('Attach files and more'),
      text: l10n.t('Name them with # or @, paste them, or drag them here with Shift held down'),
      key: undefined,
    },
  ],
} as const;
