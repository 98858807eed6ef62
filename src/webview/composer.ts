import { html, nothing, type TemplateResult } from 'lit/html.js';
import { isRunning } from '../model/transcript.ts';
import type { PanelState } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { chips } from './chips.ts';
import { icon, iconButton } from './controls.ts';
import { listOf, suggestionList } from './suggestionList.ts';
import { lastQuestion, sendBlock, type ViewState } from './state.ts';
import { strings } from './strings.ts';

/** The longest question the protocol takes. */
const maxLength = 1_000_000;

/** Where questions are written. It takes text at any time; only sending waits for a running answer. */
export function composer(state: ViewState, panel: PanelState, actions: Actions): TemplateResult {
  const list = listOf(state.completion);
  const started = panel.transcript.turns.length > 0;
  return html`<form
    class="composer"
    aria-label=${strings.composerArea}
    @submit=${(event: Event) => event.preventDefault()}
  >
    ${
      panel.unsaved === undefined
        ? nothing
        : html`<p class="banner warning">${icon('warning')}<span>${panel.unsaved}</span></p>`
    }
    ${panel.readOnly === undefined ? nothing : readOnlyBanner(panel.readOnly, actions)}
    ${state.editing === undefined ? nothing : editBanner(state.editing.id, panel, actions)}
    ${state.deleted === undefined ? nothing : deletedBanner(state.deleted, actions)}
    <div class="composer-box">
      ${chips(panel.attachments, { actions, removable: true })} ${suggestionList(state.completion, actions)}
      <textarea
        id="question"
        rows="1"
        dir="auto"
        maxlength=${maxLength}
        aria-label=${strings.composer}
        placeholder=${started ? strings.placeholderFollowUp : strings.placeholder}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls=${list.controls}
        aria-activedescendant=${list.active}
        @input=${(event: InputEvent) => onInput(event, actions)}
        @compositionend=${(event: CompositionEvent) => onInput(event, actions)}
        @keyup=${(event: Event) => actions.suggesting.look(boxOf(event).selectionStart)}
        @click=${(event: Event) => actions.suggesting.look(boxOf(event).selectionStart)}
        @blur=${() => actions.suggesting.leave()}
        @keydown=${(event: KeyboardEvent) => onKey(event, actions)}
      ></textarea>
      <div class="composer-bar">
        ${iconButton({ name: 'attach', label: strings.attach, onClick: () => actions.post({ type: 'attach' }) })}
        ${modelButton(panel, actions)} ${canStop(panel) ? stopButton(actions) : sendButton(state, actions)}
      </div>
    </div>
  </form>`;
}

function readOnlyBanner(reason: NonNullable<PanelState['readOnly']>, actions: Actions): TemplateResult {
  const step = (label: string, action: 'take-over' | 'new-chat') =>
    html`<button type="button" class="link-button" @click=${() => actions.post({ type: 'action', action })}>
      ${label}
    </button>`;
  return html`<div class="banner" role="note">
    ${icon('lock')}<span>${strings.readOnly[reason]}</span>
    ${reason === 'elsewhere' ? step(strings.takeOver, 'take-over') : nothing} ${step(strings.newChat, 'new-chat')}
  </div>`;
}

function editBanner(id: string, { transcript }: PanelState, actions: Actions): TemplateResult {
  const isLast = lastQuestion(transcript)?.id === id;
  return html`<div class="banner">
    ${icon('edit')}<span>${isLast ? strings.editingLast : strings.editingEarlier}</span>
    ${iconButton({ name: 'close', label: strings.cancelEditing, onClick: actions.cancelEdit })}
  </div>`;
}

function deletedBanner(id: string, actions: Actions): TemplateResult {
  const undo = () => actions.post({ type: 'restore', id });
  return html`<div class="banner">
    ${icon('trash')}<span>${strings.deleted}</span>
    <button type="button" class="link-button" @click=${undo}>${strings.undo}</button>
  </div>`;
}

function modelButton({ model }: PanelState, actions: Actions): TemplateResult {
  const label = model === undefined ? strings.pickModel : strings.modelButton(model.label, model.provider);
  return html`<button
    type="button"
    class="model-button"
    title=${label}
    aria-label=${label}
    @click=${() => actions.post({ type: 'pick-model' })}
  >
    <span>${model?.label ?? strings.pickModel}</span>${icon('chevron-down')}
  </button>`;
}

/** Only the window that asked can stop the answer. */
function canStop({ transcript, readOnly }: PanelState): boolean {
  return isRunning(transcript) && readOnly === undefined;
}

/** Blocked, it stays in the focus order and says why. */
function sendButton(state: ViewState, actions: Actions): TemplateResult {
  const block = sendBlock(state);
  const label = block ?? strings.send;
  return html`<button
    type="button"
    class="icon-button send"
    title=${label}
    aria-label=${label}
    aria-disabled=${block === undefined ? 'false' : 'true'}
    @click=${actions.submit}
  >
    ${icon('send')}
  </button>`;
}

function stopButton(actions: Actions): TemplateResult {
  const stop = () => actions.post({ type: 'stop' });
  return iconButton({ name: 'debug-stop', label: strings.stop, kind: 'send', onClick: stop });
}

const boxOf = (event: Event) => event.target as HTMLTextAreaElement;

/** What an input method has not finished names nothing yet. */
function onInput(event: InputEvent | CompositionEvent, { suggesting }: Actions): void {
  const { value, selectionStart } = boxOf(event);
  const unfinished = event instanceof InputEvent && event.isComposing;
  suggesting.write(value, unfinished ? undefined : selectionStart);
}

/** Keys that belong to an input method are left to it: Safari reports its last one only by the old code 229. */
function onKey(event: KeyboardEvent, actions: Actions): void {
  if (event.isComposing || event.keyCode === 229) return;
  const plain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain && actions.suggesting.key(event.key)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === 'Enter' && plain) {
    event.preventDefault();
    actions.submit();
  } else if (event.key === 'ArrowUp' && plain && boxOf(event).value === '') {
    event.preventDefault();
    actions.beginEdit();
  }
}
