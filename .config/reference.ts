// What demo/pages/reference.md says: all that a page can use, from custom-elements.json, the declarations in src/ and
// the error table. By TypeScript 5.9, since 7 has no API for tools.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-5.9';
import { errorTable } from '../src/api/error-table.js';
import { en } from '../src/elements/strings/en.js';

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
}
interface Member extends Named {
  readonly kind: 'field' | 'method';
  readonly attribute?: string;
  readonly readonly?: boolean;
  readonly parameters?: readonly (Named & { readonly optional?: boolean })[];
  readonly return?: { readonly type: { readonly text: string } };
}
interface Declaration {
  readonly tagName?: string;
  readonly description?: string;
  readonly attributes?: readonly (Named & { readonly fieldName?: string })[];
  readonly members?: readonly Member[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssStates?: readonly Named[];
  readonly cssProperties?: readonly Named[];
}

const root = join(import.meta.dirname, '..');

export function reference(): string {
  return [
    introduction,
    element(),
    smallElements(),
    client(),
    requests(),
    events(),
    states(),
    errors(),
    strings(),
    simulated(),
    server(),
    enums(),
  ].join('\n\n');
}

const introduction = `# Reference

<!-- Written by \`npm run docs\` from custom-elements.json and src/. Change the comments there. -->

Everything that a page can use. How to do things with it is in the guides, which the [README](../../README.md) lists.

- [\`<heygen-avatar>\`](#heygen-avatar): [attributes](#attributes), [properties](#properties), [methods](#methods), [events](#events), [slots](#slots), [parts](#parts), [states](#states), [CSS custom properties](#css-custom-properties)
- [The small elements](#the-small-elements)
- [\`StreamingAvatar\`](#streamingavatar), the client: [options](#options-of-the-client), [properties](#properties-of-the-client), [methods](#methods-of-the-client)
- [Start options](#start-options), [speech](#speech), [data of events](#data-of-events), [state](#state), [diagnosis](#diagnosis)
- [Errors](#errors), [texts](#texts)
- [The script of a simulated session](#the-script-of-a-simulated-session)
- [\`createTokenHandler()\`](#createtokenhandler), on a server
- [Enums](#enums)`;

// The elements, from the manifest.

const manifest = JSON.parse(readFileSync(join(root, 'custom-elements.json'), 'utf8')) as {
  modules: { declarations?: Declaration[] }[];
};
const elements = manifest.modules
  .flatMap(({ declarations = [] }) => declarations)
  .filter(({ tagName }) => tagName);

function element(): string {
  const {
    description,
    attributes = [],
    members = [],
    ...rest
  } = elements.find(({ tagName }) => tagName === 'heygen-avatar') ?? missing('heygen-avatar');
  const fields = members.filter(({ kind }) => kind === 'field');
  const place = (fieldName?: string): number => fields.findIndex(({ name }) => name === fieldName);
  const inOrder = attributes.toSorted((a, b) => place(a.fieldName ?? a.name) - place(b.fieldName ?? b.name));
  const withAttribute = new Set(attributes.map(({ fieldName, name }) => fieldName ?? name));
  return `## \`<heygen-avatar>\`

${line(description)}

### Attributes

Attributes configure. Those of the session take effect at the next start; presentation takes effect at once. A boolean is on when the attribute is there, except that \`="false"\` is off. A property set to \`null\` has its default. The element never writes the page's attributes: \`state\`, events and [\`:state()\`](#states) tell what is going on.

${table(
  ['attribute', 'property', 'type', 'default', 'meaning'],
  inOrder.map((attribute) => {
    const [text, byDefault] = withDefault(attribute);
    return [
      code(attribute.name),
      code(attribute.fieldName ?? attribute.name),
      typeOf(attribute.type?.text),
      byDefault,
      text,
    ];
  }),
)}

### Properties

These have no attribute.

${table(
  ['property', 'type', 'default', 'meaning'],
  fields
    .filter(({ name }) => !withAttribute.has(name))
    .map((field) => {
      const [text, byDefault] = withDefault(field);
      return [
        code(field.name),
        typeOf(field.type?.text),
        byDefault,
        field.readonly ? `${text} Read-only.` : text,
      ];
    }),
)}

### Methods

All reject with a [\`StreamingAvatarError\`](#errors).

${table(
  ['method', 'resolves with', 'what it does'],
  members
    .filter(({ kind }) => kind === 'method')
    .map(({ name, parameters = [], return: returned, description: text }) => [
      code(
        `${name}(${parameters.map(({ name: own, optional }) => `${own}${optional ? '?' : ''}`).join(', ')})`,
      ),
      typeOf(returned?.type.text.replace(/^Promise<(.*)>$/, '$1').replace(/^void$/, '')),
      line(text),
    ]),
)}

### Events

All are \`CustomEvent\`s with the data in \`detail\`, except \`volumechange\`, a plain \`Event\` that doesn't bubble. They bubble and cross shadow roots. \`detail\` has every field that the service sent. The client fires the same ones, except \`before_start\` and the two of playback; it passes on events of other names under their own.

${table(
  ['event', '`detail`', 'when'],
  (rest.events ?? []).map(({ name, type, description: text }) => [
    code(name),
    typeOf(type?.text.replace(/^CustomEvent<(.*)>$/, '$1').replace(/^Event$/, '')),
    line(text),
  ]),
)}

### Slots

${table(
  ['slot', 'what goes there'],
  (rest.slots ?? []).map(({ name, description: text }) => [name ? code(name) : '(default)', line(text)]),
)}

### Parts

For CSS as \`heygen-avatar::part(video)\`. The parts of the small elements are [theirs](#the-small-elements).

${table(
  ['part', 'what it is'],
  (rest.cssParts ?? []).map(({ name, description: text }) => [code(name), line(text)]),
)}

### States

For CSS as \`heygen-avatar:state(live)\`.

${table(
  ['state', 'when'],
  (rest.cssStates ?? []).map(({ name, description: text }) => [code(name), line(text)]),
)}

### CSS custom properties

${table(
  ['custom property', 'default', 'what it is'],
  (rest.cssProperties ?? []).map(({ name, default: value, description: text }) => [
    code(name),
    value ? code(value) : '–',
    line(text),
  ]),
)}`;
}

const withBrackets = (method: {
  name: string;
  description?: string;
}): { name: string; description?: string } => ({
  ...method,
  name: `${method.name}()`,
});

function smallElements(): string {
  const small = elements
    .filter(({ tagName }) => tagName !== 'heygen-avatar')
    .map(
      ({
        tagName = '',
        description,
        members = [],
        attributes = [],
        events: fired = [],
        slots = [],
        cssParts = [],
        cssStates = [],
        cssProperties = [],
      }) => {
        const lists = [
          ['attribute', attributes],
          ['method', members.filter(({ kind }) => kind === 'method').map(withBrackets)],
          ['event', fired],
          ['slot', slots],
          ['part', cssParts],
          ['state', cssStates],
          ['custom property', cssProperties],
        ] as const;
        const rows = lists.flatMap(([kind, list]) =>
          list.map(({ name, description: text }) => [
            name ? `${kind} ${code(name)}` : `default ${kind}`,
            line(text),
          ]),
        );
        const own = rows.length > 0 ? `\n\n${table(['name', 'what it is'], rows)}` : '';
        return `### \`<${tagName}>\`\n\n${line(description)}${own}`;
      },
    );
  return `## The small elements

The default layout is made of these. A page can also place them itself, inside \`<heygen-avatar>\`. They find their avatar through a context, \`avatarHostContext\` of \`heygen-avatar/elements\`, which elements of your own can consume too.

${small.join('\n\n')}`;
}

// Everything else, from the declarations.

type Declared = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration | ts.EnumDeclaration;
const declared = new Map<string, Declared>();
const sources = ['src/api', 'src/session', 'src/server', 'src/elements/strings'].flatMap((folder) =>
  readdirSync(join(root, folder), { encoding: 'utf8' }).map((file) => join(folder, file)),
);
for (const path of sources.sort()) {
  const text = readFileSync(join(root, path), 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  for (const statement of file.statements) {
    const isDeclared =
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement);
    // A class merged with an interface is the class.
    if (
      isDeclared &&
      statement.name &&
      !(declared.has(statement.name.text) && ts.isInterfaceDeclaration(statement))
    )
      declared.set(statement.name.text, statement);
  }
}

function client(): string {
  return `## \`StreamingAvatar\`

Of \`heygen-avatar/client\`. ${about('StreamingAvatar')} Its events are those [of the element](#events); \`on(type, listener, { signal })\` and \`off(type, listener)\` return the client.

### Options of the client

\`new StreamingAvatar(options)\`:

${fields('StreamingAvatarOptions')}

${about('Deadlines')}

${fields('Deadlines')}

### Properties of the client

${classTable('StreamingAvatar', 'properties')}

### Methods of the client

${classTable('StreamingAvatar', 'methods')}`;
}

function requests(): string {
  return `## Start options

${about('StartAvatarOptions')} For \`createStartAvatar()\`, \`newSession()\`, and the \`request\` of a token handler. Enum values are also accepted as plain strings.

${fields('StartAvatarOptions')}

\`voice\`:

${fields('VoiceOptions')}

\`voice.elevenlabsSettings\`: ${about('ElevenLabsSettings')}

${fields('ElevenLabsSettings')}

\`sttSettings\`:

${fields('STTOptions')}

\`liveAvatar\`: ${about('LiveAvatarOptions')}

${fields('LiveAvatarOptions')}

## Speech

\`speak(options)\`; \`speak('text')\` is \`speak({ text: 'text' })\`.

${fields('SpeakOptions')}

It resolves with:

${fields('SpeakResponse')}

\`speakAudio(source)\`: ${about('SoundSource')}

\`startVoiceChat(options)\`:

${fields('VoiceChatRequest')}`;
}

function events(): string {
  const names = [
    'StreamingStartTalkingEvent',
    'StreamingStopTalkingEvent',
    'StreamingTalkingMessageEvent',
    'StreamingTalkingEndEvent',
    'UserStartEvent',
    'UserStopEvent',
    'UserTalkingMessageEvent',
    'UserTalkingEndEvent',
    'UserSilenceEvent',
  ];
  const rows = names.map((name) => [
    code(valueOfEvent(name)),
    membersOf(name)
      .filter((member) => nameOf(member) !== 'type')
      .map((member) =>
        `${code(`${nameOf(member)}${optional(member)}`)} ${typeOf(memberType(member))} ${line(comment(member))}`.trim(),
      )
      .join('<br>'),
  ]);
  return `## Data of events

${about('EventData')}

${table(['event', '`detail`, beside `type`'], rows)}

\`warning\`: ${about('WarningDetail')}

${fields('WarningDetail')}`;
}

function states(): string {
  return `## State

${about('SessionState')}

${table(
  ['`status`', 'what else it has'],
  unionOf('SessionState').map((member) => {
    const text = member.getText().replaceAll('readonly ', '');
    const status = /status: '(\w+)'/.exec(text)?.[1] ?? '';
    const own = text.includes('LiveState')
      ? ['`LiveState`']
      : [...text.matchAll(/(\w+): ([\w']+)/g)].flatMap(([, name = '', type = '']) =>
          name === 'status' ? [] : [`${code(name)} ${typeOf(type)}`],
        );
    return [code(status), own.join(', ') || '–'];
  }),
)}

\`LiveState\`: ${about('LiveState')}

${fields('LiveState')}

- \`StartPhase\`: ${literals('StartPhase')}. ${about('StartPhase')}
- \`Phase\`: those, \`voice\` and \`live\`. ${about('Phase')}
- \`Timings\`: ${about('Timings')}
- \`EndReason\`: ${about('EndReason')} ${literals('EndReason')}.

\`transcript\` is a list of turns:

${fields('TranscriptTurn')}

## Diagnosis

\`diagnose(options)\` takes:

${fields('DiagnoseOptions')}

It resolves with a list of rows:

${fields('DiagnosisRow')}`;
}

function errors(): string {
  const causes = new Map(
    unionOf('ErrorCode').map((member) => [literalOf(member), line(commentBefore(member))]),
  );
  const rows = Object.entries(errorTable).map(([name, { retryable, message }]) => [
    code(name),
    causes.get(name) ?? '',
    retryable ? 'yes' : 'no',
    message,
    en.errors[name as keyof typeof en.errors],
  ]);
  return `## Errors

${about('StreamingAvatarError')}

${table(
  ['property', 'type', 'meaning'],
  [
    ['`code`', 'one of the table below', 'What happened.'],
    ['`message`', '`string`', "A sentence for the page's author."],
    ...membersOf('ErrorDetails').map((member) => [
      code(nameOf(member)),
      typeOf(memberType(member)),
      line(comment(member)) || (nameOf(member) === 'cause' ? 'The error behind it.' : 'Where it happened.'),
    ]),
  ],
)}

\`APIError\` extends it: ${about('APIError')}

Visitors read the last column, in the element and in their language; the message is for the page's author. It is on the console and, under \`debug\`, in the element. A start that failed can be tried again where the error is retryable, or the page has set another token source or another option since.

${table(['code', 'what causes it', 'retryable', 'message', 'what visitors read'], rows)}`;
}

function strings(): string {
  const rows = membersOf('Strings').flatMap((member) => {
    const name = nameOf(member);
    const text = en[name as keyof typeof en] as string | Readonly<Record<string, string>>;
    if (name === 'errors') return [];
    if (typeof text === 'string') return [[code(name), text, line(comment(member))]];
    return Object.entries(text).map(([own, words], index) => [
      code(`${name}.${own}`),
      words || '(nothing)',
      index === 0 ? line(comment(member)) : '',
    ]);
  });
  return `## Texts

Texts are in the language of the element's place in the page, see [Languages](styling.md#languages). \`element.strings\` replaces them, some or all, and \`setStrings()\` does so for a whole page: \`element.strings = { start: 'Meet Wayne' }\`. \`strings.errors\` has one for each [code](#errors).

${table(['text', 'English', 'meaning'], rows)}`;
}

function simulated(): string {
  return `## The script of a simulated session

${about('SimulatedScript')} It is the property \`simulatedScript\` of the element, and of the start options. Values that are not allowed reject the start with \`invalid_option\`; the message has the path.

${fields('SimulatedScript')}

\`answers\`: ${about('SimulatedAnswer')}

${fields('SimulatedAnswer')}

\`delays\`: ${about('SimulatedDelays')}

${fields('SimulatedDelays')}

\`trouble\` is one of ${literals('SimulatedTrouble')}. The sandbox does the same under the same name.`;
}

function server(): string {
  return `## \`createTokenHandler()\`

Of \`heygen-avatar/server\`. ${about('TokenHandler')}

${fields('TokenHandlerOptions')}

\`rateLimit\`:

${fields('RateLimit')}

\`rateLimit.store\`: ${about('RateLimitStore')}

${fields('RateLimitStore')}

\`allow\` has rules by the name of an option. ${about('OptionRule')}

\`listSessions()\` and \`stopSession()\` are for your own administration, see [the guide](token-endpoint.md#sessions-that-were-left-open).`;
}

function enums(): string {
  const names = [...declared].flatMap(([name, declaration]) =>
    ts.isEnumDeclaration(declaration) ? [name] : [],
  );
  return `## Enums

Of \`heygen-avatar\` and \`heygen-avatar/client\`. Methods also take the values as plain strings, in any case.

${table(
  ['enum', 'members'],
  names.map((name) => [
    code(name),
    (declared.get(name) as ts.EnumDeclaration).members
      .map((member) => {
        const value =
          member.initializer && ts.isStringLiteral(member.initializer) ? member.initializer.text : '';
        return value === member.name.getText()
          ? code(value)
          : `${code(member.name.getText())} ${code(`'${value}'`)}`;
      })
      .join(', '),
  ]),
)}`;
}

// Reading declarations.

function declaration(name: string): Declared {
  return declared.get(name) ?? missing(name);
}

function missing(name: string): never {
  throw new Error(`The reference tells of ${name}, which is not there any more.`);
}

function about(name: string): string {
  return line(comment(declaration(name)));
}

/** The members of an interface, those it extends first. */
function membersOf(name: string): ts.PropertySignature[] {
  const found = declaration(name);
  if (!ts.isInterfaceDeclaration(found)) return missing(`the interface ${name}`);
  return found.members.filter(
    (member): member is ts.PropertySignature =>
      ts.isPropertySignature(member) || ts.isMethodSignature(member),
  );
}

function fields(name: string): string {
  const rows = membersOf(name).map((member) => {
    const [text, byDefault] = withDefault({ name: '', description: comment(member) });
    return [code(`${nameOf(member)}${optional(member)}`), typeOf(memberType(member)), byDefault, text];
  });
  const hasDefaults = rows.some(([, , byDefault]) => byDefault !== '–');
  return hasDefaults
    ? table(['name', 'type', 'default', 'meaning'], rows)
    : table(
        ['name', 'type', 'meaning'],
        rows.map(([own = '', type = '', , text = '']) => [own, type, text]),
      );
}

function classTable(name: string, kind: 'properties' | 'methods'): string {
  const found = declaration(name);
  if (!ts.isClassDeclaration(found)) return missing(`the class ${name}`);
  const seen = new Set<string>();
  const isKind = (member: ts.ClassElement): member is ts.GetAccessorDeclaration | ts.MethodDeclaration =>
    kind === 'methods' ? ts.isMethodDeclaration(member) : ts.isGetAccessorDeclaration(member);
  const rows = found.members.filter(isKind).flatMap((member) => {
    const own = member.name.getText();
    const text = comment(member);
    const hidden = !text || own.startsWith('#') || text.includes('@internal') || seen.has(own);
    if (hidden || ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword))
      return [];
    seen.add(own);
    const type = member.type?.getText() ?? '';
    if (ts.isGetAccessorDeclaration(member)) return [[code(own), typeOf(type), line(text)]];
    const isStatic = ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
    const given = member.parameters
      .map(
        (parameter) =>
          `${parameter.name.getText()}${parameter.questionToken || parameter.initializer ? '?' : ''}`,
      )
      .join(', ');
    const promised = /^Promise<(.*)>$/.exec(type)?.[1] ?? type;
    return [
      [
        code(`${isStatic ? 'StreamingAvatar.' : ''}${own}(${given})`),
        typeOf(promised.replace(/^void$/, '')),
        line(text),
      ],
    ];
  });
  return kind === 'properties'
    ? table(['property', 'type', 'meaning'], rows)
    : table(['method', 'resolves with', 'what it does'], rows);
}

function unionOf(name: string): readonly ts.TypeNode[] {
  const found = declaration(name);
  if (!ts.isTypeAliasDeclaration(found) || !ts.isUnionTypeNode(found.type))
    return missing(`the union ${name}`);
  return found.type.types;
}

function literals(name: string): string {
  return unionOf(name)
    .map((member) => code(literalOf(member)))
    .join(', ');
}

function literalOf(member: ts.TypeNode): string {
  return member.getText().replaceAll("'", '');
}

function valueOfEvent(name: string): string {
  const type = membersOf(name).find((member) => nameOf(member) === 'type');
  const constant = type?.type?.getText().replace('StreamingEvents.', '');
  const members = (declaration('StreamingEvents') as ts.EnumDeclaration).members;
  const found = members.find((member) => member.name.getText() === constant)?.initializer;
  return found && ts.isStringLiteral(found) ? found.text : missing(name);
}

function nameOf(member: ts.PropertySignature): string {
  return member.name.getText();
}

function memberType(member: ts.PropertySignature | ts.MethodSignature): string {
  if (ts.isMethodSignature(member))
    return `(${member.parameters.map((one) => one.getText()).join(', ')}) => ${member.type?.getText() ?? 'void'}`;
  return member.type?.getText() ?? '';
}

function optional(member: ts.PropertySignature): string {
  return member.questionToken ? '?' : '';
}

function comment(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  if (!doc) return '';
  const tags = (doc.tags ?? []).map(({ tagName }) => `@${tagName.text}`);
  return [ts.getTextOfJSDocComment(doc.comment) ?? '', ...tags].join(' ').trim();
}

/** Of a member of a union, which stands before the bar. */
function commentBefore(node: ts.TypeNode): string {
  const before = node.getSourceFile().text.slice(0, node.getStart());
  return /\/\*\* ((?:(?!\*\/).)*) \*\/\s*\|\s*$/s.exec(before)?.[1] ?? '';
}

// Writing.

/** A text without its default, and the default. */
function withDefault({ description, default: value, type }: Named): [text: string, byDefault: string] {
  const text = line(description);
  const found = /(?:^| )Default:? (.+?)\.(?= |$)/.exec(text);
  if (found) return [text.replace(found[0], '').trim(), found[1] ?? ''];
  if (type?.text === 'boolean') return [text, 'off'];
  return [
    text,
    value && !/^(''|null|undefined|false|\{\}|\[\])$/.test(value) ? code(value.replaceAll("'", '')) : '–',
  ];
}

function line(text = ''): string {
  return text
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Where the reference tells of a type. */
const sections: Readonly<Record<string, string>> = {
  DiagnoseOptions: 'diagnosis',
  DiagnosisRow: 'diagnosis',
  ElevenLabsSettings: 'start-options',
  EndReason: 'state',
  LiveAvatarOptions: 'start-options',
  Phase: 'state',
  SessionState: 'state',
  SimulatedAnswer: 'the-script-of-a-simulated-session',
  SimulatedDelays: 'the-script-of-a-simulated-session',
  SimulatedScript: 'the-script-of-a-simulated-session',
  SpeakOptions: 'speech',
  SpeakResponse: 'speech',
  StartAvatarOptions: 'start-options',
  StartPhase: 'state',
  STTOptions: 'start-options',
  StreamingAvatar: 'streamingavatar',
  StreamingAvatarError: 'errors',
  StreamingStartTalkingEvent: 'data-of-events',
  StreamingStopTalkingEvent: 'data-of-events',
  StreamingTalkingEndEvent: 'data-of-events',
  StreamingTalkingMessageEvent: 'data-of-events',
  Timings: 'state',
  TranscriptTurn: 'state',
  UserSilenceEvent: 'data-of-events',
  UserStartEvent: 'data-of-events',
  UserStopEvent: 'data-of-events',
  UserTalkingEndEvent: 'data-of-events',
  UserTalkingMessageEvent: 'data-of-events',
  VoiceChatRequest: 'speech',
  VoiceOptions: 'start-options',
  WarningDetail: 'data-of-events',
};

/** Without what TypeScript needs and nobody asks for. */
function typeOf(text = ''): string {
  const short = line(text)
    .replaceAll(/ \| (undefined|'')(?= \||$|\))/g, '')
    .replaceAll(/`\$\{(\w+)\}`/g, '$1')
    .replaceAll(/AnyCase<(\w+)>/g, '$1')
    .replaceAll('readonly ', '')
    .replace(/^\| /, '');
  if (!short) return '–';
  const name = /^\w+/.exec(short)?.[0] ?? '';
  const section = sections[name] ?? (isEnum(name) ? 'enums' : undefined);
  const shown = short.includes('`') ? `\`\` ${short} \`\`` : code(short);
  return section ? `[${shown}](#${section})` : shown;
}

function isEnum(name: string): boolean {
  const found = declared.get(name);
  return found !== undefined && ts.isEnumDeclaration(found);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]): string =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [cells(head), cells(head.map(() => '-')), ...rows.map(cells)].join('\n');
}
