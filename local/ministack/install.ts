import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Repository root, from this file's place in it. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../..');

const requirementsFile = path.join(import.meta.dirname, 'requirements.txt');
const installTimeoutMs = 300_000;
const oldestPython = [3, 10] as const;

export interface MinistackInstallation {
  /** Release of MiniStack, as pinned in requirements.txt. */
  readonly version: string;
  /** Absolute path of the directory that goes on PYTHONPATH. */
  readonly packages: string;
  /** Interpreter that installed it; compiled wheels fit no other minor version. */
  readonly python: string;
}

/**
 * Installs the pinned MiniStack below `.local/`, once per version. `pip --target` and not a virtual
 * environment: several distributions ship python3 without ensurepip, and then `python3 -m venv` fails.
 * The directory appears by rename, so an interrupted installation is never taken for a finished one.
 *
 * @throws Error when python3 is missing or too old, or pip fails; the message says what to install.
 */
export async function installMinistack(): Promise<MinistackInstallation> {
  const requirements = await readFile(requirementsFile, 'utf8');
  const version = pinnedVersion(requirements);
  const python = process.env['PYTHON'] ?? 'python3';
  const interpreter = await interpreterVersion(python);
  const packages = path.join(repositoryRoot, '.local', `ministack-${version}-py${interpreter}`);
  const marker = path.join(packages, 'installed-requirements.txt');

  if (existsSync(marker) && (await readFile(marker, 'utf8')) === requirements) {
    return { version, packages, python };
  }

  const unfinished = `${packages}.unfinished-${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await pipInstall(python, unfinished);
    await writeFile(path.join(unfinished, 'installed-requirements.txt'), requirements);
    await rm(packages, { recursive: true, force: true });
    await rename(unfinished, packages);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return { version, packages, python };
}

function pinnedVersion(requirements: string): string {
  const version = /^ministack==(\S+)$/m.exec(requirements)?.[1];
  if (version === undefined) throw new Error('requirements.txt does not pin ministack');
  return version;
}

async function interpreterVersion(python: string): Promise<string> {
  const program = 'import sys; print("%d.%d" % sys.version_info[:2])';
  const { stdout } = await run(python, ['-c', program]).catch((cause: unknown) => {
    throw new Error(`MiniStack needs python3 with pip; "${python}" did not run`, { cause });
  });
  const found = stdout.trim();
  const [major = 0, minor = 0] = found.split('.').map(Number);
  if (major < oldestPython[0] || (major === oldestPython[0] && minor < oldestPython[1])) {
    throw new Error(`MiniStack needs Python ${oldestPython.join('.')} or newer, found ${found}`);
  }
  return found;
}

async function pipInstall(python: string, target: string): Promise<void> {
  const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'];
  const command = ['-m', 'pip', 'install', ...options, '--target', target, '-r', requirementsFile];
  await run(python, command, { timeout: installTimeoutMs }).catch((cause: unknown) => {
    throw new Error('pip could not install MiniStack; is python3-pip there?', { cause });
  });
}
