import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { SecretStore } from '../functions/kernel/platform/platform.ts';

const stored = z.record(z.string(), z.string().min(32));

const readKept = (file: string | undefined): Map<string, string> =>
  file === undefined || !existsSync(file)
    ? new Map<string, string>()
    : new Map(Object.entries(stored.parse(JSON.parse(readFileSync(file, 'utf8')))));

const keep = (file: string | undefined, secrets: ReadonlyMap<string, string>): void => {
  if (file === undefined) return;
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

/**
 * Secrets made when they are first asked for: random per start, or kept in a file that only its owner can read, so
 * that kept data (keyed hashes, cursors) still fits after a restart.
 * @param file beside NODAL_DATA; absent: nothing is kept
 */
export const localSecrets = (file?: string): SecretStore => {
  const secrets = readKept(file);
  return {
    values: async (name) => {
      const known = secrets.get(name);
      if (known !== undefined) return [known];
      const made = randomBytes(32).toString('base64url');
      secrets.set(name, made);
      keep(file, secrets);
      return [made];
    },
  };
};
