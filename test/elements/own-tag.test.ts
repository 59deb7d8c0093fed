// A subclass under a tag of the page's own, beside the entry point, which defines the tags that are inside it.
import { expect } from '@open-wc/testing';
import '../../src/define.js';
import { HeygenAvatarElement } from '../../src/elements.js';
import { control, fakePorts, settled, untilStatus } from '../support/avatar-fixture.js';

class MyAvatarElement extends HeygenAvatarElement {}
customElements.define('my-avatar', MyAvatarElement);

describe('a subclass under a tag of the page’s own', () => {
  it('can be started and ended by its buttons', async () => {
    const fakes = fakePorts();
    const element = new MyAvatarElement();
    element.token = 't';
    document.body.append(element);
    await settled(element);
    control(element, 'start-button').click();
    await untilStatus(element, 'live');
    await customElements.whenDefined('heygen-avatar-end-button');
    await settled(element);
    control(element, 'end-button').click();
    await untilStatus(element, 'ended');
    element.remove();
    expect(fakes.service.running).to.have.lengthOf(0);
  });
});
