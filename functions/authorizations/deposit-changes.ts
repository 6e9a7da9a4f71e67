import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { DepositShare, HoldChange } from './domain/hold.ts';
import type { CardMessageDependencies, Subject } from './message-subject.ts';
import type { CardMessage } from './ports/card-messages.ts';

const sumOf = (shares: readonly DepositShare[]): bigint => shares.reduce((sum, { amount }) => sum + amount, 0n);

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** A disputed amount comes back to the deposit once the network pays it: when the dispute is won. */
const givenBack = (message: CardMessage, { posted }: HoldChange): bigint => {
  if (message.kind === 'chargeback') return message.phase === 'won' ? message.amount.minor : 0n;
  return posted > 0n ? posted : 0n;
};

/**
 * What a message does to the deposit that pays for a program's cards (AN-69): a posting settles what was reserved and
 * charges what was not; a release gives the rest back; money that comes back comes back to the deposit too.
 */
export const depositWrites = async (
  { deposits }: Pick<CardMessageDependencies, 'deposits'>,
  { context: { tenant }, balanceId, state: { currency }, existing, change, deposit, message }: Subject,
): Promise<{ readonly writes: readonly WriteIntent[]; readonly shares: readonly DepositShare[] }> => {
  const before = existing?.hold.shares ?? [];
  if (deposit === undefined) return { writes: [], shares: before };
  const home = deposits.homeSlice(balanceId);
  const spent = message.kind !== 'chargeback' && change.posted < 0n ? -change.posted : 0n;
  const back = givenBack(message, change);
  const settled = deposits.split(before, smaller(spent, sumOf(before)));
  const charge = spent - sumOf(settled.first);
  const kept = deposits.split(settled.rest, smaller(change.hold.left, sumOf(settled.rest)));
  // What an advice reserves is reserved as far as the deposit goes; the rest is charged when it clears.
  const room = change.held > 0n ? ((await deposits.findRoom(tenant, currency, change.held)) ?? []) : [];
  const writes = deposits.change(tenant, {
    currency,
    reserve: room,
    settle: settled.first,
    release: kept.rest,
    charge: charge > 0n ? await deposits.findCharge(tenant, currency, { amount: charge, home }) : [],
    refund: back > 0n ? [{ slice: home, amount: back }] : [],
  });
  return { writes, shares: [...kept.first, ...room] };
};
