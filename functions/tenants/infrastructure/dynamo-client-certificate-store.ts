import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import {
  certificateKey,
  certificatePartition,
  clientCertificateItem,
  readCertificate,
} from '../../kernel/tenancy/client-certificate.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ClientCertificate } from '../domain/client-certificate.ts';
import type { ClientCertificateStore } from '../ports/client-certificate-store.ts';

const toItem = (tenant: TenantContext, certificate: ClientCertificate): Item & Key =>
  clientCertificateItem.encode(certificateKey(tenant, certificate.fingerprint), certificate);

export const dynamoClientCertificateStore = (table: Table): ClientCertificateStore => ({
  partition: certificatePartition,
  find: (tenant, fingerprint) => readCertificate(table, tenant, fingerprint),
  create: (tenant, certificate) =>
    create('client certificate', toItem(tenant, certificate), () => new ConcurrentChange(certificate.fingerprint)),
  replace: (tenant, certificate) =>
    replace('client certificate', toItem(tenant, certificate), {
      sequence: certificate.sequence - 1,
      resourceId: certificate.fingerprint,
    }),
});
