import { html, nothing, type TemplateResult } from 'lit/html.js';
import { isRunning } from '../model/transcript.ts';
import type { PanelState } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { chips } from './chips.ts';
import { icon, iconButton } from './controls.ts';
import type { Box } from './recall.ts';
import { listOf, suggestionList } from './suggestionList.ts';
import { lastQuestion, sendBlock } from './composing.ts';
import type { ViewState } from './state.ts';
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
    ${actions.meter?.warning(state) ?? nothing}
    <div class="composer-box">
      ${chips(panel.attachments, { actions, removable: true, pinnable: state.editing === undefined })}
      ${suggestionList(state.completion, actions)}
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
      ${actions.meter?.details(state) ?? nothing}
      <div class="composer-bar">
        ${iconButton({ name: 'attach', label: strings.attach, onClick: () => actions.post({ type: 'attach' }) })}
        ${modelButton(panel, actions)} ${actions.meter?.button(state) ?? nothing}
        ${canStop(panel) ? stopButton(actions) : sendButtons(state, actions)}
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
export function canStop({ transcript, readOnly }: PanelState): boolean {
  return isRunning(transcript) && readOnly === undefined;
}

/** Blocked, they stay in the focus order, and the first says why. Without room for both, the other is a key. */
function sendButtons(state: ViewState, actions: Actions): TemplateResult {
  const block = sendBlock(state);
  const button = ({ name, label, kind, run }: { name: string; label: string; kind: string; run: () => void }) =>
    html`<button
      type="button"
      class="icon-button ${kind}"
      title=${label}
      aria-label=${label}
      aria-disabled=${block === undefined ? 'false' : 'true'}
      @click=${run}
    >
      ${icon(name)}
    </button>`;
  const { submit, submitToSeveral } = actions;
  return html`<span class="send">
    ${button({ name: 'split-horizontal', label: strings.sendSeveral, kind: 'several', run: submitToSeveral })}
    ${button({ name: 'send', label: block ?? strings.send, kind: '', run: submit })}
  </span>`;
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
  const others = event.shiftKey || event.ctrlKey || event.metaKey;
  const plain = !others && !event.altKey;
  if (plain && actions.suggesting.key(event.key)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === 'Enter' && plain) {
    event.preventDefault();
    actions.submit();
  } else if (event.key === 'F2' && plain) {
    event.preventDefault();
    actions.beginEdit();
  } else if (plain) {
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : undefined;
    if (by !== undefined && actions.recall(by, textIn(boxOf(event)))) event.preventDefault();
  } else if (event.key === 'Enter' && event.altKey && !others) {
    event.preventDefault();
    actions.submitToSeveral();
  }
}

/** With something selected, an arrow key leaves the selection first. */
function textIn(box: HTMLTextAreaElement): Box {
  const { value, selectionStart, selectionEnd } = box;
  return { value, caret: selectionStart === selectionEnd ? selectionStart : -1, isWrapped: isWrapped(box) };
}

/** The box does not tell where its rows end; a text that long has certainly more of them than lines. */
function isWrapped(box: HTMLTextAreaElement): boolean {
  const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(box);
  const width = box.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
  const ruler = document.createElement('canvas').getContext('2d');
  if (ruler === null || box.value.length > 10_000) return true;
  ruler.font = font;
  return box.value.split('\n').some((line) => ruler.measureText(line).width > width);
}
