/** The base of the small elements that come with a session, or where a page places one. */

import type { PropertyValues } from '@lit/reactive-element';
import { render } from 'lit';
import { SmallElement } from './small-element.js';

/**
 * A small element whose content is a template. The start button has none, so that a page which shows only that doesn't
 * load Lit's templates.
 *
 * @ignore
 */
export abstract class TemplateElement extends SmallElement {
  protected abstract render(): unknown;

  protected override update(changed: PropertyValues<this>): void {
    const content = this.render();
    super.update(changed);
    render(content, this.renderRoot, { host: this });
  }
}
