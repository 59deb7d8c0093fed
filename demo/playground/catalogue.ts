/** What there is to choose from: asked of the sandbox, with lists of our own where it does not answer. */

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A still picture, where the sandbox has one. */
  readonly picture?: string;
}

export interface Trouble {
  readonly name: string;
  readonly about: string;
  /** What the element must report: an error's code or, in the phase `live`, an end's reason. Empty where all goes well. */
  readonly code: string;
  readonly phase: string;
}

export interface Catalogue {
  readonly avatars: readonly Choice[];
  readonly voices: readonly Choice[];
  readonly languages: readonly Choice[];
  /** Languages the service's voice speaks; null where that is not known. */
  readonly spoken: ReadonlySet<string> | null;
  /** Whether an emotion can be heard. */
  readonly emotionHeard: boolean;
}

export const emotions: readonly Choice[] = ['excited', 'serious', 'friendly', 'soothing', 'broadcaster'].map(
  (value) => ({ value, label: capital(value) }),
);

const builtIn: Catalogue = {
  avatars: [
    { value: 'default', label: 'Default' },
    { value: 'Wayne_20240711', label: 'Wayne' },
  ],
  voices: [],
  languages: ['en', 'de', 'es', 'fr', 'it', 'pt', 'ja', 'zh'].map((value) => ({
    value,
    label: languageName(value),
  })),
  spoken: null,
  emotionHeard: true,
};

const patience = 3000;

/** `null` where the sandbox does not answer. */
export async function askCatalogue(sandbox: string): Promise<Catalogue | null> {
  const answer = await ask(`${sandbox}/sandbox/catalogue`);
  if (!isRecord(answer)) return null;
  return {
    avatars: choices(answer.avatars, builtIn.avatars, sandbox),
    voices: choices(answer.voices, builtIn.voices, sandbox),
    languages: builtIn.languages,
    spoken: new Set(toList(answer.languages).map(word)),
    emotionHeard: !toList(answer.unsupported).includes('voice.emotion'),
  };
}

export const withoutSandbox = builtIn;

export async function askTroubles(sandbox: string): Promise<Trouble[]> {
  const answer = await ask(`${sandbox}/sandbox/troubles`);
  const rows = toList(isRecord(answer) ? answer.troubles : null);
  return rows.flatMap((row) => {
    if (!isRecord(row)) return [];
    const name = word(row.name);
    if (!name) return [];
    return [{ name, about: word(row.what), code: word(row.code), phase: word(row.phase) }];
  });
}

async function ask(url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function choices(list: unknown, otherwise: readonly Choice[], sandbox: string): readonly Choice[] {
  const found = toList(list).flatMap((item): Choice[] => {
    if (!isRecord(item)) return [];
    const value = word(item.avatar_id) || word(item.voice_id);
    const label = word(item.name) || value;
    const picture = word(item.picture);
    if (!value) return [];
    return [picture ? { value, label, picture: new URL(picture, sandbox).href } : { value, label }];
  });
  return found.length > 0 ? found : otherwise;
}

function languageName(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
