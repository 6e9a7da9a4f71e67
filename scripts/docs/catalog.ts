import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as z from 'zod';
import type { Declaration } from '../../functions/kernel/operation/declaration.ts';

export const root = path.resolve(import.meta.dirname, '../..');

/** A folder of functions/ that lists operations. */
export interface DocumentedSubdomain {
  readonly name: string;
  readonly operations: readonly Declaration[];
}

/** An item type as its `defineItem` describes it. */
export interface DocumentedItem {
  readonly name: string;
  readonly subdomain: string;
  readonly summary: string;
  readonly keys: Readonly<Partial<Record<string, string>>>;
  readonly schema: z.ZodType;
  /** Where it is defined, relative to the repository. */
  readonly file: string;
}

/** Repository paths that match a glob, sorted, with forward slashes. */
export const sourceFiles = (glob: string): string[] =>
  globSync(glob, { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .sort();

const load = async (file: string): Promise<Readonly<Record<string, unknown>>> => {
  const module: unknown = await import(pathToFileURL(path.join(root, file)).href);
  return typeof module === 'object' && module !== null ? { ...module } : {};
};

const isDeclaration = (value: unknown): value is Declaration =>
  typeof value === 'object' && value !== null && 'operationId' in value && 'subdomain' in value && 'kind' in value;

/** Every subdomain there is, whether or not a stage deploys it. @throws Error when a list holds something else */
export const loadSubdomains = async (): Promise<readonly DocumentedSubdomain[]> =>
  Promise.all(
    sourceFiles('functions/*/operations.ts').map(async (file) => {
      const { operations } = await load(file);
      if (!Array.isArray(operations)) throw new Error(`${file} exports no list named operations`);
      const listed: readonly unknown[] = operations;
      const declared = listed.filter(isDeclaration);
      if (declared.length !== listed.length) throw new Error(`${file} lists something that is no declaration`);
      return { name: file.split('/')[1] ?? '', operations: declared };
    }),
  );

type Definition = Omit<DocumentedItem, 'file'>;

const isItem = (value: unknown): value is Definition =>
  typeof value === 'object' &&
  value !== null &&
  'keys' in value &&
  'schema' in value &&
  'encode' in value &&
  'decode' in value;

const definesItems = (file: string): boolean => readFileSync(path.join(root, file), 'utf8').includes('= defineItem({');

/** Every item type that any file below functions/ defines and exports, by subdomain and name. */
export const loadItems = async (): Promise<readonly DocumentedItem[]> => {
  const files = sourceFiles('functions/**/*.ts').filter(definesItems);
  const found = await Promise.all(
    files.map(async (file) =>
      Object.values(await load(file))
        .filter(isItem)
        .map((item) => ({ ...item, file })),
    ),
  );
  return found
    .flat()
    .sort((one, other) => `${one.subdomain} ${one.name}`.localeCompare(`${other.subdomain} ${other.name}`, 'en'));
};
