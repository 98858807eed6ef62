import * as z from 'zod/mini';
import type { Attachment } from './model/attachment.ts';
import type { ChatEvent, ModelRef, ReadOnly, Transcript } from './model/transcript.ts';
import type { Spent } from './model/usage.ts';

/** The steps an error card, the first-run screen or a panel without its chat offers; the host knows how to take each. */
const action = z.enum([
  'add-key',
  'add-connection',
  'use-demo',
  'use-local',
  'use-environment',
  'use-language-models',
  'pick-model',
  'new-chat',
  'take-over',
  'open-editor',
  'open-sidebar',
  'open-settings',
]);

// #region view to host

const question = z.string().check(z.minLength(1), z.maxLength(1_000_000));

const several = z.optional(z.literal(true));

const fenceName = z.string().check(z.maxLength(40));

/** The turn at the top edge, the block of its answer there, and how many pixels that is scrolled past. */
export const place = z.object({ turn: z.string(), block: z.optional(z.number()), offset: z.number() });

const modelRef = z.object({ connection: z.string(), model: z.string() });

/** Everything the view may say. It is untrusted: the host parses each message and ignores what does not fit. */
export const viewToHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** The keyboard came into the page, or left it: the panel's keys are for there only. */
  z.object({ type: z.literal('focus'), inside: z.boolean() }),
  /** With `several`, the user picks other models that answer side by side with the usual one. */
  z.object({ type: z.literal('send'), text: question, several }),
  /** The user starts to edit a question: its attachments become those of the composer, until the next message of these two. */
  z.object({ type: z.literal('edit'), id: z.string() }),
  z.object({ type: z.literal('edit-cancel') }),
  /** Asks a question of the conversation in this way: what it was, and all after it, becomes another branch. */
  z.object({ type: z.literal('edit-send'), id: z.string(), text: question, several }),
  /** The user picks other models, whose answers stand beside this one. */
  z.object({ type: z.literal('ask-others'), answer: z.string() }),
  /** Goes on with one of several answers. */
  z.object({ type: z.literal('keep'), id: z.string() }),
  /** The same as the events of these names. */
  z.object({ type: z.literal('switch'), to: z.string() }),
  z.object({ type: z.literal('delete'), id: z.string() }),
  z.object({ type: z.literal('restore'), id: z.string() }),
  /** Stops one of several answers, or all that there are. */
  z.object({ type: z.literal('stop'), id: z.optional(z.string()) }),
  /** Ends the wait for a retry or for the provider's limit, of one answer or of all. */
  z.object({ type: z.literal('ask-now'), id: z.optional(z.string()) }),
  /**
   * With a model, one of {@link PanelState.fallbacks} is asked instead of the one that is picked; `pick` lets the user
   * choose. Without `answer` it is the last one.
   */
  z.object({
    type: z.literal('retry'),
    model: z.optional(modelRef),
    answer: z.optional(z.string()),
    pick: z.optional(z.literal(true)),
  }),
  z.object({ type: z.literal('continue'), model: z.optional(modelRef) }),
  z.object({ type: z.literal('pick-model') }),
  z.object({ type: z.literal('attach') }),
  z.object({ type: z.literal('detach'), id: z.string() }),
  /** From now on an attachment of the composer goes along with every question of the chat, or no longer. */
  z.object({ type: z.literal('pin'), id: z.string() }),
  z.object({ type: z.literal('unpin'), id: z.string() }),
  z.object({ type: z.literal('open-attachment'), id: z.string() }),
  /** What could be attached by this name? Answered with `suggestions`. */
  z.object({ type: z.literal('suggest'), query: z.string().check(z.maxLength(200)) }),
  /** Which slash commands begin so? Answered with `suggestions`, too. */
  z.object({ type: z.literal('suggest-commands'), query: z.string().check(z.maxLength(200)) }),
  /** Attaches what was suggested. */
  z.object({ type: z.literal('take'), id: z.string() }),
  /** Files or folders that were dropped, by their address. */
  z.object({
    type: z.literal('attach-files'),
    uris: z.array(z.string().check(z.maxLength(8_000))).check(z.maxLength(50)),
  }),
  /** An image or document that was pasted or dropped, in base64; without it when it is larger than any provider takes. */
  z.object({
    type: z.literal('attach-media'),
    name: z.string().check(z.maxLength(300)),
    mediaType: z.string().check(z.maxLength(40)),
    data: z.optional(z.string().check(z.minLength(1), z.maxLength(7_000_000))),
  }),
  /** What would be sent for this text? With an id, in the place of that question. */
  z.object({
    type: z.literal('show-request'),
    text: z.string().check(z.maxLength(1_000_000)),
    id: z.optional(z.string()),
  }),
  z.object({ type: z.literal('copy'), text: z.string().check(z.maxLength(10_000_000)) }),
  z.object({ type: z.literal('insert'), text: z.string().check(z.maxLength(10_000_000)) }),
  /** `language` is the name that the code's fence gives it. */
  z.object({ type: z.literal('new-file'), text: z.string().check(z.maxLength(10_000_000)), language: fenceName }),
  /** Code for files, for review there: one block, or all of an answer. `file` is what the page shows, `answer` the turn it is in. */
  z.object({
    type: z.literal('apply'),
    blocks: z
      .array(
        z.object({
          text: z.string().check(z.maxLength(10_000_000)),
          language: fenceName,
          file: z.optional(z.string()),
        }),
      )
      .check(z.maxLength(1_000)),
    answer: z.optional(z.string()),
  }),
  /** Into the terminal, to be run by the user. */
  z.object({ type: z.literal('to-terminal'), text: z.string().check(z.maxLength(100_000)) }),
  /** There is code in languages that the page cannot colour yet. Also asks for the theme, and to hear of its changes. */
  z.object({ type: z.literal('colours'), languages: z.array(fenceName).check(z.minLength(1), z.maxLength(50)) }),
  z.object({ type: z.literal('open-link'), url: z.string().check(z.maxLength(8_000)) }),
  /** `value` is the connection for `use-local` and `use-environment`, and the setting for `open-settings`. */
  z.object({ type: z.literal('action'), action, value: z.optional(z.string()) }),
  /** The composer's text, so that a reload of the window does not lose it. */
  z.object({
    type: z.literal('draft'),
    text: z.string().check(z.maxLength(1_000_000)),
    /** See {@link PanelState.draftRevision}. */
    revision: z.number(),
  }),
  /** Where the reader is in a conversation; without a place, at its end. */
  z.object({ type: z.literal('place'), chat: z.string(), place: z.optional(place) }),
]);

export type ViewToHost = z.infer<typeof viewToHost>;
export type Action = z.infer<typeof action>;
export type Place = z.infer<typeof place>;

// #endregion

// #region host to view

/** What the first-run screen can offer. */
export interface Setup {
  /** Some connection can be used. */
  readonly ready: boolean;
  /** Servers found on this machine. */
  readonly local: readonly { readonly connection: string; readonly label: string }[];
  /** Providers whose key stands in the environment the editor was started in. */
  readonly environment: readonly { readonly connection: string; readonly label: string; readonly variable: string }[];
  readonly demo: boolean;
  /** Other extensions offer models through the editor. */
  readonly languageModels?: true;
  /** Connections are set up; only no model of them is picked. */
  readonly models?: true;
}

/** A model as the user knows it: who serves it may be all that tells it from another. */
export interface NamedModel extends ModelRef {
  readonly label: string;
  readonly provider: string;
}

export interface PanelState {
  /** Identifies the conversation: events of another one are dropped. */
  readonly chat: string;
  readonly transcript: Transcript;
  /** Attachments of the question being written. Their `text` is left out here and in `transcript`. */
  readonly attachments: readonly Attachment[];
  readonly setup: Setup;
  readonly model?: { readonly label: string; readonly provider: string };
  /** Who may be asked instead of it, in the user's order. */
  readonly fallbacks?: readonly NamedModel[];
  /** Comes a moment after the rest. */
  readonly context?: ContextUse;
  readonly draft: string;
  /** Counts the changes of the draft, sending it included. The page and the host each keep one: the higher is the newer. */
  readonly draftRevision?: number;
  /** What was asked lately in any chat of the workspace, newest first. */
  readonly recent?: readonly string[];
  /** Where the reader left the conversation, unless at its end. */
  readonly place?: Place;
  /** How long nothing has come of the answer that is being given. */
  readonly quietMs?: number;
  /** Set when the conversation could not be written to disk: what to tell the user. */
  readonly unsaved?: string;
  /** Nothing can be asked: another window writes the conversation, or a later version of Parley wrote it. */
  readonly readOnly?: ReadOnly;
}

/** What goes along with the next question beside its text and attachments, and what the model has room for. */
export interface ContextUse {
  /** Estimated tokens of what was said, and of the instructions. */
  readonly history: number;
  readonly instructions: number;
  /** What the provider counted for the answer before, as a multiple of the estimate for it. */
  readonly scale: number;
  /** Tokens the model reads and writes in one request, and how many of them are kept for the answer; absent when unknown. */
  readonly window?: number;
  readonly answer?: number;
  /** US dollars for a million tokens that it reads; absent when unknown. */
  readonly price?: number;
  readonly spent: Spent;
}

/** Where the keyboard can go in the panel. */
export type Destination = 'previous-turn' | 'next-turn' | 'previous-code' | 'next-code' | 'latest' | 'copy-answer';

/** Something that can be attached, or a slash command. */
export interface Suggestion {
  readonly id: string;
  readonly kind: Attachment['kind'] | 'editors' | 'command';
  readonly label: string;
  /** Where it is, or how much. */
  readonly detail: string;
}

/** How a theme colours what a grammar names; the later rule wins. */
export interface ThemeRule {
  readonly scope: string | readonly string[];
  readonly settings: { readonly foreground?: string | undefined; readonly fontStyle?: string | undefined };
}

/** A TextMate grammar of an extension. */
export interface Grammar {
  readonly scopeName: string;
  readonly injectTo?: readonly string[];
  /** Its rules, as the file has them. */
  readonly rules: {
    readonly patterns: readonly unknown[];
    readonly repository?: unknown;
    readonly injections?: unknown;
    readonly injectionSelector?: string | undefined;
  };
}

/** State comes as one snapshot after `ready`; after that only deltas. Every message is one-way. */
export type HostToView =
  /** An editor tab has the panel now: the view in the sidebar shows no chat until it gets a snapshot. */
  | { readonly type: 'elsewhere' }
  | { readonly type: 'snapshot'; readonly state: PanelState }
  | { readonly type: 'events'; readonly chat: string; readonly events: readonly ChatEvent[] }
  /** Only what has a value: one that is gone takes a snapshot, since `undefined` does not survive the way to the view. */
  | {
      readonly type: 'changed';
      readonly change: Partial<
        Omit<PanelState, 'chat' | 'transcript' | 'draft' | 'draftRevision' | 'place' | 'recent'>
      >;
    }
  /** The token colours of the editor's theme, and again whenever that changes. */
  | { readonly type: 'theme'; readonly rules: readonly ThemeRule[] }
  /** For the languages that the page asked about: the scope of each that has a grammar, and the grammars. */
  | {
      readonly type: 'grammars';
      readonly asked: readonly string[];
      readonly scopes: Readonly<Record<string, string>>;
      readonly grammars: readonly Grammar[];
    }
  /** What can be attached by this name. May come again with more, for the same `query`. */
  | { readonly type: 'suggestions'; readonly query: string; readonly items: readonly Suggestion[] }
  /** The host wants to know what the composer would send: answered with `show-request`. */
  | { readonly type: 'tell-question' }
  /** A key or a command leads there. */
  | { readonly type: 'go'; readonly to: Destination }
  /** The host wants what the composer holds to be sent, to several models: answered with `send` or `edit-send`. */
  | { readonly type: 'send-several' }
  /** Puts the caret into the composer, with this text when given. */
  | { readonly type: 'focus'; readonly text?: string };

// #endregion
