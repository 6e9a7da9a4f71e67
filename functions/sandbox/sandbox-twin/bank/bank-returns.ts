import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { Delivery } from '../events/delivery.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNext } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';
import { bankTransferItem, bankTransferKey, findBankTransfer } from './bank-items.ts';
import { moveBalance } from './bank-transfers.ts';

const ordered = z.strictObject({
  /** The platform's reference of the transfer: the id of its load or withdrawal. */
  reference: z.string().min(1).max(80),
  reason: z.enum(['insufficient_funds', 'account_closed', 'not_authorized']).default('insufficient_funds'),
});

/** Nobody but the tester waits for this call, so its webhook may be tried a little longer. */
const webhookTries = 3;

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly outbox: Outbox;
  readonly delivery: Delivery;
}

/**
 * Undoes a settled transfer, as a bank does days later, and tells the platform: a collection's money is the account's
 * again; a payout's leaves it, as far as the account still has it.
 */
export const returnTransfer =
  ({ table, commit, outbox, delivery }: Dependencies): Call =>
  async (program, body) => {
    const { reference, reason } = readBody(ordered, body);
    const transferId = externalIdOf('bt', program, reference);
    const found = await findBankTransfer(table, program, transferId);
    if (found === undefined) throw new Refusal(404, 'transfer_unknown');
    if (found.returnEventId !== undefined) return { status: 200, body: { eventId: found.returnEventId } };
    if (found.status !== 'settled') throw new Refusal(409, 'transfer_not_settled');
    const { eventId, writes } = await outbox.writes(program, {
      type: 'bank_transfer.returned',
      reference: transferId,
      data: { amount: Number(found.amount), currency: found.currency, reason },
    });
    const returned = { ...found, status: 'returned', returnEventId: eventId } as const;
    const committed = await commit([
      putNext(bankTransferItem.encode(bankTransferKey(program, transferId), returned), 'settled'),
      moveBalance(program, { ...found, direction: found.direction === 'collect' ? 'pay' : 'collect' }),
      ...writes,
    ]);
    if (committed === 'refused') throw new Refusal(409, 'transfer_not_settled');
    await delivery.sendDue(program, webhookTries);
    return { status: 201, body: { eventId } };
  };
