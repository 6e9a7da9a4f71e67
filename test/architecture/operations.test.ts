import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import { exists, filesMatching, operationFolders, read, root, subdomains, type OperationFolder } from './repository.ts';

interface Named {
  readonly operationId: string;
  readonly subdomain: string;
  readonly kind: string;
}

const isDeclaration = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && 'operationId' in value && 'subdomain' in value && 'kind' in value;

const declarationOf = async ({ folder }: OperationFolder): Promise<Named> => {
  const module: unknown = await import(path.join(root, folder, 'declaration.ts'));
  const found = Object.values(module as Record<string, unknown>).filter(isDeclaration);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${folder}/declaration.ts declares ${String(found.length)} operations`);
  }
  return found[0];
};

const withFile = (file: string): OperationFolder[] =>
  operationFolders.filter(({ folder }) => exists(`${folder}/${file}`));
const without = (file: string): string[] =>
  operationFolders.filter(({ folder }) => !exists(`${folder}/${file}`)).map(({ folder }) => `${folder}/${file}`);

/** Kinds whose whole work is the chain's and the wiring's, so that no use case is left to write. */
const needsNoUseCase = new Set(['authorizer', 'stream', 'url']);

describe('An operation is a folder with a declaration, a use case and a handler', () => {
  it('has a declaration in every operation folder', () => {
    expect(without('declaration.ts')).toEqual([]);
  });

  it('has a handler in every operation folder', () => {
    expect(without('handler.ts')).toEqual([]);
  });

  it('has a use case, unless its kind needs none', async () => {
    const missing: string[] = [];
    for (const operation of withFile('declaration.ts')) {
      const { kind } = await declarationOf(operation);
      if (!exists(`${operation.folder}/operation.ts`) && !needsNoUseCase.has(kind)) missing.push(operation.folder);
    }
    expect(missing).toEqual([]);
  });

  it('is declared under the names of its folders', async () => {
    const misnamed: string[] = [];
    for (const operation of withFile('declaration.ts')) {
      const { operationId, subdomain } = await declarationOf(operation);
      const declared = `functions/${subdomain}/${kebab(operationId)}`;
      if (declared !== operation.folder) misnamed.push(`${operation.folder} declares ${declared}`);
    }
    expect(misnamed).toEqual([]);
  });

  it('has a test in the same place below test/', () => {
    const untested = operationFolders.filter(
      ({ folder }) => filesMatching(new RegExp(`^test/${folder}/.+\\.test\\.ts$`, 'u')).length === 0,
    );
    expect(untested.map(({ folder }) => folder)).toEqual([]);
  });

  it('is listed in operations.ts of its subdomain', () => {
    const unlisted = operationFolders.filter(({ subdomain, name }) => {
      const list = `functions/${subdomain}/operations.ts`;
      return !exists(list) || !read(list).includes(`'./${name}/declaration.ts'`);
    });
    expect(unlisted.map(({ folder }) => folder)).toEqual([]);
  });

  it('has a line in the README of its subdomain', async () => {
    const unmentioned: string[] = [];
    for (const operation of withFile('declaration.ts')) {
      const readme = `functions/${operation.subdomain}/README.md`;
      const { operationId } = await declarationOf(operation);
      if (!exists(readme) || !new RegExp(`\\b${operationId}\\b`, 'u').test(read(readme))) {
        unmentioned.push(operation.folder);
      }
    }
    expect(unmentioned).toEqual([]);
  });

  it('opens its use case with a doc comment', () => {
    const silent = withFile('operation.ts').filter(({ folder }) => !read(`${folder}/operation.ts`).includes('/**'));
    expect(silent.map(({ folder }) => folder)).toEqual([]);
  });
});

describe('A subdomain is a folder that explains itself', () => {
  it('finds the subdomains that the platform starts with', () => {
    expect(subdomains).toEqual(expect.arrayContaining(['balances', 'cards', 'customers']));
  });

  it('has a README and a list of operations', () => {
    const missing = subdomains
      .flatMap((subdomain) => [`functions/${subdomain}/README.md`, `functions/${subdomain}/operations.ts`])
      .filter((file) => !exists(file));
    expect(missing).toEqual([]);
  });

  it('tells its nuances', () => {
    const silent = subdomains
      .map((subdomain) => `functions/${subdomain}/README.md`)
      .filter((file) => exists(file) && !/^#+ .*nuances/imu.test(read(file)));
    expect(silent).toEqual([]);
  });
});
