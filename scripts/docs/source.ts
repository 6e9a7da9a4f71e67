import path from 'node:path';
import ts from 'typescript';
import { root, sourceFiles } from './catalog.ts';

/** The source of functions/, parsed and typed by the compiler. */
export interface Source {
  readonly files: readonly ts.SourceFile[];
  readonly checker: ts.TypeChecker;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  exactOptionalPropertyTypes: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** Packages stay unknown: what is asked of the types here is our own, and the AWS SDK's take seconds to read. */
const ownModulesOnly = (host: ts.CompilerHost): ts.CompilerHost => ({
  ...host,
  resolveModuleNameLiterals: (literals, containingFile) =>
    literals.map(({ text }) => ({
      resolvedModule: text.startsWith('.')
        ? { resolvedFileName: path.resolve(path.dirname(containingFile), text), extension: ts.Extension.Ts }
        : undefined,
    })),
});

const functions = (): string[] => sourceFiles('functions/**/*.ts').map((file) => path.join(root, file));

/** Reads functions/ once, by default all of it; a second or two. @param names absolute paths */
export const openSource = (names: readonly string[] = functions()): Source => {
  const host = ownModulesOnly(ts.createCompilerHost(options));
  const program = ts.createProgram(names, options, host);
  const files = program.getSourceFiles().filter(({ fileName }) => names.includes(path.normalize(fileName)));
  return { files, checker: program.getTypeChecker() };
};

/** Calls `see` for a node and everything below it. */
export const walk = (node: ts.Node, see: (found: ts.Node) => void): void => {
  see(node);
  ts.forEachChild(node, (child) => walk(child, see));
};
