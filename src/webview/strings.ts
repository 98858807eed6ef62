import type { Attachment } from '../model/attachment.ts';
import type { ErrorKind } from '../model/error.ts';
import type { FallbackEvent, ProgressEvent, QueuedEvent } from '../model/event.ts';
import type { Usage } from '../model/usage.ts';

const count = new Intl.NumberFormat('en');

const compact = new Intl.NumberFormat('en', { notation: 'compact' });

const moment = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' });

/** 132 as "2 min 12 s". */
const span = (seconds: number): string =>
  seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

/** The same to be read out. */
const spokenSpan = (seconds: number): string => (seconds === 1 ? '1 second' : `${seconds} seconds`);

/** Short causes for the line that counts down to another try. */
const causes: Partial<Record<ErrorKind, string>> = {
  overloaded: 'Overloaded.',
  'rate-limited': 'Too many requests.',
  network: 'No connection.',
  timeout: 'No answer in time.',
  interrupted: 'The connection broke.',
};

/** What kept a model from answering, so that another took over. */
const hindrances: Partial<Record<ErrorKind, string>> = {
  overloaded: 'was overloaded',
  'rate-limited': 'had too many requests',
  quota: 'had no quota left',
  network: 'could not be reached',
  timeout: 'took too long',
  interrupted: 'broke off',
};

type Switch = Pick<FallbackEvent, 'from' | 'to' | 'error'>;

const hindrance = ({ from, error }: Switch): string => `${from} ${hindrances[error.kind] ?? 'could not answer'}`;

/** Everything the panel says, in one place, so that it can be translated later. */
export const strings = {
  panel: 'Parley',
  conversation: 'Conversation',
  you: 'You',
  sending: 'Sending…',
  answerOf: (label: string) => `Answer of ${label}`,
  jumpToLatest: 'Jump to latest',

  composerArea: 'Ask',
  composer: 'Question',
  placeholder: 'Ask anything about your code',
  placeholderFollowUp: 'Ask a follow-up question',
  send: 'Send (Enter)',
  sendBlockedByAnswer: 'Wait for the answer to end, or stop it, to send',
  sendBlockedBySetup: 'Set up a model first',
  sendBlockedByReading: 'This chat can only be read here',
  sendBlockedByText: 'Write a question first',
  stop: 'Stop (Escape)',
  suggestions: 'What can be attached',
  suggested: (found: number) =>
    `${found} ${found === 1 ? 'suggestion' : 'suggestions'}, arrow keys and Enter to attach`,
  taken: (label: string) => `${label} attached`,
  gitDiff: 'Git diff',
  gitDiffOf: (name: string) => `Git diff, ${name}`,
  problemsOf: (name: string) => `${name} problems`,
  tokens: (tokens: number) => `about ${count.format(tokens)} tokens`,
  fewTokens: (tokens: number) => compact.format(tokens),
  attach: 'Attach code, an image or a PDF',
  pickModel: 'Pick a model',
  modelButton: (label: string, provider: string) => `Model: ${label} (${provider}). Pick another.`,
  editingLast: 'Editing your last question. It and its answer stay as another version.',
  editingEarlier: 'Editing an earlier question. It and all that came after it stay as another version.',
  cancelEditing: 'Cancel (Escape)',
  editQuestion: 'Edit and ask again',
  copyQuestion: 'Copy question',
  deleteQuestion: 'Delete question and answer',
  deleted: 'Question and answer deleted.',
  undo: 'Undo',
  quote: 'Quote',
  version: (number: number, count: number) => `${number}/${count}`,
  versionOf: {
    user: (number: number, count: number) => `Version ${number} of ${count} of this question`,
    assistant: (number: number, count: number) => `Version ${number} of ${count} of this answer`,
  },
  previousVersion: 'Previous version',
  nextVersion: 'Next version',
  attachments: 'Attachments',
  openAttachment: (name: string) => `Open ${name}`,
  removeAttachment: (name: string) => `Remove ${name}`,
  lines: ({ start, end }: NonNullable<Attachment['lines']>) => (start === end ? `:${start}` : `:${start}-${end}`),

  waiting: 'Waiting for the model…',
  thinking: 'Thinking…',
  thought: 'Thought',
  refused: 'The model refused',
  toolCall: (name: string) => `Tool call: ${name}`,
  toolCallCut: (name: string) => `Tool call, not complete and not run: ${name}`,
  toolArguments: 'Arguments',
  retrying: (kind: ErrorKind, seconds: number, attempt: number) => {
    const when = seconds > 0 ? `Trying again in ${span(seconds)}` : 'Trying again now';
    return `${causes[kind] ?? 'That did not work.'} ${when} (retry ${attempt}).`;
  },
  waitCard: 'Waiting',
  retryNow: 'Retry now',
  askAnyway: 'Ask anyway',
  cancel: 'Cancel',
  queued: (seconds: number | undefined, by: QueuedEvent['by']) => {
    if (seconds === undefined) return 'Waiting for its turn: other requests to this model go first.';
    const why =
      by === 'settings' ? 'Your limit for this minute is used' : 'The provider takes no more requests for now';
    return `${why}. Asking in ${span(seconds)}.`;
  },
  waitingForFirst: (seconds: number) => `Waiting for the first word… ${span(seconds)}`,
  waitingForMore: (seconds: number) => `Waiting for more… ${span(seconds)}`,
  alive: (seconds: number) =>
    ` · still there, last sign of life ${seconds === 0 ? 'just now' : `${span(seconds)} ago`}`,
  switched: (change: Switch, outcome: 'asking' | 'answered' | 'asked') => {
    const then = { asking: `asking ${change.to}`, answered: `${change.to} answered`, asked: `${change.to} was asked` };
    return `${hindrance(change)}; ${then[outcome]}`;
  },
  progress: ({ label, done, total }: ProgressEvent) => (label === '' ? `${done} of ${total}` : label),
  usage: (usage: Usage) => `${count.format(usage.inputTokens)} in · ${count.format(usage.outputTokens)} out`,
  usageTitle: (usage: Usage) =>
    [
      `${count.format(usage.inputTokens)} tokens read by the model`,
      usage.cacheReadTokens && `${count.format(usage.cacheReadTokens)} of them from its cache`,
      usage.cacheWriteTokens && `${count.format(usage.cacheWriteTokens)} of them written to its cache`,
      `${count.format(usage.outputTokens)} tokens written`,
      usage.reasoningTokens && `${count.format(usage.reasoningTokens)} of them reasoning`,
    ]
      .filter(Boolean)
      .join('\n'),

  copyAnswer: 'Copy answer as Markdown',
  copyCode: 'Copy',
  copied: 'Copied',
  insertCode: 'Insert at cursor',
  codeToNewFile: 'Open as a new file',
  codeToTerminal: 'Paste into the terminal, without running it',
  code: (language: string, file?: string) => ['Code', language, file].filter(Boolean).join(', '),
  table: 'Table',
  formula: 'Formula',
  plainText: 'text',
  sources: 'Sources',
  moreSources: (more: number) => `${more} more`,
  image: (alt: string) => (alt === '' ? 'Image' : `Image: ${alt}`),
  taskDone: 'Done',
  taskOpen: 'Not done',
  toNote: (label: string) => `Note ${label}`,
  fromNote: (label: string) => `Note ${label}, back to the text`,

  retry: 'Retry',
  answerWithAnother: 'Answer again with another model…',
  continue: 'Continue',
  continueWith: (model: string) => `Continue with ${model}`,
  retryWith: (model: string) => `Try ${model}`,
  servedBy: (label: string, provider: string) => `${label} (${provider})`,
  cutOff: "The answer was cut off at the model's output limit.",
  filtered: 'The provider filtered this answer, or the model refused to give it.',
  stopped: 'Stopped.',
  empty: 'The model ended without an answer.',
  failed: 'The answer failed',
  details: 'Details',
  status: (status: number) => `HTTP ${status}`,
  limitEnds: (atMs: number) => `It takes requests again ${moment.format(atMs)}.`,
  requestId: (id: string) => `Request id: ${id}`,
  addKey: 'Add a key…',
  newChat: 'New chat',
  takeOver: 'Take over',
  readOnly: {
    elsewhere: 'This chat is open in another window.',
    newer: 'This chat was written by a newer version of Parley. Update Parley to go on with it.',
  },
  pickAnotherModel: 'Pick another model',

  statusStarted: 'The model is answering.',
  statusDeleted: 'Question and answer are deleted. Undo stands before the question box.',
  statusRestored: 'Question and answer are back.',
  statusVersion: (number: number, count: number) => `Version ${number} of ${count} is shown.`,
  statusFinished: 'The answer is complete.',
  statusRetry: (kind: ErrorKind, seconds: number) =>
    `${causes[kind] ?? 'That did not work.'} The next try comes ${seconds === 0 ? 'now' : `in ${spokenSpan(seconds)}`}.`,
  statusQueued: (seconds: number | undefined, by: QueuedEvent['by']) => {
    const limit = by === 'settings' ? 'your own limit' : "the provider's limit";
    return `The question waits ${seconds === undefined ? 'for its turn' : `${spokenSpan(seconds)} for ${limit}`}.`;
  },
  statusAlive: 'Nothing new yet, but the provider is still there.',
  statusSaved: 'The chat is saved again.',
  statusStopped: 'The answer was stopped.',
  statusSwitched: (change: Switch) => `${hindrance(change)}. ${change.to} is asked instead.`,
  statusFailed: (message: string) => `The answer failed: ${message}`,
  statusWritable: 'You can go on with this chat here.',

  firstRunTitle: 'Ask any AI, with your own keys',
  firstRunText: 'Pick a way in. You can add others later.',
  noModelTitle: 'No model is picked',
  noModelText: 'Pick one, or take another way in.',
  pickModelText: 'From the connections that are set up.',
  pasteKey: 'Paste an API key',
  pasteKeyText: 'OpenAI, Anthropic, Groq, Mistral, OpenRouter and more. It stays in the secret storage of VS Code.',
  addConnection: 'Add a connection',
  addConnectionText: 'AWS, Azure, Google Cloud, a server of your own: any provider, step by step.',
  useLanguageModels: 'Use the models of VS Code',
  useLanguageModelsText: 'Those that your other extensions offer, such as Copilot. No key.',
  useEnvironment: (label: string) => `Use your ${label} key`,
  useEnvironmentText: (variable: string) => `Found in ${variable}. It is read from there, not copied.`,
  useLocal: (label: string) => `Use ${label}`,
  useLocalText: 'Found on this machine. Nothing leaves it.',
  noLocal: 'No model server was found on this machine (Ollama, LM Studio).',
  useDemo: 'Try the demo',
  useDemoText: 'Scripted answers from this machine. No key, no network.',

  /** The keys of the manifest; `key` is the second stroke. */
  chord: (key: string, platform: string) => (platform.startsWith('Mac') ? `⌘K ${key}` : `Ctrl+K ${key}`),
  welcomeTitle: 'Ask about your code',
  welcome: [
    { icon: 'list-selection', title: 'Ask about a selection', text: 'Select code, then press', key: 'A' },
    { icon: 'book', title: 'Summarize a file', text: 'Right-click it in the Explorer, or its tab', key: undefined },
    { icon: 'edit', title: 'Edit in place', text: 'Select code, then press', key: 'G' },
  ],
} as const;
