import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { maxMinor } from '../../../kernel/money/money.ts';
import type { Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call, CallAnswer } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';
import type { TestBankTransfer } from './bank-items.ts';
import { bankAccountKey, bankTransferItem, bankTransferKey, findBankAccount, findBankTransfer } from './bank-items.ts';

const order = z.strictObject({
  reference: z.string().min(1).max(80),
  token: z.string().min(1).max(80),
  amount: z.int().min(1).max(Number(maxMinor)),
  currency: z.enum(currencies),
});
const byReference = z.strictObject({ reference: z.string().min(1).max(80) });

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
}

const described = ({ transferId, status, reason }: TestBankTransfer): CallAnswer['body'] => ({
  transferId,
  status,
  ...(reason === undefined ? {} : { reason }),
});

/** Moves an account's balance; a collection only as far as it reaches. */
export const moveBalance = (
  program: TenantContext,
  { direction, token, amount, currency }: Pick<TestBankTransfer, 'direction' | 'token' | 'amount' | 'currency'>,
): TableWrite => ({
  kind: 'update',
  key: bankAccountKey(program, token),
  update: {
    text: 'SET balance = balance + :moved',
    values: { ':moved': direction === 'collect' ? -amount : amount },
  },
  condition: {
    text: direction === 'collect' ? '#currency = :currency AND balance >= :amount' : '#currency = :currency',
    names: { '#currency': 'currency' },
    values: { ':currency': currency, ...(direction === 'collect' ? { ':amount': amount } : {}) },
  },
});

const isSame = (first: TestBankTransfer, transfer: TestBankTransfer): boolean =>
  first.direction === transfer.direction &&
  first.token === transfer.token &&
  first.amount === transfer.amount &&
  first.currency === transfer.currency;

/** What the first order of the reference came to. @throws Refusal 409 `reference_reused` for another order */
const repeated = async ({ table }: Dependencies, program: TenantContext, transfer: TestBankTransfer) => {
  const first = await findBankTransfer(table, program, transfer.transferId);
  if (first === undefined) return undefined;
  if (!isSame(first, transfer)) throw new Refusal(409, 'reference_reused');
  return { status: 200, body: described(first) };
};

const put = (program: TenantContext, transfer: TestBankTransfer): TableWrite =>
  putNew(bankTransferItem.encode(bankTransferKey(program, transfer.transferId), transfer));

/** Done or refused, an order is kept: its reference says the same for good. */
const carryOut =
  (deps: Dependencies, direction: TestBankTransfer['direction']): Call =>
  async (program, body) => {
    const ordered = readBody(order, body);
    const transferId = externalIdOf('bt', program, ordered.reference);
    const amount = BigInt(ordered.amount);
    const transfer: TestBankTransfer = { ...ordered, amount, transferId, direction, status: 'settled' };
    if ((await deps.commit([put(program, transfer), moveBalance(program, transfer)])) === 'committed') {
      return { status: 201, body: described(transfer) };
    }
    const first = await repeated(deps, program, transfer);
    if (first !== undefined) return first;
    const account = await findBankAccount(deps.table, program, ordered.token);
    if (account?.currency !== ordered.currency) throw new Refusal(404, 'account_unknown');
    const refused: TestBankTransfer = { ...transfer, status: 'refused', reason: 'insufficient_funds' };
    if ((await deps.commit([put(program, refused)])) === 'committed') return { status: 201, body: described(refused) };
    const earlier = await repeated(deps, program, transfer);
    if (earlier === undefined) throw new Error('a transfer that was there is gone');
    return earlier;
  };

/** ACH debits of test accounts, and payouts to them (PP-01, PP-15). */
export const bankTransferCalls = (deps: Dependencies): Record<'collect' | 'pay' | 'find', Call> => ({
  collect: carryOut(deps, 'collect'),
  pay: carryOut(deps, 'pay'),
  find: async (program, body) => {
    const { reference } = readBody(byReference, body);
    const found = await findBankTransfer(deps.table, program, externalIdOf('bt', program, reference));
    if (found === undefined) throw new Refusal(404, 'transfer_unknown');
    return { status: 200, body: described(found) };
  },
});
