import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The repository as the rules see it: relative paths with forward slashes, and their text. */
export const root = path.resolve(import.meta.dirname, '../..');

const notOurs = new Set(['.git', '.local', 'node_modules', 'cdk.out', 'coverage', 'dist', '__pycache__']);

const walk = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const below = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? walk(below) : [below];
  });

/** Tracked files and those about to be; in a checkout without git, all that is not installed or made. */
const list = (): string[] => {
  try {
    const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const found = execFileSync('git', options, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return found.split('\0').filter((file) => file !== '' && existsSync(path.join(root, file)));
  } catch {
    return walk('');
  }
};

export const files: readonly string[] = list().sort();

export const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

export const exists = (file: string): boolean => existsSync(path.join(root, file));

export const filesMatching = (pattern: RegExp): string[] => files.filter((file) => pattern.test(file));

/** Lines of a file that match, as `file:line`, for a message that can be clicked. */
export const linesMatching = (file: string, pattern: RegExp): string[] =>
  read(file)
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${file}:${String(index + 1)}`] : []));

const unique = (names: string[]): string[] => [...new Set(names)];

const notSubdomains = new Set(['kernel', 'policies', 'providers']);

/** Folders of functions/ that hold business, each with at least one operation or layer. */
export const subdomains: readonly string[] = unique(
  filesMatching(/^functions\/[^/]+\/.+\.ts$/u).map((file) => file.split('/')[1] ?? ''),
).filter((name) => !notSubdomains.has(name));

const layers = new Set(['domain', 'ports', 'infrastructure']);

export interface OperationFolder {
  readonly subdomain: string;
  /** kebab-case name of the folder. */
  readonly name: string;
  /** Path of the folder, without a slash at the end. */
  readonly folder: string;
}

/** Every folder of a subdomain that is no layer is an operation. */
export const operationFolders: readonly OperationFolder[] = subdomains.flatMap((subdomain) =>
  unique(filesMatching(new RegExp(`^functions/${subdomain}/[^/]+/.+`, 'u')).map((file) => file.split('/')[2] ?? ''))
    .filter((name) => !layers.has(name))
    .map((name) => ({ subdomain, name, folder: `functions/${subdomain}/${name}` })),
);
