import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../persistence/item.ts';
import { tenantKey } from '../persistence/keys.ts';
import type { Key, Table } from '../persistence/table.ts';
import type { TenantContext } from './tenant-context.ts';

export const clientCertificateStatuses = ['live', 'revoked'] as const;

/** A client certificate that the platform's authority signed for a tenant's servers. */
export const clientCertificateItem = defineItem({
  name: 'client_certificate',
  subdomain: 'kernel',
  summary: 'A client certificate of a tenant, live or revoked; every request that presents it reads it.',
  keys: { pk: 'T#<tenantId>#CERTIFICATE#<SHA-256 fingerprint>', sk: 'CERTIFICATE' },
  schema: z.object({
    fingerprint: z.string(),
    serialNumber: z.string(),
    authorityKid: z.string(),
    status: z.enum(clientCertificateStatuses),
    issuedAt: instant,
    notAfter: instant,
    revokedAt: instant.optional(),
    sequence: wholeNumber,
  }),
});

/** Partition of a certificate and its history. */
export const certificatePartition = (tenant: TenantContext, fingerprint: string): string =>
  tenantKey(tenant, 'CERTIFICATE', fingerprint);

export const certificateKey = (tenant: TenantContext, fingerprint: string): Key => ({
  pk: certificatePartition(tenant, fingerprint),
  sk: 'CERTIFICATE',
});

/** Reads a tenant's own certificate, strongly consistent; another tenant's is not found. */
export const readCertificate = async (
  table: Table,
  tenant: TenantContext,
  fingerprint: string,
): Promise<z.output<typeof clientCertificateItem.schema> | undefined> => {
  const item = await table.get(certificateKey(tenant, fingerprint));
  return item === undefined ? undefined : clientCertificateItem.decode(item);
};
