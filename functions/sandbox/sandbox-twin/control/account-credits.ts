import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { maxMinor } from '../../../kernel/money/money.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { Delivery } from '../events/delivery.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { findAccount } from '../issuer/accounts.ts';
import { creditItem, creditKey, findCredit } from '../issuer/credits.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';

const ordered = z.strictObject({
  /** Names this order: the same again is the same movement, not a second one. */
  reference: z.string().min(1).max(80),
  accountId: z.string().min(1).max(80),
  amount: z.strictObject({ amount: z.int().min(1).max(Number(maxMinor)), currency: z.enum(currencies) }),
  rail: z.enum(['upi', 'bank_transfer']),
  payerVpa: z.string().min(1).max(255).optional(),
});

/** As for every notice that a tester ordered. */
const webhookTries = 3;

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly outbox: Outbox;
  readonly delivery: Delivery;
}

/** Somebody pays money to an account, by its UPI ID or its number; the platform hears of it by webhook. */
export const deliverCredit =
  ({ table, commit, outbox, delivery }: Dependencies): Call =>
  async (program, body) => {
    const { reference, accountId, amount, rail, payerVpa } = readBody(ordered, body);
    const transferId = externalIdOf('cr', program, reference);
    const repeated = await findCredit(table, program, transferId);
    if (repeated !== undefined) return { status: 200, body: { transferId, eventId: repeated.eventId } };
    if ((await findAccount(table, program, accountId)) === undefined) throw new Refusal(404, 'account_unknown');
    const event = await outbox.writes(program, {
      type: 'account.credited',
      reference: accountId,
      data: { transferId, amount, rail, ...(payerVpa === undefined ? {} : { payerVpa }) },
    });
    const credit = {
      ...{ transferId, accountId, currency: amount.currency, eventId: event.eventId },
      minor: BigInt(amount.amount),
      status: 'arrived' as const,
    };
    const committed = await commit([
      putNew(creditItem.encode(creditKey(program, transferId), credit)),
      ...event.writes,
    ]);
    if (committed === 'refused') throw new Refusal(409, 'reference_reused');
    await delivery.sendDue(program, webhookTries);
    if (event.heldBackMs > 0) {
      await sleep(event.heldBackMs);
      await delivery.sendNow(program, event.eventId, webhookTries);
    }
    return { status: 201, body: { transferId, eventId: event.eventId } };
  };
