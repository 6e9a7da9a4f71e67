import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ClientCertificate } from '../domain/client-certificate.ts';

/** Client certificates by their fingerprint. Reads are strongly consistent: a revoked one is known at once. */
export interface ClientCertificateStore {
  /** Of this tenant alone. */
  find(tenant: TenantContext, fingerprint: string): Promise<ClientCertificate | undefined>;
  create(tenant: TenantContext, certificate: ClientCertificate): WriteIntent;
  /** The next version; refused with ConcurrentChange unless `certificate.sequence - 1` is stored. */
  replace(tenant: TenantContext, certificate: ClientCertificate): WriteIntent;
  /** The partition that holds the certificate and its history. */
  partition(tenant: TenantContext, fingerprint: string): string;
}
