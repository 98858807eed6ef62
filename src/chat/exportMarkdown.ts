import * as l10n from '@vscode/l10n';
import type { ResponseError } from '../model/error.ts';
import type { Citation, FinishReason } from '../model/event.ts';
import { titleOf, type AssistantTurn, type Transcript, type TurnPart, type UserTurn } from '../model/transcript.ts';
import { withoutHiddenText } from './hiddenText.ts';
import { attachmentBlock } from './prompt.ts';
import { fenceState } from './reopenedFence.ts';

/** A conversation to be read and shared: what the panel shows of it, and no more. */
export function exportMarkdown(transcript: Transcript): string {
  const turns = transcript.turns.map((turn) => (turn.role === 'user' ? question(turn) : answer(turn)));
  return `${[heading(1, titleOf(transcript) || l10n.t('Chat')), ...turns].join('\n\n')}\n`;
}

function question({ at, text, attachments }: UserTurn): string {
  const attached = attachments.map((one) => attachmentBlock(one));
  return blocks(heading(2, l10n.t('You')), `*${time(at)}*`, ...attached, closed(text.trim()));
}

function answer(turn: AssistantTurn): string {
  return blocks(
    heading(2, turn.label),
    `*${facts(turn)}*`,
    ...(turn.switches ?? []).map(({ from, to, error }) =>
      note(l10n.t('{0} took over from {1}. {2}', plain(to), plain(from), plain(error.message))),
    ),
    ...turn.parts.map(part),
    sources(turn.citations ?? []),
    ending(turn),
  );
}

/** The id tells more than the label, which is often the same word in another spelling. */
function facts({ at, label, model, usage }: AssistantTurn): string {
  const name = model.model === label ? '' : `${plain(model.model)}, `;
  const asked = `${name}${plain(model.connection)}, ${time(at)}`;
  // What is free may cost nothing without having been counted.
  return usage === undefined || usage.inputTokens + usage.outputTokens === 0
    ? asked
    : l10n.t('{0}, {1} tokens in, {2} out', asked, usage.inputTokens, usage.outputTokens);
}

function part(one: TurnPart): string {
  switch (one.type) {
    case 'text':
    case 'refusal':
      return closed(one.text.trim());
    case 'reasoning':
      return one.text.trim() === '' ? '' : folded(l10n.t('Reasoning'), closed(one.text.trim()));
    case 'tool-call':
      return blocks(l10n.t('Tool call: {0}', code(one.name)), fenced(prettyJson(one.arguments), 'json'));
  }
}

/** The end of the fold must not stand inside it. */
function folded(summary: string, text: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${text.replaceAll(/<(?=\/?(?:details|summary)\b)/gi, '&lt;')}\n\n</details>`;
}

function sources(citations: readonly Citation[]): string {
  if (citations.length === 0) return '';
  const lines = citations.map((citation, index) => `${index + 1}. ${source(citation)}`);
  return blocks(l10n.t('Sources:'), lines.join('\n'));
}

function source({ url, title, quote }: Citation): string {
  const address = webAddress(url);
  const name = plain(title ?? url ?? '');
  const words = quote === undefined ? '' : ` “${plain(quote)}”`;
  return `${address === undefined ? name : `[${name}](<${address}>)`}${words}`.trim();
}

/** What a source says of itself is not ours: only pages of the web become links. */
function webAddress(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? href.replaceAll(/[<>]/g, encodeURIComponent) : undefined;
}

function ending({ finish, error }: AssistantTurn): string {
  if (error !== undefined) return failed(error);
  return finish === undefined ? note(l10n.t('This answer was still being written.')) : note(endings[finish.reason]);
}

const endings: Record<FinishReason, string> = {
  stop: '',
  'tool-calls': '',
  length: l10n.t("The answer was cut off at the model's output limit."),
  filtered: l10n.t('The provider filtered this answer, or the model refused to give it.'),
  aborted: l10n.t('The answer was stopped.'),
};

function failed({ message, detail, status }: ResponseError): string {
  const facts = [status === undefined ? '' : `HTTP ${status}`, detail === undefined ? '' : plain(detail)];
  return note([l10n.t('**Failed:** {0}', plain(message)), ...facts.filter(Boolean)].join(' · '));
}

const note = (text: string): string => (text === '' ? '' : `> ${text}`);

const blocks = (...all: readonly string[]): string => all.filter((block) => block !== '').join('\n\n');

const heading = (level: number, text: string): string => `${'#'.repeat(level)} ${plain(text)}`;

/** In one line, without a meaning in Markdown. */
function plain(text: string): string {
  const line = withoutHiddenText(text).text.replaceAll(/\s+/g, ' ').trim();
  return line.replaceAll(/[\\`*_[\]<>|~]|^(?=[#>+-])/g, '\\$&');
}

/** A text that stopped inside a code block would take all that follows into it. */
function closed(text: string): string {
  const { open } = fenceState(text);
  return open === undefined ? text : `${text}\n${open.marker}`;
}

function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

const code = (name: string): string => `\`${name.replaceAll(/[`\s]+/g, ' ').trim()}\``;

/** The model's own words when they are not JSON. */
function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** In the reader's own time, to the minute. */
function time(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
