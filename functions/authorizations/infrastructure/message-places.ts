import { businessId } from '../../kernel/ids/ids.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { MessageName } from '../domain/network-message.ts';

const idOf = (tenant: TenantContext, { id, transmittedAt }: MessageName): string =>
  businessId('txn', { key: id, at: transmittedAt }, tenant);

/** Of everything that stands among a balance's transactions. */
export const transactionPrefix = 'TXN#';

/**
 * Where a message that moves or reserves money stands: among the transactions of its balance, by when it was first
 * sent. The place follows from the message alone, so a repeat meets itself there without being looked for.
 */
export const transactionPlace = (tenant: TenantContext, name: MessageName): string =>
  `${transactionPrefix}${idOf(tenant, name)}`;

/** Where every other message stands. */
export const messagePlace = (tenant: TenantContext, name: MessageName): string => `MSG#${idOf(tenant, name)}`;

/** Where it stands what the network heard of a message's approval. */
export const hearingPlace = (tenant: TenantContext, name: MessageName): string => `HEARD#${idOf(tenant, name)}`;
