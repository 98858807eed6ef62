import { html, nothing, type TemplateResult } from 'lit/html.js';
import { attachedFile } from '../model/attachment.ts';
import type { AssistantTurn, Turn, UserTurn } from '../model/transcript.ts';
import type { NamedModel } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { chips } from './chips.ts';
import { confirmCopy } from './codeBlock.ts';
import { icon, iconButton } from './controls.ts';
import { answerFacts } from './footer.ts';
import { notice } from './notice.ts';
import { partsOf } from './parts.ts';
import { sources } from './sources.ts';
import { strings } from './strings.ts';
import { versionSwitch } from './versions.ts';
import { waitPart, type Wait } from './waiting.ts';

interface TurnPlace {
  readonly actions: Actions;
  /** See {@link versionSwitch}. */
  readonly versions: readonly string[] | undefined;
}

/** A question. What changes the conversation is hidden by the styles while that cannot be changed. */
export function userTurn(turn: UserTurn, { actions, versions }: TurnPlace): TemplateResult {
  return html`<article
    class="turn user"
    data-turn=${turn.id}
    data-attached=${attachedFile(turn.attachments) ?? nothing}
    aria-label=${strings.you}
  >
    <h2 class="visually-hidden">${strings.you}</h2>
    ${chips(turn.attachments, { actions })}
    <p class="plain" dir="auto">${turn.text}</p>
    ${versionSwitch(turn, { actions, versions })} ${questionTools(turn, actions)}
  </article>`;
}

function questionTools({ id, text }: UserTurn, actions: Actions): TemplateResult {
  const edit = () => actions.beginEdit(id);
  const remove = () => actions.remove(id);
  return html`<span class="turn-tools">
    ${iconButton({ name: 'edit', label: strings.editQuestion, kind: 'change', onClick: edit })}
    ${copyButton(text, strings.copyQuestion, actions)}
    ${iconButton({ name: 'trash', label: strings.deleteQuestion, kind: 'change', onClick: remove })}
  </span>`;
}

/** A question the host has not confirmed yet. */
export function pendingTurn(text: string): TemplateResult {
  return html`<article class="turn user pending" data-turn="pending" aria-label=${strings.sending}>
    <h2 class="visually-hidden">${strings.you}</h2>
    <p class="plain" dir="auto">${text}</p>
    <p class="waiting">${strings.sending}</p>
  </article>`;
}

/**
 * What stands in the place of a turn that is far from the screen. It holds the text as it was written, so that whoever
 * copies all of a chat, looks for a word or listens to it has it.
 */
export function farTurn(turn: Turn): TemplateResult {
  return html`<article
    class="turn ${turn.role} far"
    data-turn=${turn.id}
    aria-label=${turn.role === 'user' ? strings.you : strings.answerOf(turn.label)}
    .style=${`min-height:${guessedHeight(turn)}px`}
  >
    <h2 class="visually-hidden">${turn.role === 'user' ? strings.you : turn.label}</h2>
    <p class="plain" dir="auto">${textsOf(turn).join('\n\n')}</p>
  </article>`;
}

/** About 50 characters stand in a line of a narrow panel, and lines of code are shorter. */
function guessedHeight(turn: Turn): number {
  const length = textsOf(turn).reduce((sum, text) => sum + text.length, 0);
  const linePx = 20;
  return 60 + Math.ceil(length / 40) * linePx;
}

/** What is folded is not read along with the rest. */
function textsOf(turn: Turn): readonly string[] {
  if (turn.role === 'user') return [turn.text];
  return turn.parts.flatMap((part) => (part.type === 'text' || part.type === 'refusal' ? [part.text] : []));
}

interface AssistantPlace {
  readonly actions: Actions;
  readonly isLast: boolean;
  /** Steps are offered: it is the last one, and its chat can be written here. */
  readonly canAct: boolean;
  /** See {@link versionSwitch}. */
  readonly versions: readonly string[] | undefined;
  /** Who may be asked instead. */
  readonly fallbacks?: readonly NamedModel[] | undefined;
  /** What it waits for, if it waits. */
  readonly wait: Wait | undefined;
  /** What can be done with it beside that, where it is one of several answers. */
  readonly steps?: TemplateResult | typeof nothing;
}

/** An answer: who gives it, its parts, what it waits for or how it ended. */
export function assistantTurn(turn: AssistantTurn, place: AssistantPlace): TemplateResult {
  const { actions, isLast, canAct, versions, wait, fallbacks } = place;
  const running = isLast && turn.finish === undefined && turn.error === undefined;
  return html`<article
    class="turn assistant ${running ? '' : 'ended'}"
    data-turn=${turn.id}
    aria-label=${strings.answerOf(turn.label)}
    aria-busy=${running ? 'true' : 'false'}
  >
    <h2 class="model-label" dir="auto">${turn.label}</h2>
    ${switches(turn)} ${partsOf(turn, running ? 'running' : 'ended')} ${sources(turn.citations ?? [])}
    ${running ? wait && waitPart(wait, turn, actions) : notice(turn, canAct ? actions : undefined, fallbacks)}
    ${running ? nothing : footer(turn, { actions, versions })} ${place.steps ?? nothing}
  </article>`;
}

/** Which models could not answer, and who did: one quiet line each, which opens to the reason. */
function switches(turn: AssistantTurn): readonly TemplateResult[] {
  const all = turn.switches ?? [];
  return all.map((change, index) => {
    const line = strings.switched(change, index === all.length - 1 ? outcome(turn, change.to) : 'asked');
    return html`<details class="fold switch">
      <summary title=${change.error.message}>${icon('arrow-swap')}<span dir="auto">${line}</span></summary>
      <p dir="auto">${change.error.message}</p>
    </details>`;
  });
}

/** What came of the last switch. An answer that another model began does not tell who goes on with it. */
function outcome({ parts, label, finish, error }: AssistantTurn, asked: string): 'asking' | 'answered' | 'asked' {
  if (parts.length > 0) return label === asked ? 'answered' : 'asked';
  return finish === undefined && error === undefined ? 'asking' : 'asked';
}

function footer(turn: AssistantTurn, { actions, versions }: TurnPlace): TemplateResult {
  const text = turn.parts
    .filter((item) => item.type === 'text')
    .map((item) => item.text)
    .join('\n\n');
  const { id } = turn;
  const again = () => actions.post({ type: 'retry', answer: id });
  const askOthers = () => actions.post({ type: 'ask-others', answer: id });
  const withAnother = () => actions.post({ type: 'retry', answer: id, pick: true });
  return html`<parley-apply-all></parley-apply-all>
    <footer class="turn-footer">
      ${versionSwitch(turn, { actions, versions })} ${answerFacts(turn)}
      <span class="turn-actions">
        ${text === '' ? nothing : copyButton(text, strings.copyAnswer, actions)}
        ${iconButton({ name: 'refresh', label: strings.retry, kind: 'change', onClick: again })}
        ${iconButton({ name: 'arrow-swap', label: strings.answerWithAnother, kind: 'change', onClick: withAnother })}
        ${iconButton({ name: 'split-horizontal', label: strings.askOthers, kind: 'change', onClick: askOthers })}
      </span>
    </footer>`;
}

function copyButton(text: string, label: string, actions: Actions): TemplateResult {
  const copy = (event: Event) => {
    actions.post({ type: 'copy', text });
    confirmCopy(event, label);
  };
  return iconButton({ name: 'copy', label, onClick: copy });
}
