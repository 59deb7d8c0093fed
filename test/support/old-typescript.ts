/** Compiles programs by an older TypeScript's own API: one after another, each file parsed once. */

import { createRequire } from 'node:module';
import { relative } from 'node:path';
import type * as ts from 'typescript-5.9';

export type Resolution = 'node' | 'bundler';

export class OldTypeScript {
  readonly #ts: typeof ts;
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();

  /** `name` is the package's: `typescript-5.0`. */
  constructor(name: string) {
    this.#ts = createRequire(import.meta.url)(name) as typeof ts;
  }

  /** The errors in `files`, and in whatever they use for which `isOurs` says yes. */
  errors(
    folder: string,
    files: readonly string[],
    options: { resolution: Resolution; strict: boolean; isOurs: (file: string) => boolean },
  ): string[] {
    const { strict, resolution, isOurs } = options;
    const { JsxEmit, ModuleKind, ModuleResolutionKind, ScriptTarget } = this.#ts;
    const compilerOptions: ts.CompilerOptions = {
      allowJs: true,
      checkJs: true,
      esModuleInterop: true,
      jsx: JsxEmit.ReactJSX,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      module: ModuleKind.ESNext,
      moduleResolution: resolution === 'node' ? ModuleResolutionKind.NodeJs : ModuleResolutionKind.Bundler,
      noEmit: true,
      strict,
      target: ScriptTarget.ES2020,
      types: [],
    };
    const program = this.#ts.createProgram(files, compilerOptions, this.#host(compilerOptions, folder));
    const checked = program
      .getSourceFiles()
      .filter(({ fileName }) => files.includes(fileName) || isOurs(fileName));
    const diagnostics = [
      ...program.getOptionsDiagnostics(),
      ...checked.flatMap((file) => program.getSyntacticDiagnostics(file)),
      ...checked.flatMap((file) => program.getSemanticDiagnostics(file)),
    ];
    return diagnostics.map((diagnostic) => this.#describe(diagnostic, folder));
  }

  #host(options: ts.CompilerOptions, folder: string): ts.CompilerHost {
    const host = this.#ts.createCompilerHost(options);
    const { getSourceFile } = host;
    host.getCurrentDirectory = () => folder;
    host.getSourceFile = (fileName, ...rest) => {
      if (!this.#parsed.has(fileName)) this.#parsed.set(fileName, getSourceFile(fileName, ...rest));
      return this.#parsed.get(fileName);
    };
    return host;
  }

  #describe({ file, start = 0, code, messageText }: ts.Diagnostic, folder: string): string {
    const message = this.#ts.flattenDiagnosticMessageText(messageText, ' ');
    if (!file) return `TS${code}: ${message}`;
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    return `${relative(folder, file.fileName)}:${line} TS${code}: ${message}`;
  }
}
