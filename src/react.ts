'use client';
/**
 * `heygen-avatar/react`: the tags as React components. Made for React 18, whose own support ends at attributes, and for
 * server-rendered React 19, whose hydration drops a custom element's properties and events.
 */

import { createComponent } from '@lit/react';
import type { ReactiveElement } from 'lit';
import * as React from 'react';
import { SessionEvents, StreamingEvents } from './api/events.js';
import type { ElementOnlyEventMap, StreamingAvatarEventMap } from './api/events.js';
import { defineControls } from './define.js';
import type * as Controls from './elements/controls.js';
import { HeygenAvatarElement } from './elements/heygen-avatar.js';
import type { HeygenAvatarCaptionsElement } from './elements/captions.js';
import type { HeygenAvatarDisclosureElement } from './elements/disclosure.js';
import type { HeygenAvatarLanguageMenuElement } from './elements/language-menu.js';
import type { HeygenAvatarPushToTalkButtonElement } from './elements/push-to-talk-button.js';
import type { HeygenAvatarStartButtonElement } from './elements/start-button.js';
import type { HeygenAvatarSuggestionsElement } from './elements/suggestions.js';
import type { HeygenAvatarTranscriptElement } from './elements/transcript.js';
import type { HeygenAvatarTranscriptButtonElement } from './elements/transcript-button.js';
import type { HeygenAvatarTimeLeftElement } from './elements/time-left.js';

/** The properties that only report. */
type ReadonlyKey = 'state' | 'sessionId' | 'connectionQuality' | 'mediaStream' | 'transcript';

type OwnKey = Exclude<keyof HeygenAvatarElement, keyof ReactiveElement | ReadonlyKey>;

/** The properties that can be set, without the methods. */
type SettableKey = {
  [Key in OwnKey]: HeygenAvatarElement[Key] extends (...args: never) => unknown ? never : Key;
}[OwnKey];

type PascalCase<Name extends string> = Name extends `${infer Word}_${infer Rest}`
  ? `${Capitalize<Word>}${PascalCase<Rest>}`
  : Capitalize<Name>;

type AvatarEventMap = StreamingAvatarEventMap & ElementOnlyEventMap;

type AvatarEvent<Type extends Event> = Type & { readonly currentTarget: HeygenAvatarElement };

/** The properties of `<heygen-avatar>`. `null` means the default. */
export type HeygenAvatarProperties = {
  [Key in SettableKey]?: HeygenAvatarElement[Key] | null | undefined;
};

/** A prop for each event of `<heygen-avatar>`: `onStreamReady` for `stream_ready`. */
export type HeygenAvatarEventProps = {
  [Type in keyof AvatarEventMap as `on${PascalCase<Type>}`]?:
    ((event: AvatarEvent<AvatarEventMap[Type]>) => void) | undefined;
} & {
  /** Fired when `muted` or `volume` changes. */
  onVolumeChange?: ((event: AvatarEvent<Event>) => void) | undefined;
};

/** The props of `HeygenAvatar`: the element's properties and events, and what every HTML element takes. */
export interface HeygenAvatarProps
  extends
    HeygenAvatarProperties,
    HeygenAvatarEventProps,
    Omit<
      React.HTMLAttributes<HeygenAvatarElement>,
      keyof HeygenAvatarProperties | keyof HeygenAvatarEventProps
    > {}

/** The props of a small element: what every HTML element takes, and the id of an avatar that it isn't in. */
export type HeygenAvatarControlProps<Element extends HTMLElement> = React.HTMLAttributes<Element> & {
  readonly for?: string | undefined;
};

type Component<Props, Element> = React.ForwardRefExoticComponent<Props & React.RefAttributes<Element>>;

const onServer = typeof document === 'undefined';

const events: Record<string, string> = { onVolumeChange: 'volumechange' };
for (const type of [...Object.values(StreamingEvents), ...Object.values(SessionEvents)]) {
  events[`on_${type}`.replaceAll(/_./g, ([, letter = '']) => letter.toUpperCase())] = type;
}

/** Not in a server's HTML: a token is for one session, and autostart would run ahead of the page's listeners. */
const withheld = new Set(['token', 'autostart']);

/** React 18 would write `hidden="false"`, which hides. */
const isPresence = new Set(['hidden', 'inert']);

/** The attributes that a server writes for the props. Objects and functions follow when the page is hydrated. */
function attributesOf(props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    const property = HeygenAvatarElement.elementProperties.get(name);
    if (!property && !(name in HeygenAvatarElement.prototype)) {
      if (name in events || (isPresence.has(name) && !value)) continue;
      attributes[name === 'className' ? 'class' : name] = value;
    } else if (!withheld.has(name) && property?.attribute !== false && isText(value)) {
      const attribute = typeof property?.attribute === 'string' ? property.attribute : name;
      attributes[attribute.toLowerCase()] = value === true ? '' : value;
    }
  }
  return attributes;
}

/** Whether an attribute can say it. Of a boolean, only `true` is written. */
function isText(value: unknown): value is string | number | true {
  return value === true || typeof value === 'string' || typeof value === 'number';
}

const ServerAvatar = React.forwardRef<HeygenAvatarElement, HeygenAvatarProps>((props, _ref) =>
  React.createElement('heygen-avatar', attributesOf(props as Readonly<Record<string, unknown>>)),
);

const PropertiesAndEvents = createComponent({
  react: React,
  tagName: 'heygen-avatar',
  elementClass: HeygenAvatarElement,
  events,
  displayName: 'HeygenAvatarProperties',
}) as Component<HeygenAvatarProps, HeygenAvatarElement>;

const BrowserAvatar = React.forwardRef<HeygenAvatarElement, HeygenAvatarProps>(
  ({ muted, volume, captions, ...props }, ref) => {
    const own = React.useRef<HeygenAvatarElement>(null);
    React.useImperativeHandle(ref, () => own.current!, []);
    useLiveProperty(own, 'muted', muted);
    useLiveProperty(own, 'volume', volume);
    useLiveProperty(own, 'captions', captions);
    return React.createElement(PropertiesAndEvents, { ...props, ref: own });
  },
);

/** Sets a property only when the prop changes: the visitor changes it too, and each render would undo that. */
function useLiveProperty<Name extends 'muted' | 'volume' | 'captions'>(
  own: React.RefObject<HeygenAvatarElement | null>,
  name: Name,
  value: HeygenAvatarElement[Name] | null | undefined,
): void {
  const previous = React.useRef<typeof value>(undefined);
  React.useLayoutEffect(() => {
    if (!own.current || value === previous.current) return;
    previous.current = value;
    own.current[name] = value as HeygenAvatarElement[Name];
  }, [own, name, value]);
}

/** `<heygen-avatar>`. A ref gives the element, with its methods. */
export const HeygenAvatar: Component<HeygenAvatarProps, HeygenAvatarElement> = onServer
  ? ServerAvatar
  : BrowserAvatar;
HeygenAvatar.displayName = 'HeygenAvatar';

function control<Element extends HTMLElement>(
  name: string,
): Component<HeygenAvatarControlProps<Element>, Element> {
  const Control = React.forwardRef<Element, HeygenAvatarControlProps<Element>>(
    ({ className, ...props }, ref) => {
      React.useEffect(() => {
        // Without its code the avatar still plays, and the next one tries again.
        defineControls([`heygen-avatar-${name}`]).catch(() => undefined);
      }, []);
      return React.createElement(`heygen-avatar-${name}`, { ...props, class: className, ref });
    },
  );
  Control.displayName = `HeygenAvatar${`-${name}`.replaceAll(/-./g, ([, letter = '']) => letter.toUpperCase())}`;
  return Control as Component<HeygenAvatarControlProps<Element>, Element>;
}

/** `<heygen-avatar-start-button>` */
export const HeygenAvatarStartButton: Component<
  HeygenAvatarControlProps<HeygenAvatarStartButtonElement>,
  HeygenAvatarStartButtonElement
> = control('start-button');

/** `<heygen-avatar-captions>` */
export const HeygenAvatarCaptions: Component<
  HeygenAvatarControlProps<HeygenAvatarCaptionsElement>,
  HeygenAvatarCaptionsElement
> = control('captions');

/** `<heygen-avatar-captions-button>` */
export const HeygenAvatarCaptionsButton: Component<
  HeygenAvatarControlProps<Controls.HeygenAvatarCaptionsButtonElement>,
  Controls.HeygenAvatarCaptionsButtonElement
> = control('captions-button');

/** `<heygen-avatar-end-button>` */
export const HeygenAvatarEndButton: Component<
  HeygenAvatarControlProps<Controls.HeygenAvatarEndButtonElement>,
  Controls.HeygenAvatarEndButtonElement
> = control('end-button');

/** `<heygen-avatar-interrupt-button>` */
export const HeygenAvatarInterruptButton: Component<
  HeygenAvatarControlProps<Controls.HeygenAvatarInterruptButtonElement>,
  Controls.HeygenAvatarInterruptButtonElement
> = control('interrupt-button');

/** `<heygen-avatar-language-menu>` */
export const HeygenAvatarLanguageMenu: Component<
  HeygenAvatarControlProps<HeygenAvatarLanguageMenuElement> & {
    /** The languages to offer. */
    languages?: HeygenAvatarLanguageMenuElement['languages'] | undefined;
  },
  HeygenAvatarLanguageMenuElement
> = control('language-menu');

/** `<heygen-avatar-microphone-button>` */
export const HeygenAvatarMicrophoneButton: Component<
  HeygenAvatarControlProps<Controls.HeygenAvatarMicrophoneButtonElement>,
  Controls.HeygenAvatarMicrophoneButtonElement
> = control('microphone-button');

/** `<heygen-avatar-push-to-talk-button>` */
export const HeygenAvatarPushToTalkButton: Component<
  HeygenAvatarControlProps<HeygenAvatarPushToTalkButtonElement>,
  HeygenAvatarPushToTalkButtonElement
> = control('push-to-talk-button');

/** `<heygen-avatar-status>` */
export const HeygenAvatarStatus: Component<
  HeygenAvatarControlProps<Controls.HeygenAvatarStatusElement>,
  Controls.HeygenAvatarStatusElement
> = control('status');

/** `<heygen-avatar-suggestions>` */
export const HeygenAvatarSuggestions: Component<
  HeygenAvatarControlProps<HeygenAvatarSuggestionsElement>,
  HeygenAvatarSuggestionsElement
> = control('suggestions');

/** `<heygen-avatar-text-input>` */
export const HeygenAvatarTextInput: Component<
  HeygenAvatarControlProps<Controls.HeygenAvatarTextInputElement>,
  Controls.HeygenAvatarTextInputElement
> = control('text-input');

/** `<heygen-avatar-disclosure>` */
export const HeygenAvatarDisclosure: Component<
  HeygenAvatarControlProps<HeygenAvatarDisclosureElement>,
  HeygenAvatarDisclosureElement
> = control('disclosure');

/** `<heygen-avatar-time-left>` */
export const HeygenAvatarTimeLeft: Component<
  HeygenAvatarControlProps<HeygenAvatarTimeLeftElement>,
  HeygenAvatarTimeLeftElement
> = control('time-left');
/** `<heygen-avatar-transcript>` */
export const HeygenAvatarTranscript: Component<
  HeygenAvatarControlProps<HeygenAvatarTranscriptElement>,
  HeygenAvatarTranscriptElement
> = control('transcript');

/** `<heygen-avatar-transcript-button>` */
export const HeygenAvatarTranscriptButton: Component<
  HeygenAvatarControlProps<HeygenAvatarTranscriptButtonElement>,
  HeygenAvatarTranscriptButtonElement
> = control('transcript-button');

/** `<heygen-avatar-volume>` */
export const HeygenAvatarVolume: Component<
  HeygenAvatarControlProps<Controls.HeygenAvatarVolumeElement>,
  Controls.HeygenAvatarVolumeElement
> = control('volume');
