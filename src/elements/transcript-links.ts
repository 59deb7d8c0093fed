/** Finds the addresses in a text that may be links: of `https:`, and of hosts that the page allows. */

/** A piece of a text; with `href` if it is a link. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

/** Whatever ends a sentence, or a bracket around an address, and not the address. */
const after = /[.,;:!?'"»“”’)\]}>。、！？）]+$/;

/** The hosts of a list that is separated by spaces, as `URL` writes them. What isn't a host is left out. */
export function linkHosts(list: unknown): ReadonlySet<string> {
  const names = typeof list === 'string' ? list.split(/\s+/).filter(Boolean) : [];
  return new Set(
    names.flatMap((name) => (/[/@?#\\]/.test(name) ? [] : (parse(`https://${name}`)?.host ?? []))),
  );
}

/** The pieces of a text, in order, that together are the text. */
export function linkPieces(text: string, hosts: ReadonlySet<string>): readonly TextPiece[] {
  if (hosts.size === 0) return [{ text }];
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(/https:\/\/[^\s<>"]+/gi)) {
    const address = withoutTail(found);
    const url = parse(address);
    // A name before the host makes one look like another: https://good.example@bad.example
    if (!url || url.protocol !== 'https:' || url.username || url.password || !hosts.has(url.host)) continue;
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ text: address, href: url.href });
    end = index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** Without what follows an address in a sentence. A bracket that was opened in it belongs to it. */
function withoutTail(found: string): string {
  const [tail = ''] = after.exec(found) ?? [];
  const address = found.slice(0, found.length - tail.length);
  return tail.startsWith(')') && address.includes('(') && !address.includes(')') ? `${address})` : address;
}

function parse(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
