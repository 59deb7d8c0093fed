// What custom-elements.json promises of each tag exists: parts, slots, custom properties, events, states, attributes.
import { expect, html } from '@open-wc/testing';
import { CSSResult, type CSSResultGroup } from 'lit';
import { SessionEvents, StreamingEvents } from '../../src/api/events.js';
import { defineControls } from '../../src/define.js';
import * as classes from '../../src/elements.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
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
  modules: { path: string; declarations?: Declaration[] }[];
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

/** The names under which the parts in an `exportparts` are known outside. */
function exportedParts(exportparts: string | null | undefined): string[] {
  const names = exportparts?.split(',') ?? [];
  return names.map((name) => name.split(':').at(-1)?.trim() ?? '');
}

describe('custom-elements.json', () => {
  type Names = Map<string, Set<string>>;
  const found: Record<'parts' | 'slots' | 'states', Names> = {
    parts: new Map(),
    slots: new Map(),
    states: new Map(),
  };

  function note(where: Names, tag: string, names: Iterable<string>): void {
    where.set(tag, new Set([...(where.get(tag) ?? []), ...names]));
  }

  async function look(element: HeygenAvatarElement): Promise<void> {
    await settled(element);
    for (const { tag, root } of rootsIn(element)) {
      const all = [...root.querySelectorAll('*')];
      note(
        found.parts,
        tag,
        all.flatMap((part) => [...part.part, ...exportedParts(part.getAttribute('exportparts'))]),
      );
      note(
        found.slots,
        tag,
        [...root.querySelectorAll('slot')].map(({ name }) => name),
      );
    }
  }

  before(async () => {
    await defineControls();
    const withPushToTalk = html`<heygen-avatar token="t" controls push-to-talk></heygen-avatar>`;
    const withMore = html`<heygen-avatar
      token="t"
      controls="transcript suggestions language"
      captions
    ></heygen-avatar>`;
    const all = Object.values(scenes).map(
      (reach) => () => reach(html`<heygen-avatar token="t" controls></heygen-avatar>`),
    );
    for (const reach of [...all, () => liveFixture(withPushToTalk)]) {
      const { element } = await reach();
      element.append(document.createElement('heygen-avatar-status'));
      await look(element);
    }
    const { element, fakes } = await liveFixture(withMore);
    element.append(document.createElement('heygen-avatar-transcript'));
    await defineControls(['heygen-avatar-transcript']);
    await element.speak('Why?');
    await look(element);
    fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });
    fakes.service.session.say({ type: 'avatar_talking_message', task_id: 'a', message: 'Because' });
    await look(element);
    await element.interrupt();
    await look(element);
    // What only an error, a link or a press brings is in the code of its element.
    for (const { path, declarations: own = [] } of manifest.modules)
      for (const { tagName = 'heygen-avatar' } of own) {
        if (tagName === 'heygen-avatar') continue;
        const code = await (await fetch(path.replace(/^dist(.*)\.js$/, '/src$1.ts'))).text();
        const names = [...code.matchAll(/\bpart="([^"$]+)/g)].flatMap(([, parts = '']) =>
          parts.trim().split(' '),
        );
        const exported = [...code.matchAll(/\bexportparts="([^"$]+)/g)];
        note(found.parts, tagName, [...names, ...exported.flatMap(([, parts]) => exportedParts(parts))]);
        note(
          found.slots,
          tagName,
          [...code.matchAll(/<slot(?: name="([^"]+)")?/g)].map(([, name = '']) => name),
        );
        note(
          found.states,
          tagName,
          [...code.matchAll(/\bstates\.add\(['"]([\w-]+)/g)].map(([, name = '']) => name),
        );
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

  for (const { name, tagName: tag = '' } of declarations.filter(({ tagName }) => tagName)) {
    it(`lists exactly the parts that <${tag}> has in some state`, () => {
      expect(namesOf(declarationOf(name).cssParts)).to.have.members([...(found.parts.get(tag) ?? [])]);
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
      // What is narrower than usual sets such a property: without it, its own default counts.
      .replaceAll(/var\(--_\w+, ([^()]+)\)/g, '$1')
      .replaceAll(/var\((--_\w+)\)/g, (_, name: string) => dark(name))
      .replaceAll(/\s+/g, ' ')
      .replaceAll('( ', '(')
      .replaceAll(' )', ')');
    for (const property of listed) {
      expect(
        flat.includes(`${property.name}, ${property.default})`),
        `${property.name} with its default`,
      ).to.equal(true);
    }
  });

  it('lists every event of the session, and volumechange', () => {
    const events = [...Object.values(StreamingEvents), ...Object.values(SessionEvents), 'volumechange'];
    expect(namesOf(declarationOf('HeygenAvatarElement').events)).to.have.members(events);
  });

  it('lists the :state()s', () => {
    const states = ['idle', 'connecting', 'live', 'reconnecting', 'stopping', 'ended', 'failed'];
    const more = ['consent', 'talking', 'thinking', 'user-talking', 'listening', 'muted', 'microphone-muted'];
    found.states.set('heygen-avatar', new Set([...states, ...more]));
    for (const { name, tagName = '', cssStates } of declarations.filter((declaration) => declaration.tagName))
      expect(namesOf(cssStates), name).to.have.members([...(found.states.get(tagName) ?? [])]);
  });

  it('lists the attributes that each element observes, and those that the avatar reads at the beginning', () => {
    for (const { name, tagName, attributes } of declarations.filter((declaration) => declaration.tagName)) {
      const { observedAttributes } = (
        classes as unknown as Record<string, { observedAttributes: readonly string[] }>
      )[name]!;
      const more = tagName === 'heygen-avatar' ? ['muted', 'volume'] : [];
      expect(namesOf(attributes), name).to.have.members([...observedAttributes, ...more]);
    }
  });

  // That it has all that the types have is in test/package/tag-types.test.ts.
  it('lists members that the element has, and describes each', () => {
    for (const { name, tagName, members = [] } of declarations.filter((declaration) => declaration.tagName)) {
      const element = document.createElement(String(tagName));
      for (const member of members) {
        expect(member.name in element, `${name}.${member.name}`).to.equal(true);
        expect(member.description, `description of ${name}.${member.name}`).to.be.a('string');
      }
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
