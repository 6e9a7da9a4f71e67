import { X509Certificate } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../errors/domain-error.ts';
import type { Table } from '../../persistence/table.ts';
import { readCertificate } from '../../tenancy/client-certificate.ts';
import type { TenantContext } from '../../tenancy/tenant-context.ts';
import type { Clock } from '../../time/clock.ts';
import type { Exchange } from './exchange.ts';
import { established } from './exchange.ts';

type Identity = Exchange['event']['requestContext']['identity'];

const refused = (detail: string): DomainError =>
  new DomainError('forbidden', 'client_certificate_required', { detail });

/** What the door with mutual TLS hands on; the plain door hands on nothing. */
const presentedPem = (identity: Identity | undefined): string | undefined => {
  const pem = identity?.clientCert?.clientCertPem;
  return pem === '' ? undefined : pem;
};

/** SHA-256 of the certificate, 64 lower-case hexadecimal digits; undefined when the text is no certificate. */
const fingerprintOf = (pem: string): string | undefined => {
  try {
    return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    // Said to the caller like every other certificate that is none of the tenant's.
    return undefined;
  }
};

interface Dependencies {
  readonly table: Table;
  /** Real time. */
  readonly clock: Clock;
}

const isOwn = async ({ table, clock }: Dependencies, tenant: TenantContext, pem: string): Promise<boolean> => {
  const fingerprint = fingerprintOf(pem);
  const found = fingerprint === undefined ? undefined : await readCertificate(table, tenant, fingerprint);
  return found?.status === 'live' && Temporal.Instant.compare(clock.now(), found.notAfter) < 0;
};

/**
 * A tenant that demands a client certificate is served with a live one of its own, and no tenant with a foreign one
 * (AN-13). Asked on every request, never from the authorizer's cache: a revocation holds at once. It costs one read,
 * where a certificate was presented.
 */
export const checkCertificate =
  (dependencies: Dependencies) =>
  async (exchange: Exchange): Promise<void> => {
    if (exchange.route?.surface !== 'secure' || exchange.caller === undefined) return;
    const pem = presentedPem(exchange.event.requestContext.identity);
    if (pem === undefined) {
      if (exchange.event.requestContext.authorizer?.['clientCertificate'] !== 'required') return;
      throw refused('This tenant demands a client certificate, and none came. Use the host for mutual TLS.');
    }
    const isLive = await isOwn(dependencies, established(exchange.tenant, 'tenant'), pem);
    if (!isLive) throw refused('The client certificate is not a live one of this tenant.');
  };
