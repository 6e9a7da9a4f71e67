import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { defineItem, minorUnits } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';

export const bankAccountItem = defineItem({
  name: 'twin_bank_account',
  subdomain: 'sandbox',
  summary: 'A test account at another bank (PP-16): its number is here and nowhere else.',
  keys: { pk: 'T#<program>#BANK_ACCOUNT#<token>', sk: 'BANK_ACCOUNT' },
  schema: z.object({
    token: z.string(),
    reference: z.string(),
    account: z.string(),
    routing: z.string(),
    holderName: z.string(),
    currency: z.enum(currencies),
    /** What may be collected from it; never below zero. */
    balance: minorUnits,
  }),
});

export type TestBankAccount = z.output<typeof bankAccountItem.schema>;

export const transferStatuses = ['settled', 'refused', 'returned'] as const;

export const bankTransferItem = defineItem({
  name: 'twin_bank_transfer',
  subdomain: 'sandbox',
  summary: 'One movement between a test account and the nodal account, done or refused; one per reference.',
  keys: { pk: 'T#<program>#BANK_TRANSFER#<transferId>', sk: 'BANK_TRANSFER' },
  schema: z.object({
    transferId: z.string(),
    reference: z.string(),
    direction: z.enum(['collect', 'pay']),
    token: z.string(),
    amount: minorUnits,
    currency: z.enum(currencies),
    status: z.enum(transferStatuses),
    reason: z.enum(['insufficient_funds']).optional(),
    /** The event that told of the return. */
    returnEventId: z.string().optional(),
  }),
});

export type TestBankTransfer = z.output<typeof bankTransferItem.schema>;

export const bankAccountKey = (program: TenantContext, token: string): Key => ({
  pk: tenantKey(program, 'BANK_ACCOUNT', token),
  sk: 'BANK_ACCOUNT',
});

export const bankTransferKey = (program: TenantContext, transferId: string): Key => ({
  pk: tenantKey(program, 'BANK_TRANSFER', transferId),
  sk: 'BANK_TRANSFER',
});

/** @returns undefined when the program has no such account */
export const findBankAccount = async (
  table: Table,
  program: TenantContext,
  token: string,
): Promise<TestBankAccount | undefined> => {
  const stored = await table.get(bankAccountKey(program, token));
  return stored === undefined ? undefined : bankAccountItem.decode(stored);
};

/** @returns undefined when the program has no such transfer */
export const findBankTransfer = async (
  table: Table,
  program: TenantContext,
  transferId: string,
): Promise<TestBankTransfer | undefined> => {
  const stored = await table.get(bankTransferKey(program, transferId));
  return stored === undefined ? undefined : bankTransferItem.decode(stored);
};
