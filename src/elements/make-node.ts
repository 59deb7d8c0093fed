/** Makes DOM nodes, for what is shown before a session: so little that it does without Lit's templates. */

interface Nodes extends HTMLElementTagNameMap {
  svg: SVGSVGElement;
  path: SVGPathElement;
}

/** Not from text that is parsed: a page may demand trusted types. */
export function makeNode<Name extends keyof Nodes>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): Nodes[Name] {
  const kind = /^(svg|path)$/.test(name) ? '2000/svg' : '1999/xhtml';
  const made = document.createElementNS(`http://www.w3.org/${kind}`, name) as Nodes[Name];
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** Sets an attribute to a value's text, or removes it if there is no value. */
export function setAttribute(element: Element, attribute: string, value: unknown): void {
  if (value === undefined) element.removeAttribute(attribute);
  else if (String(value) !== element.getAttribute(attribute)) element.setAttribute(attribute, String(value));
}

/** The text that each element was given. A browser that translates the page may have put another in its place. */
const texts = new WeakMap<Element, string>();

/** Only another text is a change: screen readers would read the same one again. */
export function setText(element: Element, text = ''): void {
  if (texts.get(element) === text) return;
  texts.set(element, text);
  element.textContent = text;
}
