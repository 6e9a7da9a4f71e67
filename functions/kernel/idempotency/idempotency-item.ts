import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../persistence/item.ts';
import { lookupKey, tenantKey } from '../persistence/keys.ts';
import type { Key } from '../persistence/table.ts';
import type { Caller } from '../operation/context.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';

/** A caller's idempotency key and what came of it (domain.md 2.12). */
export const idempotencyItem = defineItem({
  name: 'idempotency',
  subdomain: 'kernel',
  summary: 'A key of a caller, the request it stands for and the first answer; kept 24 hours.',
  keys: { pk: 'T#<tenantId>#IDEMPOTENCY#[<customerId>#]<key> or PLATFORM#IDEMPOTENCY#<key>', sk: 'KEY' },
  schema: z.object({
    fingerprint: z.string(),
    state: z.enum(['in_progress', 'completed']),
    /** Proves which try wrote it. */
    commitId: z.string(),
    /** Names the resource on every try. */
    seed: z.string(),
    leaseUntil: instant.optional(),
    status: wholeNumber.optional(),
    answer: z.string().optional(),
    resourceId: z.string().optional(),
  }),
});

export type IdempotencyRecord = z.output<typeof idempotencyItem.schema>;

/** A first answer, without what was shown once. `body` is JSON text, undefined for 204. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string | undefined;
}

/** Scope: tenant and key; on the customer surface customer and key; for the platform's operators the platform. */
export const idempotencyKeyOf = (scope: { tenant: TenantContext | undefined; caller: Caller }, key: string): Key => {
  if (scope.tenant === undefined) return { pk: lookupKey('PLATFORM', 'IDEMPOTENCY', key), sk: 'KEY' };
  const owner = scope.caller.kind === 'customer' ? [scope.caller.customerId] : [];
  return { pk: tenantKey(scope.tenant, 'IDEMPOTENCY', ...owner, key), sk: 'KEY' };
};
