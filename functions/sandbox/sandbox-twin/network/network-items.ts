import * as z from 'zod';
import { defineItem, instant } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';

export const networkOrderItem = defineItem({
  name: 'twin_network_order',
  subdomain: 'sandbox',
  summary: 'A message of the card network that a tester ordered, its name, and what came of it.',
  keys: { pk: 'T#<program>#NETWORK#<reference>', sk: 'ORDER' },
  schema: z.object({
    /** Fingerprint of the order: the same reference never stands for another. */
    asked: z.string(),
    messageId: z.string(),
    /** Real time of the first transmission; every repeat carries it. */
    transmittedAt: instant,
    /** The program's time at that moment. */
    occurredAt: instant,
    status: z.enum(['open', 'answered']),
    /** JSON of what was answered. */
    answer: z.string().optional(),
  }),
});

export type NetworkOrder = z.output<typeof networkOrderItem.schema>;

export const networkOrderKey = (program: TenantContext, reference: string): Key => ({
  pk: tenantKey(program, 'NETWORK', reference),
  sk: 'ORDER',
});

export const merchant = z.strictObject({
  name: z.string().min(1).max(100),
  mcc: z.string().regex(/^\d{4}$/),
  country: z.string().regex(/^[A-Z]{2}$/),
});

export const authorizationItem = defineItem({
  name: 'twin_authorization',
  subdomain: 'sandbox',
  summary: "The network's name of an authorization, found by the platform's id of it.",
  keys: { pk: 'T#<program>#AUTHORIZATION#<authorizationId>', sk: 'AUTHORIZATION' },
  schema: z.object({
    authorizationId: z.string(),
    cardId: z.string(),
    messageId: z.string(),
    transmittedAt: instant,
    merchant,
    channel: z.enum(['pos', 'ecom', 'atm', 'contactless']),
  }),
});

export type TwinAuthorization = z.output<typeof authorizationItem.schema>;

export const authorizationKey = (program: TenantContext, authorizationId: string): Key => ({
  pk: tenantKey(program, 'AUTHORIZATION', authorizationId),
  sk: 'AUTHORIZATION',
});

/** @returns undefined when the platform never answered with this id */
export const findAuthorization = async (
  table: Table,
  program: TenantContext,
  authorizationId: string,
): Promise<TwinAuthorization | undefined> => {
  const stored = await table.get(authorizationKey(program, authorizationId));
  return stored === undefined ? undefined : authorizationItem.decode(stored);
};
