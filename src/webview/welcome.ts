import { html, type TemplateResult } from 'lit/html.js';
import type { Action, Setup } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { icon } from './controls.ts';
import { strings } from './strings.ts';

interface Way {
  readonly icon: string;
  readonly title: string;
  readonly text: string;
  readonly action: Action;
  readonly value?: string;
}

const languageModels: Way = {
  icon: 'vscode',
  title: strings.useLanguageModels,
  text: strings.useLanguageModelsText,
  action: 'use-language-models',
};

const otherModels: Way = {
  icon: 'symbol-misc',
  title: strings.pickModel,
  text: strings.pickModelText,
  action: 'pick-model',
};

/** Nothing can answer yet: the ways in. */
export function firstRun(setup: Setup, actions: Actions): TemplateResult {
  const ways: Way[] = [
    ...(setup.models ? [otherModels] : []),
    ...setup.environment.map(({ connection, label, variable }) => ({
      icon: 'terminal',
      title: strings.useEnvironment(label),
      text: strings.useEnvironmentText(variable),
      action: 'use-environment' as const,
      value: connection,
    })),
    { icon: 'key', title: strings.pasteKey, text: strings.pasteKeyText, action: 'add-key' },
    { icon: 'plug', title: strings.addConnection, text: strings.addConnectionText, action: 'add-connection' },
    ...setup.local.map(({ connection, label }) => ({
      icon: 'server',
      title: strings.useLocal(label),
      text: strings.useLocalText,
      action: 'use-local' as const,
      value: connection,
    })),
    ...(setup.languageModels ? [languageModels] : []),
  ];
  const demo: Way = { icon: 'beaker', title: strings.useDemo, text: strings.useDemoText, action: 'use-demo' };
  return html`<section class="welcome">
    <h2>${setup.models ? strings.noModelTitle : strings.firstRunTitle}</h2>
    <p>${setup.models ? strings.noModelText : strings.firstRunText}</p>
    ${ways.map((way) => wayButton(way, actions))}
    ${setup.local.length === 0 ? html`<p class="hint">${icon('server')}<span>${strings.noLocal}</span></p>` : ''}
    ${setup.demo ? wayButton(demo, actions) : ''}
  </section>`;
}

/** An empty conversation: what one can do here. */
export function emptyChat(): TemplateResult {
  return html`<section class="welcome">
    <h2>${strings.welcomeTitle}</h2>
    <ul class="abilities">
      ${strings.welcome.map(
        (ability) =>
          html`<li>
            ${icon(ability.icon)}<span
              ><strong>${ability.title}</strong><br />${ability.text}
              ${ability.key === undefined ? '' : html`<kbd>${strings.chord(ability.key, navigator.platform)}</kbd>`}</span
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

/** The view in the sidebar, while an editor tab has the chat. */
export function elsewhere({ post }: Actions): TemplateResult {
  const step = (label: string, kind: string, action: Action) =>
    html`<button type="button" class=${kind} @click=${() => post({ type: 'action', action })}>${label}</button>`;
  return html`<main id="turns">
    <section class="welcome">
      <h1>${strings.elsewhere}</h1>
      <div class="steps">
        ${step(strings.showTab, 'button', 'open-editor')} ${step(strings.closeTab, 'link-button', 'open-sidebar')}
      </div>
    </section>
  </main>`;
}

function wayButton({ icon: name, title, text, action, value }: Way, actions: Actions): TemplateResult {
  const take = () => actions.post({ type: 'action', action, ...(value === undefined ? {} : { value }) });
  return html`<button type="button" class="way" @click=${take}>
    ${icon(name)}<span><strong>${title}</strong><br />${text}</span>
  </button>`;
}
