import type { Conversation } from './demoConversation.ts';
import { sentMessage, type SentCode } from './demoSentCode.ts';
import { estimateTokens } from './demoTokens.ts';

/** Stands in every answer that is prose, so that nobody takes the demo for a model. */
export const demoNotice = "This is Parley's demo: no model was asked.";

/** What the demo says to a question: a look at everything that was sent, as an inspectable proof that it was. */
export function chatText(conversation: Conversation): string {
  const last = conversation.messages.findLast((message) => message.role === 'user');
  const { question, code } = sentMessage(last?.text ?? '');
  return [
    `**${demoNotice}** Here is what reached it.`,
    question === '' ? '' : quote(question),
    sentTable(conversation),
    earlierText(conversation),
    ...(code.length === 0 ? ['No code was attached.'] : attachmentsText(code)),
    'Ask `help` to see what else the demo can do.',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function sentTable(conversation: Conversation): string {
  const roles = (role: string) => conversation.messages.filter((message) => message.role === role).length;
  return table([
    ['What', 'Sent'],
    ['Model', `\`${conversation.model}\``],
    ['Messages', `${conversation.messages.length} (${roles('user')} from you, ${roles('assistant')} answered)`],
    ['Instructions', conversation.system === '' ? 'none' : count(conversation.system.length, 'character')],
    ['Tokens, about', `${estimateTokens(conversation)}`],
  ]);
}

function earlierText(conversation: Conversation): string {
  const questions = conversation.messages
    .filter((message) => message.role === 'user')
    .slice(0, -1)
    .map((message) => sentMessage(message.text).question.split('\n')[0] ?? '');
  if (questions.length === 0) return '';
  return [
    'Earlier in this chat you asked:',
    questions.map((question) => `- ${shortened(question, 100)}`).join('\n'),
  ].join('\n\n');
}

function attachmentsText(code: readonly SentCode[]): string[] {
  const rows = code.map((piece) => [
    piece.path === '' ? '(unnamed)' : `\`${piece.path}\``,
    piece.lines === '' ? 'all' : piece.lines,
    `${count(lineCount(piece.text), 'line')}, ${count(Buffer.byteLength(piece.text), 'byte')}`,
  ]);
  return [
    table([['Attached', 'Lines', 'Size'], ...rows]),
    ...code.map((piece) => `The first and last line of ${piece.path || 'the attached code'}:\n\n${endsOf(piece)}`),
  ];
}

function endsOf(piece: SentCode): string {
  const lines = piece.text.split('\n').filter((line) => line.trim() !== '');
  const first = lines[0] ?? '';
  return fenced(lines.length > 1 ? `${first}\n${lines.at(-1)}` : first, piece.language);
}

/** A fence longer than any inside, as Markdown wants it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Rows as a Markdown table; the first is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  lines.splice(1, 0, `| ${rows[0]?.map(() => '---').join(' | ')} |`);
  return lines.join('\n');
}

export function lineCount(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}

/** `1 line`, `2 lines`, `1,200 lines`. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`;
}

export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function quote(text: string): string {
  const lines = shortened(text, 600).split('\n');
  return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}
