import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { maxMinor } from '../../../kernel/money/money.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { Refusal } from '../http/refusal.ts';
import { findAccount } from '../issuer/accounts.ts';
import type { TwinCard } from '../issuer/card-items.ts';
import { findCard } from '../issuer/card-items.ts';

/** What the cardholder is billed. */
export const networkAmount = z.strictObject({
  amount: z.int().min(1).max(Number(maxMinor)),
  currency: z.enum(currencies),
});

/**
 * The card that a message is about, in whatever status: what may be paid with it is the platform's to decide.
 * @throws Refusal 404 `card_unknown`; 422 `currency_mismatch`: cards are billed in the currency of their account
 */
export const cardFor = async (
  table: Table,
  program: TenantContext,
  { cardId, amount }: { readonly cardId: string; readonly amount?: z.output<typeof networkAmount> | undefined },
): Promise<TwinCard> => {
  const card = await findCard(table, program, cardId);
  if (card === undefined) throw new Refusal(404, 'card_unknown');
  if (amount === undefined) return card;
  const account = await findAccount(table, program, card.accountId);
  if (account?.currency !== amount.currency) throw new Refusal(422, 'currency_mismatch');
  return card;
};
