// What the playground copies and the guides show is code that compiles, in each place that it is for, whatever stands
// in the attributes. The frameworks' own compilers say so; test/package/samples.test.ts runs the HTML.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ASTWithSource, LiteralPrimitive, parseTemplate, TmplAstElement } from '@angular/compiler';
import { compileScript, compileTemplate, parse } from '@vue/compiler-sfc';
import { compile } from 'svelte/compiler';
import ts from 'typescript-5.9';
import { pasted } from '../../demo/playground/pasted.js';
import { example, needsAllow, snippet, type Shown, type Target } from '../../demo/playground/snippets.js';

const wordpressGuide = readFileSync(new URL('../../demo/pages/wordpress.md', import.meta.url), 'utf8');

/** Whatever ends a string, a tag or an expression somewhere. */
const hostile = 'Say "hi" & <b>{{ name }}</b>, `${x}` \\ {y}';

const shown: Record<string, Shown> = {
  'the first example': example,
  'every kind of value': {
    attributes: new Map([
      ['service', 'simulated'],
      ['knowledge-base', hostile],
      ['voice-rate', '1.25'],
      ['muted', ''],
      ['controls', ''],
    ]),
    trouble: 'server-error',
  },
};

for (const [name, what] of Object.entries(shown)) {
  const text = what.attributes.get('knowledge-base');
  const code = (target: Target): string => snippet(target, what);

  describe(`a snippet of ${name}`, () => {
    it('compiles in Vue', () => {
      const { descriptor, errors } = parse(code('vue'));
      assert.deepEqual(errors, []);
      const script = compileScript(descriptor, { id: 'test' });
      const template = compileTemplate({
        id: 'test',
        filename: 'avatar.vue',
        source: descriptor.template?.content ?? '',
        compilerOptions: {
          isCustomElement: (tag) => tag.startsWith('heygen-avatar'),
          ...(script.bindings ? { bindingMetadata: script.bindings } : {}),
        },
      });
      assert.deepEqual([template.errors, template.tips], [[], []]);
      assert.match(template.code, /onStream_ready/);
      if (text !== undefined) assert.ok(template.code.includes(JSON.stringify(text)), template.code);
    });

    it('compiles in Svelte', () => {
      const { js, warnings } = compile(code('svelte'), { generate: 'server' });
      assert.deepEqual(warnings, []);
      // As written, for the browser to read.
      if (text !== undefined) assert.match(js.code, /Say &quot;hi&quot; &amp; &lt;b>(\{|&#123;){2} name/);
    });

    it('compiles in Angular', () => {
      const component = code('angular');
      assert.deepEqual(syntaxErrors('avatar.component.ts', component), []);
      const { nodes, errors } = parseTemplate(templateOf(component), 'avatar.component.html');
      assert.deepEqual(errors ?? [], []);
      const element = nodes.find((node) => node instanceof TmplAstElement);
      assert.ok(element);
      assert.equal(element.name, 'heygen-avatar');
      assert.deepEqual(
        element.outputs.map(({ name: output }) => output),
        ['stream_ready'],
      );
      if (text !== undefined) {
        const given = element.inputs.find(({ name: attribute }) => attribute === 'knowledge-base')?.value;
        assert.ok(given instanceof ASTWithSource && given.ast instanceof LiteralPrimitive);
        assert.equal(given.ast.value, text);
      }
    });

    it('compiles in React', () => {
      assert.deepEqual(syntaxErrors('avatar.tsx', code('react')), []);
      const { outputText } = ts.transpileModule(code('react'), {
        compilerOptions: {
          jsx: ts.JsxEmit.ReactJSX,
          module: ts.ModuleKind.ESNext,
          target: ts.ScriptTarget.ES2022,
        },
      });
      assert.match(outputText, /onStreamReady: \(/);
      if (text !== undefined) {
        const written = /knowledgeBase: ("(?:[^"\\]|\\.)*")/.exec(outputText)?.[1] ?? '""';
        assert.equal(JSON.parse(written), text);
        assert.match(outputText, /voiceRate: 1\.25, muted: true, controls: ""/);
      }
    });

    it('is one shortcode in WordPress', () => {
      // As WordPress takes one apart: a bracket ends it, a quote ends a value, and a word alone is a value of its own.
      const [, inside = ''] = /^\[heygen_avatar ?([^[\]]*)\]\n$/.exec(code('wordpress')) ?? [];
      const words = Array.from(inside.matchAll(/([\w-]+)(="[^"]*")?/g), ([whole]) => whole);
      assert.equal(inside, words.join(' '));
      const names = words.map((word) => word.split('=')[0] ?? '');
      for (const attribute of names) assert.ok(wordpressGuide.includes(`| \`${attribute}\``), attribute);
    });
  });
}

function syntaxErrors(fileName: string, text: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      experimentalDecorators: true,
      jsx: ts.JsxEmit.ReactJSX,
      target: ts.ScriptTarget.ES2022,
    },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** What the decorator says at run time. */
function templateOf(component: string): string {
  const file = ts.createSourceFile('avatar.component.ts', component, ts.ScriptTarget.Latest, true);
  let template = '';
  const visit = (node: ts.Node): void => {
    if (ts.isNoSubstitutionTemplateLiteral(node)) template = node.text;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return template;
}

describe('what the playground gives away of its tag', () => {
  const sandbox = 'http://127.0.0.1:39211';
  const onSandbox = [
    ['service', 'liveavatar'],
    ['token-url', `${sandbox}/sandbox/token?service=liveavatar&trouble=forbidden`],
    ['base-path', sandbox],
    ['poster', `${sandbox}/sandbox/picture?avatar=Wayne_20240711`],
    ['quality', 'low'],
  ] as const;

  it('has nothing of the sandbox, and the token-url of the page it is pasted into', () => {
    const shownThere = new Map([
      ...onSandbox,
      ['avatar-name', 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a'] as const,
    ]);
    const { attributes, remark } = pasted(shownThere, 'liveavatar', sandbox);
    assert.deepEqual(
      [...attributes],
      [
        ['token-url', '/avatar-token'],
        ['quality', 'low'],
        ['avatar-name', 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a'],
      ],
    );
    assert.equal(remark, '');
    assert.deepEqual(needsAllow(attributes), ['avatarName']);
  });

  it('leaves out ids that only the sandbox has, and says so', () => {
    const invented = new Map([
      ...onSandbox,
      ['avatar-name', '7a1c53f0-94d1-4b8e-8a55-3c6b2e90d101'] as const,
    ]);
    const { attributes, remark } = pasted(invented, 'liveavatar', sandbox);
    assert.ok(!attributes.has('avatar-name'));
    assert.match(remark, /avatar-name/);
  });

  it('keeps what the visitor has filled in, and a simulated tag as it is', () => {
    const own = new Map([
      ['token-url', 'https://my.site/token'],
      ['base-path', 'https://my.proxy'],
    ] as const);
    assert.deepEqual(pasted(own, 'interactive-avatar', sandbox), { attributes: own, remark: '' });
    const simulated = new Map([['service', 'simulated']] as const);
    assert.deepEqual(pasted(simulated, 'simulated', sandbox).attributes, simulated);
  });

  it('says that Interactive Avatar needs a proxy', () => {
    assert.match(pasted(new Map(onSandbox), 'interactive-avatar', sandbox).remark, /switched/);
  });
});
