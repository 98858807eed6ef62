import { html, nothing, type TemplateResult } from 'lit/html.js';
import { versionsOf } from '../model/branches.ts';
import type { Transcript, Turn } from '../model/transcript.ts';
import type { Actions } from './actions.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

/** The turns that stand in the place of each other; see `versionsOf`. */
export type Versions = ReturnType<typeof versionsOf>;

/** Reads them again only when there are others: what streams in makes none. */
export function versionsReader(): (transcript: Transcript) => Versions {
  let read: Pick<Transcript, 'links' | 'aside'> = {};
  let versions: Versions = new Map();
  return (transcript) => {
    const { links, aside } = transcript;
    if (links !== read.links || aside !== read.aside) versions = versionsOf(transcript);
    read = transcript;
    return versions;
  };
}

interface Place {
  readonly actions: Actions;
  /** All that stand in the place of this turn, when there are others. */
  readonly versions: readonly string[] | undefined;
}

/** ‹ 2/3 ›: which version of a turn this is, and the way to the others. */
export function versionSwitch(turn: Turn, { actions, versions = [] }: Place): TemplateResult | typeof nothing {
  const index = versions.indexOf(turn.id);
  if (versions.length < 2 || index === -1) return nothing;
  const name = strings.versionOf[turn.role](index + 1, versions.length);
  return html`<span class="versions" role="group" aria-label=${name}>
    ${step({ name: 'chevron-left', label: strings.previousVersion, to: versions[index - 1] }, actions)}
    <span title=${name} aria-hidden="true">${strings.version(index + 1, versions.length)}</span>
    ${step({ name: 'chevron-right', label: strings.nextVersion, to: versions[index + 1] }, actions)}
  </span>`;
}

interface Step {
  readonly name: string;
  readonly label: string;
  /** Without one it stays in the focus order, so that the keyboard keeps its place at the first and the last. */
  readonly to: string | undefined;
}

function step({ name, label, to }: Step, actions: Actions): TemplateResult {
  return html`<button
    type="button"
    class="icon-button change"
    title=${label}
    aria-label=${label}
    aria-disabled=${to === undefined ? 'true' : 'false'}
    @click=${() => to !== undefined && actions.switchTo(to)}
  >
    ${icon(name)}
  </button>`;
}
