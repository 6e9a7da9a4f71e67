import type { RecordDraft } from '../../kernel/events/record.ts';
import type { ApiKey } from './api-key.ts';
import type { Tenant } from './tenant.ts';

const facts = ({ tenantId, name, status, program }: Tenant): Readonly<Record<string, unknown>> => ({
  tenantId,
  name,
  status,
  programId: program.programId,
});

/** Addresses of people and of the tenant's own servers stay out of events. */
const publicSettings = ({ settings }: Tenant): Readonly<Record<string, unknown>> => ({
  sessionMinutes: settings.sessionMinutes,
  slidingSessions: settings.slidingSessions,
  requireClientCertificate: settings.requireClientCertificate,
  transactionData: settings.transactionData,
  compatRequiresKyc: settings.compatRequiresKyc,
});

export const tenantCreated = (partition: string, tenant: Tenant): RecordDraft => ({
  resource: { type: 'tenant', id: tenant.tenantId },
  partition,
  sequence: tenant.sequence,
  type: 'tenant.created',
  data: { ...facts(tenant), settings: publicSettings(tenant) },
});

export const tenantUpdated = (partition: string, before: Tenant, after: Tenant): RecordDraft => ({
  ...tenantCreated(partition, after),
  type: 'tenant.updated',
  previous: { name: before.name, settings: publicSettings(before) },
});

/** The record of a key's change: which key, never its secret or hash. */
export const apiKeyChanged = (
  partition: string,
  key: ApiKey,
  type: 'api_key.created' | 'api_key.revoked',
): RecordDraft => ({
  resource: { type: 'api_key', id: key.keyId },
  partition,
  sequence: key.sequence,
  type,
  data: { keyId: key.keyId, status: key.status },
});
