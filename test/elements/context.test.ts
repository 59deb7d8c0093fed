// The avatar's host for elements of the page, which ask for it as Lit's consumers do.
import { ContextConsumer, ContextRoot } from '@lit/context';
import { expect, fixture, html } from '@open-wc/testing';
import { LitElement, type ReactiveElement } from 'lit';
import '../../src/define.js';
import { avatarHostContext, HeygenAvatarElement } from '../../src/elements.js';
import { inside } from '../support/avatar-fixture.js';

class PageElement extends LitElement {
  readonly #host = new ContextConsumer(this, { context: avatarHostContext, subscribe: true });

  /** Tells the avatars of a test apart. */
  get language(): string | undefined {
    return this.#host.value?.language;
  }
}
customElements.define('page-element', PageElement);

class ShadowedElement extends LitElement {
  override render() {
    return html`<page-element></page-element>`;
  }
}
customElements.define('shadowed-element', ShadowedElement);

const find = (place: Element): PageElement => place.querySelector<PageElement>('page-element')!;

describe('the context of an avatar', () => {
  it('has one host, which knows the avatar', async () => {
    const avatar = await fixture<HeygenAvatarElement>(
      html`<heygen-avatar language="de"><page-element></page-element></heygen-avatar>`,
    );
    expect(find(avatar).language).to.equal('de');
    avatar.language = 'fr';
    expect(find(avatar).language).to.equal('fr');
  });

  it('reaches into shadow roots, and ends at an avatar within', async () => {
    const avatar = await fixture(
      html`<heygen-avatar language="de"
        ><shadowed-element></shadowed-element
        ><heygen-avatar language="fr"><page-element></page-element></heygen-avatar
      ></heygen-avatar>`,
    );
    const shadowed = avatar.querySelector<ShadowedElement>('shadowed-element')!;
    await shadowed.updateComplete;
    expect(inside<PageElement>(shadowed, 'page-element').language).to.equal('de');
    expect(find(avatar).language).to.equal('fr');
  });

  it('is another one in another avatar', async () => {
    const place = await fixture(
      html`<div>
        <heygen-avatar language="de"><page-element></page-element></heygen-avatar
        ><heygen-avatar language="fr"></heygen-avatar>
      </div>`,
    );
    place.lastElementChild?.append(find(place));
    expect(find(place).language).to.equal('fr');
  });

  it('is that of the avatar around for an avatar that asks itself', async () => {
    class AskingAvatar extends HeygenAvatarElement {
      readonly around = new ContextConsumer(this, { context: avatarHostContext });
    }
    customElements.define('asking-avatar', AskingAvatar);
    const place = await fixture(
      html`<heygen-avatar language="de"><asking-avatar language="fr"></asking-avatar></heygen-avatar>`,
    );
    const asking = place.querySelector<AskingAvatar>('asking-avatar');
    expect(asking?.around.value?.language).to.equal('de');
  });

  it('comes to elements that were there before their avatar, in a page with Lit’s ContextRoot', async () => {
    const root = new ContextRoot();
    root.attach(document.body);
    try {
      const place = await fixture(
        html`<div>
          <late-avatar language="de"
            ><page-element></page-element><heygen-avatar-start-button></heygen-avatar-start-button
          ></late-avatar>
        </div>`,
      );
      const start = place.querySelector<ReactiveElement>('heygen-avatar-start-button')!;
      await start.updateComplete;
      expect(inside<HTMLButtonElement>(start, 'button').disabled).to.equal(true);

      customElements.define('late-avatar', class extends HeygenAvatarElement {});
      await start.updateComplete;
      expect(find(place).language).to.equal('de');
      expect(inside<HTMLButtonElement>(start, 'button').disabled).to.equal(false);
    } finally {
      root.detach(document.body);
    }
  });
});
