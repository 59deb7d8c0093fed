/** Says what a value looks like, in words that are the same for every session. */

/** What kind of value it is, with the names of its fields. */
export function shape(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (value instanceof MediaStream) {
    const kinds = value.getTracks().map(({ kind }) => kind);
    return `MediaStream (${[value.active ? 'active' : 'inactive', ...kinds.sort()].join(', ')})`;
  }
  if (typeof value !== 'object') return typeof value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{ ${fields
    .map(([name, field]) => `${name}: ${shape(field)}`)
    .sort()
    .join(', ')} }`;
}

/** What a page can tell of an error without reading its message. */
export function errorShape(error: unknown): string {
  if (error instanceof Event) return `${error.constructor.name} '${error.type}'`;
  if (!(error instanceof Error)) return shape(error);
  const { name, message } = error;
  const { status, responseText, code } = error as { status?: number; responseText?: string; code?: unknown };
  const ownClass = error.constructor.name === name ? '' : ` (${error.constructor.name})`;
  return [
    `${name}${ownClass}`,
    // Ours alone have one. The SDK's class has none here either.
    typeof code === 'string' && name !== 'APIError' ? `code ${code}` : '',
    status === undefined ? '' : `status ${status}`,
    responseText === undefined ? '' : 'responseText',
    message ? '' : 'no message',
  ]
    .filter(Boolean)
    .join(', ');
}
