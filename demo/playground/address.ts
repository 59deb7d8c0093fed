/** The page's address: keeps what of the fields is not as the page begins, so that a link shows the same. */

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Not kept: a link must not send anybody's visitor to another service. */
const notInAddress: ReadonlySet<string> = new Set(['token-url', 'base-path']);

export function inAddress(name: string): string | null {
  return new URLSearchParams(location.search).get(name);
}

/** Gives the fields what the address says, where they can have it. */
export function readAddress(form: HTMLFormElement, except: string): void {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === except || notInAddress.has(name)) continue;
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === 'on';
    else if (field instanceof HTMLSelectElement) {
      if (Array.from(field.options, (option) => option.value).includes(value)) field.value = value;
    } else if (field instanceof RadioNodeList || (field && 'value' in field)) field.value = value;
  }
}

export function writeAddress(form: HTMLFormElement): void {
  const kept = new URLSearchParams();
  for (const field of form.elements) {
    if (!isField(field) || !field.name || notInAddress.has(field.name)) continue;
    if (field.matches(':disabled') || isAsAtFirst(field)) continue;
    kept.set(field.name, isCheckbox(field) ? (field.checked ? 'on' : 'off') : field.value);
  }
  const query = kept.toString();
  history.replaceState(null, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`);
}

function isAsAtFirst(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return field.selectedIndex <= 0;
  if (isCheckbox(field)) return field.checked === field.defaultChecked;
  // Of a group's buttons the one that is pressed speaks.
  if (field instanceof HTMLInputElement && field.type === 'radio')
    return !field.checked || field.defaultChecked;
  return field.value === field.defaultValue;
}

function isCheckbox(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.type === 'checkbox';
}

function isField(element: Element): element is Field {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}
