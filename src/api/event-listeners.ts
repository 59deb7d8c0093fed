/** Types of listeners: loose for `on`, as the SDK's, strict for `addEventListener`. */

import type { StreamingAvatarEventMap, StreamingEvents } from './events.js';

export interface ListenOptions {
  /** Removes the listener when aborted. */
  signal?: AbortSignal;
}

/** A listener of `addEventListener`. */
export type ListenerOf<SomeEvent> =
  ((event: SomeEvent) => unknown) | { handleEvent(event: SomeEvent): unknown };

/** A listener of `on` and `off`: any shape, also async. */
// oxlint-disable-next-line typescript/no-explicit-any -- pages annotate what they like
export type AnyListener = (...args: any[]) => unknown;

// oxlint-disable-next-line typescript/no-explicit-any -- the SDK's details are `any`, and pages read what they like
type Anything = { readonly [name: string]: any };

/** A detail in which only what is always there is typed strictly: pages don't check for what may be missing. */
type LooseDetail<Detail> = Detail extends MediaStream
  ? MediaStream & Anything
  : Detail extends object
    ? {
        readonly [Name in keyof Detail]-?: IsSure<Detail, Name> extends true
          ? Detail[Name]
          : Anything[string];
      }
    : Anything[string];

// `type` too: pages compare it with plain strings.
type IsSure<Detail, Name extends keyof Detail> = undefined extends Detail[Name]
  ? false
  : Name extends 'type'
    ? false
    : true;

/** What an untyped listener of `on` gets: loose for the SDK's events, also outside `detail`; strict for our own. */
export type HeardEvent<Type extends keyof StreamingAvatarEventMap> = Heard<
  Type,
  StreamingAvatarEventMap[Type]
>;

// The event by a parameter of its own: TypeScript 4.7 narrows a member of the enum to `never` in the branch.
type Heard<Type, SomeEvent> = Type extends `${StreamingEvents}`
  ? SomeEvent extends CustomEvent<infer Detail>
    ? CustomEvent<LooseDetail<Detail>> & Anything
    : never
  : SomeEvent;
