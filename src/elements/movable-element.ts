/** Keeps an element's styles in whichever document it is moved to. */

import {
  adoptStyles,
  type CSSResultOrNative,
  ReactiveElement,
  supportsAdoptingStyleSheets,
} from '@lit/reactive-element';

/**
 * An element that looks the same in an iframe, a pop-up or a picture-in-picture window.
 *
 * @ignore
 */
export abstract class MovableElement extends ReactiveElement {
  #laterStyles: CSSResultOrNative[] = [];

  /** Adds styles that were loaded after the element was made. */
  protected addStyles(styles: CSSResultOrNative): void {
    this.#laterStyles.push(styles);
    if (supportsAdoptingStyleSheets) this.adoptedCallback();
    else adoptStyles(this.renderRoot as ShadowRoot, [styles]);
  }

  /** Called by the browser, which has taken the style sheets away, when the element comes into another document. */
  adoptedCallback(): void {
    if (!supportsAdoptingStyleSheets) return;
    const { defaultView } = this.ownerDocument;
    const { elementStyles, shadowRootOptions } = this.constructor as typeof ReactiveElement;
    // Lit's own root would throw: a document takes only style sheets that were made in its window.
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    (this as { renderRoot: unknown }).renderRoot = root;
    // A document without a window shows nothing.
    if (defaultView)
      root.adoptedStyleSheets = [...elementStyles, ...this.#laterStyles].map((style) => {
        const sheet = new defaultView.CSSStyleSheet();
        // The text of a style sheet of the browser's own, which a subclass may have, is in its rules.
        const rules = (style as CSSStyleSheet).cssRules;
        sheet.replaceSync(rules ? [...rules].map((rule) => rule.cssText).join('') : String(style));
        return sheet;
      });
  }
}
