/** Owns reading Markdown as GitHub does, as far as the tests of the docs need: code blocks, links, anchors. */

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** What the comment before it says it is filled from, if there is one. */
  readonly marker: string | undefined;
}

export function codeBlocks(text: string): CodeBlock[] {
  const blocks = text.matchAll(/(?:^<!-- ((?:sample|snippet): \S+) -->\n\n)?^```(\w*)\n([\s\S]*?)^```$/gm);
  return Array.from(blocks, ([, marker, language = '', code = '']) => ({ language, code, marker }));
}

/** The targets of links and pictures, outside code. */
export function links(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`(?!\])/g, 'code');
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target);
}

/** The anchors of the headings. */
export function anchors(text: string): Set<string> {
  const headings = text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{1,6} (.+)$/gm);
  return new Set(Array.from(headings, ([, heading = '']) => anchorOf(heading)));
}

function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
