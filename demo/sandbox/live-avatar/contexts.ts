/** Owns the contexts: what an avatar of a FULL session goes by, and what it says first. */
import { randomUUID } from 'node:crypto';
import { BadRequest } from '../http/bad-request.js';
import { given, text, type Fields } from '../http/fields.js';
import { contextNotFound } from './answers.js';

export interface Context {
  id: string;
  name: string;
  prompt: string;
  opening_text: string;
  links: unknown[];
  required_dynamic_variables: string[];
}

/** The one of the real service's examples; here everybody may use it. */
export const PUBLIC_CONTEXT = '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';

export class Contexts {
  readonly #contexts = new Map<string, Context>();

  constructor() {
    const made = readContext({
      name: 'Wayne',
      prompt: 'This is the context that everybody may use.',
      opening_text: '',
      links: [],
    });
    this.#contexts.set(PUBLIC_CONTEXT, { id: PUBLIC_CONTEXT, ...made });
  }

  all(): Context[] {
    return [...this.#contexts.values()];
  }

  /** Undefined for one that is not there: a session with a wrong context starts, and answers nothing. */
  find(id: string): Context | undefined {
    return this.#contexts.get(id.toLowerCase());
  }

  get(id: string): Context {
    const context = this.find(id);
    if (!context) throw contextNotFound();
    return context;
  }

  add(body: Fields): Context {
    const context = { id: randomUUID(), ...readContext(body) };
    this.#contexts.set(context.id, context);
    return context;
  }

  /** For a page's `knowledgeBase`, which LiveAvatar takes in a context only. */
  addUnnamed(prompt: string): string {
    return this.add({ name: `made for a session, ${randomUUID()}`, prompt, opening_text: '', links: [] }).id;
  }

  change(id: string, body: Fields): Context {
    const { name, prompt, opening_text, links } = this.get(id);
    const changed = { id: id.toLowerCase(), ...readContext({ name, prompt, opening_text, links, ...body }) };
    this.#contexts.set(changed.id, changed);
    return changed;
  }

  remove(id: string): void {
    this.get(id);
    this.#contexts.delete(id.toLowerCase());
  }
}

export function fillIn(template: string, variables: Fields): string {
  return template.replace(VARIABLE, (whole, name: string) => String(variables[name] ?? whole));
}

const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g;

function readContext(body: Fields): Omit<Context, 'id'> {
  const required = (name: string): string => {
    const value = text(body, name);
    if (value === undefined) throw new BadRequest(name, 'Field required');
    return value;
  };
  const [name, prompt, openingText] = [required('name'), required('prompt'), required('opening_text')];
  const links = given(body, 'links') ?? [];
  if (!Array.isArray(links)) throw new BadRequest('links', 'Input should be a valid list');
  const named = [...`${prompt} ${openingText}`.matchAll(VARIABLE)].map(([, variable = '']) => variable);
  return {
    name,
    prompt,
    opening_text: openingText,
    links,
    required_dynamic_variables: [...new Set(named)],
  };
}
