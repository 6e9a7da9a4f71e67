import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs OpenSSL: what tenants use, and an opinion of its own about what we sign. @throws Error with what it printed */
export const openssl = (...parameters: readonly string[]): string =>
  execFileSync('openssl', [...parameters], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Runs `use` with the files, by name, in a folder of their own. */
export const withFiles = <Result>(
  files: Readonly<Record<string, string>>,
  use: (pathOf: (name: string) => string) => Result,
): Result => {
  const folder = mkdtempSync(join(tmpdir(), 'nodal-certificates-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export interface RequestedCertificate {
  /** PKCS#10, PEM. */
  readonly csr: string;
  /** Private key, PEM. */
  readonly key: string;
}

const kinds = {
  'P-256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'P-521': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  secp256k1: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  'explicit P-256': [
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ...['-pkeyopt', 'ec_param_enc:explicit'],
  ],
  ed25519: ['-newkey', 'ed25519'],
  rsa1024: ['-newkey', 'rsa:1024'],
  rsa2048: ['-newkey', 'rsa:2048'],
  rsa3: ['-newkey', 'rsa:2048', '-pkeyopt', 'rsa_keygen_pubexp:3'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type RequestedKind = keyof typeof kinds;

/** A certificate signing request as a tenant makes it, by OpenSSL. */
export const makeRequest = (
  kind: RequestedKind = 'P-256',
  { subject = '/O=Acme/CN=server-1', more = [] }: { subject?: string; more?: readonly string[] } = {},
): RequestedCertificate =>
  withFiles({ 'request.cnf': '[req]\ndistinguished_name = dn\n[dn]\n' }, (pathOf) => {
    const [key, csr] = [pathOf('key.pem'), pathOf('request.pem')];
    const files = ['-config', pathOf('request.cnf'), '-keyout', key, '-out', csr];
    openssl('req', '-new', '-nodes', '-utf8', ...kinds[kind], ...files, '-subj', subject, ...more);
    return { csr: readFileSync(csr, 'utf8'), key: readFileSync(key, 'utf8') };
  });
