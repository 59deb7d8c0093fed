// `npm run api`: writes test/types/public-api.txt, the declarations that a page's program can reach, so that each
// change of them is seen in review. Reads dist/*.d.ts: build first. By TypeScript 5.9, since 7 has no API for tools.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript-5.9';
import { projectRoot } from './run.mjs';

const dist = join(projectRoot, 'dist');
/** @type {{ exports: Record<string, string | { types: string }> }} */
const { exports } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
const entries = Object.entries(exports).flatMap(([name, target]) =>
  typeof target === 'string' || name.startsWith('./types/')
    ? []
    : [{ name: name.replace('.', 'heygen-avatar'), file: join(projectRoot, target.types) }],
);

const program = ts.createProgram(
  entries.map(({ file }) => file),
  {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    types: [],
  },
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

/** Every reached statement, by file. @type {Map<ts.SourceFile, Set<ts.Statement>>} */
const reached = new Map();

const lists = entries.map(({ name, file }) => {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`There is no ${relative(projectRoot, file)}: run npm run build.`);
  const names = checker.getExportsOfModule(module).map((symbol) => {
    reach(symbol);
    return symbol.name;
  });
  return `${name}\n  ${names.sort().join('\n  ')}\n`;
});

const files = [...reached].sort(([a], [b]) => (a.fileName < b.fileName ? -1 : 1));
const declarations = files.map(([file, statements]) => {
  const inOrder = [...statements].sort((a, b) => a.pos - b.pos);
  const texts = inOrder.map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, file));
  return `// ${relative(dist, file.fileName)}\n${texts.join('\n')}\n`;
});
writeFileSync(join(projectRoot, 'test/types/public-api.txt'), [...lists, ...declarations].join('\n'));

/** @param {ts.Symbol} symbol */
function reach(symbol) {
  const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  for (const declaration of own.declarations ?? []) {
    const file = declaration.getSourceFile();
    const statement = statementOf(declaration);
    if (!statement || !file.fileName.startsWith(dist)) continue;
    const statements = reached.get(file) ?? new Set();
    reached.set(file, statements);
    if (statements.has(statement)) continue;
    statements.add(statement);
    reachNamesIn(statement);
  }
}

/** @param {ts.Node} node */
function reachNamesIn(node) {
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node);
    if (symbol) reach(symbol);
  }
  ts.forEachChild(node, reachNamesIn);
}

/**
 * The statement of a file that a declaration is in; none for the file itself.
 * @param {ts.Node} node
 * @returns {ts.Statement | undefined}
 */
function statementOf(node) {
  if (ts.isSourceFile(node)) return undefined;
  return ts.isSourceFile(node.parent) ? /** @type {ts.Statement} */ (node) : statementOf(node.parent);
}
