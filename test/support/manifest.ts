/** What custom-elements.json says of a class. */

interface Member {
  readonly kind: string;
  readonly name: string;
  readonly static?: boolean;
  readonly readonly?: boolean;
  readonly privacy?: string;
  readonly type?: { readonly text: string };
}

interface Attribute {
  readonly name: string;
  readonly fieldName?: string;
}

interface Declaration {
  readonly name: string;
  readonly members: readonly Member[];
  readonly attributes: readonly Attribute[];
}

export async function manifestOf(name: string): Promise<Declaration> {
  const response = await fetch('/custom-elements.json');
  const manifest = (await response.json()) as { modules: { declarations?: Declaration[] }[] };
  const found = manifest.modules
    .flatMap(({ declarations = [] }) => declarations)
    .find((declaration) => declaration.name === name);
  if (!found) throw new Error(`The manifest has no ${name}.`);
  return found;
}
