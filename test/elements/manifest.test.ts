// What custom-elements.json promises of each tag exists: parts, slots, custom properties, events, states, attributes.
import { expect, html } from '@open-wc/testing';
import { CSSResult, type CSSResultGroup } from 'lit';
import { SessionEvents, StreamingEvents } from '../../src/api/events.js';
import { defineControls } from '../../src/define.js';
import * as classes from '../../src/elements.js';
import { sessionStyles } from '../../src/elements/session-styles.js';
import { liveFixture, scenes, settled } from '../support/avatar-fixture.js';

interface Named {
  readonly name: string;
  readonly default?: string;
  readonly description?: string;
}
interface Declaration extends Named {
  readonly tagName?: string;
  readonly customElement?: boolean;
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
  readonly cssStates?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly events?: readonly Named[];
  readonly attributes?: readonly Named[];
  readonly members?: readonly (Named & { kind: string })[];
}

const manifest = (await (await fetch('/custom-elements.json')).json()) as {
  modules: { declarations?: Declaration[] }[];
};
const declarations = manifest.modules
  .flatMap(({ declarations: found = [] }) => found)
  .filter(({ customElement }) => customElement);
const declarationOf = (name: string): Declaration => {
  const found = declarations.find((declaration) => declaration.name === name);
  if (!found) throw new Error(`The manifest has no ${name}.`);
  return found;
};
const namesOf = (named: readonly Named[] = []): string[] => named.map(({ name }) => name);

type Styled = { styles?: CSSResultGroup };
const isStyled = (found: unknown): found is Styled => typeof found === 'function' && 'styles' in found;
const textOf = (style: CSSResultGroup | undefined): string =>
  Array.isArray(style) ? style.map(textOf).join('\n') : style instanceof CSSResult ? style.cssText : '';
const everyStyle = (Object.values(classes) as unknown[])
  .filter(isStyled)
  .map(({ styles }) => textOf(styles))
  .concat(sessionStyles.cssText)
  .join('\n');

/** The shadow roots of the element and of the small elements in it. */
function rootsIn(element: Element): { tag: string; root: ShadowRoot }[] {
  const inside = [element.shadowRoot, element].flatMap((root) => [...(root?.querySelectorAll('*') ?? [])]);
  return [element, ...inside].flatMap(({ localName, shadowRoot }) =>
    shadowRoot ? [{ tag: localName, root: shadowRoot }] : [],
  );
}

/** The names under which an element's own parts are known outside. */
function exportedParts(element: Element): string[] {
  const names = element.getAttribute('exportparts')?.split(',') ?? [];
  return names.map((name) => name.split(':').at(-1)?.trim() ?? '');
}

describe('custom-elements.json', () => {
  const found: { parts: Map<string, Set<string>>; slots: Map<string, Set<string>> } = {
    parts: new Map(),
    slots: new Map(),
  };

  before(async () => {
    await defineControls();
    const note = (where: Map<string, Set<string>>, tag: string, values: Iterable<string>): void => {
      where.set(tag, new Set([...(where.get(tag) ?? []), ...values]));
    };
    const withPushToTalk = html`<heygen-avatar token="t" controls push-to-talk></heygen-avatar>`;
    const all = Object.values(scenes).map(
      (reach) => () => reach(html`<heygen-avatar token="t" controls></heygen-avatar>`),
    );
    const withMore = html`<heygen-avatar
      token="t"
      controls="transcript suggestions language"
    ></heygen-avatar>`;
    for (const reach of [...all, () => liveFixture(withPushToTalk), () => liveFixture(withMore)]) {
      const { element } = await reach();
      element.append(document.createElement('heygen-avatar-status'));
      await settled(element);
      for (const { tag, root } of rootsIn(element)) {
        note(
          found.parts,
          tag,
          [...root.querySelectorAll('*')].flatMap((part) => [...part.part, ...exportedParts(part)]),
        );
        note(
          found.slots,
          tag,
          [...root.querySelectorAll('slot')].map(({ name }) => name),
        );
      }
    }
  });

  it('has every element class, and no other', () => {
    const elements = Object.keys(classes).filter((name) => name.endsWith('Element'));
    expect(
      declarations.map(({ name }) => name).filter((name) => name !== 'SessionAttributes'),
    ).to.have.members(elements);
  });

  it('names the tag that each class is defined as', async () => {
    const elements = declarations.filter(({ name }) => name !== 'SessionAttributes');
    await defineControls(elements.map(({ tagName }) => String(tagName)));
    for (const { name, tagName } of elements)
      expect(customElements.get(String(tagName)), name).to.equal((classes as Record<string, unknown>)[name]);
  });

  const tags: Record<string, string> = {
    HeygenAvatarElement: 'heygen-avatar',
    HeygenAvatarStartButtonElement: 'heygen-avatar-start-button',
    HeygenAvatarCaptionsButtonElement: 'heygen-avatar-captions-button',
    HeygenAvatarEndButtonElement: 'heygen-avatar-end-button',
    HeygenAvatarInterruptButtonElement: 'heygen-avatar-interrupt-button',
    HeygenAvatarStatusElement: 'heygen-avatar-status',
    HeygenAvatarTextInputElement: 'heygen-avatar-text-input',
    HeygenAvatarTimeLeftElement: 'heygen-avatar-time-left',
    HeygenAvatarVolumeElement: 'heygen-avatar-volume',
  };

  for (const [name, tag] of Object.entries(tags)) {
    it(`lists exactly the parts that <${tag}> has in some state`, () => {
      const listed = namesOf(declarationOf(name).cssParts);
      const there = [...(found.parts.get(tag) ?? [])];
      // The reason why a text was not sent is in text-input.test.ts: no state of the session shows it.
      expect(listed.filter((part) => part !== 'error' || tag === 'heygen-avatar')).to.have.members(there);
    });

    it(`lists exactly the slots that <${tag}> has`, () => {
      expect(namesOf(declarationOf(name).slots)).to.have.members([...(found.slots.get(tag) ?? [])]);
    });
  }

  it('lists exactly the custom properties that the styles use, with their defaults', () => {
    const used = new Set(everyStyle.match(/--heygen-avatar-[a-z-]+/g));
    const listed = declarationOf('HeygenAvatarElement').cssProperties ?? [];
    expect(namesOf(listed)).to.have.members([...used]);
    // A default that changes with the color scheme is in a property of our own, first as the dark one.
    const dark = (name: string): string => new RegExp(`${name}: (.*);`).exec(everyStyle)?.[1] ?? name;
    const flat = everyStyle
      .replaceAll(/var\((--_\w+)\)/g, (_, name: string) => dark(name))
      .replaceAll(/\s+/g, ' ')
      .replaceAll('( ', '(')
      .replaceAll(' )', ')');
    for (const property of listed) {
      expect(flat, `${property.name} with its default`).to.contain(`${property.name}, ${property.default})`);
    }
  });

  it('lists every event of the session, and volumechange', () => {
    const events = [...Object.values(StreamingEvents), ...Object.values(SessionEvents), 'volumechange'];
    expect(namesOf(declarationOf('HeygenAvatarElement').events)).to.have.members(events);
  });

  it('lists the :state()s', () => {
    const states = ['idle', 'connecting', 'live', 'reconnecting', 'stopping', 'ended', 'failed'];
    expect(namesOf(declarationOf('HeygenAvatarElement').cssStates)).to.have.members([
      ...states,
      ...['consent', 'talking', 'thinking', 'user-talking', 'listening', 'muted', 'microphone-muted'],
    ]);
  });

  it('lists the attributes that the element observes, and those it reads at the beginning', () => {
    const attributes = namesOf(declarationOf('HeygenAvatarElement').attributes);
    expect(attributes).to.have.members([
      ...classes.HeygenAvatarElement.observedAttributes,
      'muted',
      'volume',
    ]);
  });

  it('lists members that the element has, and describes each', () => {
    const element = document.createElement('heygen-avatar');
    for (const member of declarationOf('HeygenAvatarElement').members ?? []) {
      const owner =
        member.name === 'onControlsNeeded' || member.name === 'styles'
          ? classes.HeygenAvatarElement
          : element;
      expect(member.name in owner, member.name).to.equal(true);
      expect(member.description, `description of ${member.name}`).to.be.a('string');
    }
  });

  it('says what each part, slot, state, event and attribute is for', () => {
    const silent = declarations.flatMap(
      ({ name, cssParts = [], slots = [], cssStates = [], events = [], attributes = [] }) =>
        [...cssParts, ...slots, ...cssStates, ...events, ...attributes]
          .filter(({ description }) => !description)
          .map((member) => `${name}: ${member.name}`),
    );
    expect(silent).to.deep.equal([]);
  });
});
