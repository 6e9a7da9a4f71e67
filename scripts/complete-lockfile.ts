import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * `node scripts/complete-lockfile.ts`, after `npm install` has changed package-lock.json: lists the
 * optional platform packages that npm left out because the registry it asked does not serve them.
 * Without an entry for every platform `npm ci` refuses the whole lockfile, on every machine.
 */
export interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface Missing {
  readonly name: string;
  readonly version: string;
  readonly dev: boolean;
}

/** Folders in which Node looks for a package that the one at `place` asks for, nearest first. */
const lookupPlaces = (place: string, name: string): string[] => {
  const above = place.lastIndexOf('/node_modules/');
  const here = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
  if (place === '') return [here];
  return [here, ...lookupPlaces(above === -1 ? '' : place.slice(0, above), name)];
};

export const missingOptional = ({ packages }: Lockfile): Missing[] =>
  Object.entries(packages).flatMap(([place, { dev = false, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !lookupPlaces(place, name).some((candidate) => candidate in packages))
      .map(([name, version]) => ({ name, version, dev })),
  );

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];
const libraries = { glibc: /\bgnu/u, musl: /\bmusl/u };

/** Platform packages say in their names what they are for, such as `binding-linux-arm64-musl`. */
const entryOf = ({ name, version, dev }: Missing): LockedPackage => {
  const words = name.replace('windows', 'win32').split(/[-/]/u);
  const cpu = processors.filter((processor) => words.includes(processor));
  const os = systems.filter((system) => words.includes(system));
  const libc = Object.entries(libraries).flatMap(([library, shape]) => (shape.test(name) ? [library] : []));
  if (os.length === 0) {
    throw new Error(`${name}@${version} is missing from the lockfile and its name tells no platform`);
  }
  return {
    version,
    ...(cpu.length === 0 ? {} : { cpu }),
    ...(dev ? { dev } : {}),
    ...(os.includes('linux') && libc.length > 0 ? { libc } : {}),
    optional: true,
    os,
  };
};

/** @throws Error when an optional package is missing whose name does not tell its platform */
export const complete = <Locked extends Lockfile>(lockfile: Locked): Locked => {
  const added = missingOptional(lockfile).map((missing) => [`node_modules/${missing.name}`, entryOf(missing)] as const);
  const packages = Object.entries(lockfile.packages).concat(added.map(([place, entry]) => [place, entry]));
  return { ...lockfile, packages: Object.fromEntries(packages.sort(([a], [b]) => a.localeCompare(b, 'en'))) };
};

if (import.meta.main) {
  const file = path.join(import.meta.dirname, '../package-lock.json');
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- written by npm a moment ago; checked by lockfile.test.ts
  const lockfile: Lockfile = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify(complete(lockfile), null, 2)}\n`);
  console.log(`added ${String(missingOptional(lockfile).length)} platform packages`);
}
