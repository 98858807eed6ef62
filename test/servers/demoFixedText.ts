import { demoNotice, fenced, table } from './demoChatText.ts';
import type { DemoCommand } from './demoReply.ts';

const commands: readonly (readonly [command: DemoCommand, effect: string])[] = [
  ['think', 'shows its reasoning before the answer'],
  ['long', 'gives an answer that is cut off at the token limit, so that you can continue it'],
  ['refuse', 'declines to answer'],
  ['fail', 'is overloaded twice, then answers: watch the retries'],
  ['error', 'says that your key is not valid'],
  ['drop', 'loses the connection in the middle of the answer'],
  ['help', 'prints this'],
];

/** The demo's own manual. */
export const helpText = [
  `**${demoNotice}** It answers every question by showing what was sent. Say one of these words, in the chat or as the instruction for an edit, and it behaves like a model on such a day:`,
  table([['Say', 'And the demo'], ...commands.map(([command, effect]) => [`\`${command}\``, effect])]),
  '`think` and `long` may be followed by a colon and a question of your own:',
  fenced('think: what does this function return?', 'text'),
  'Edits are made by rule: `rename a to b` renames, `guard` adds a check, `try` wraps the code, and anything else becomes a comment above it. `demo-small` reads at most 8,000 tokens; a key with the word `invalid` in it is refused.',
].join('\n\n');

/** What it "thinks" before an answer. */
export const reasoningText =
  'The question came with everything the panel had gathered. First I count the messages, then I look at the attached code. ' +
  'Nothing here needs a model: the answer follows from what was sent. I will show it as a table, with a code block below.';

export const refusalText = `I can't help with that. ${demoNotice}`;

const stations = [
  'the composer, where the question was typed',
  'the command that gathered the selection',
  'the prompt that joins instructions, history and attachments',
  'the dialect that turns them into one JSON body',
  'the header that carries the key, and nothing else does',
  'the transport that opens the connection',
  'the server, which is this demo',
  'the first event, which ends the wait',
  'the decoder that finds whole events in arbitrary bytes',
  'the fold that adds each piece to the answer',
  'the file on disk that keeps it',
  'the panel that paints it once a frame',
] as const;

/**
 * An answer of more than 900 words. Its sentences are numbered, so that a reader sees at once whether a continuation
 * repeats or loses anything at the seam.
 */
export const longText = [
  `**${demoNotice}** This answer is long on purpose. Follow the numbers: none is missing and none comes twice, also where it was cut off and continued.`,
  ...stations.map(stationText),
  `All ${stations.length * 5} sentences are here. The end.`,
].join('\n\n');

function stationText(station: string, index: number): string {
  const number = (offset: number) => `(${index * 5 + offset})`;
  const next = stations[index + 1] ?? 'the person who reads this';
  return [
    `### ${index + 1}. ${station[0]?.toUpperCase()}${station.slice(1).split(',')[0]}\n\n${number(1)} An answer passes through ${station}.`,
    `${number(2)} What it takes over from the one before it is checked there and handed on unchanged, one piece at a time.`,
    `${number(3)} If anything goes wrong at this point, all that came so far is kept and the rest can be asked for again.`,
    `${number(4)} Nothing waits for the whole answer: as soon as a piece has arrived, it is already on its way further.`,
    `${number(5)} From there it goes to ${next.split(',')[0]}.`,
  ].join(' ');
}
