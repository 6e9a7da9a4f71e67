import type { Currency } from '../../kernel/money/currency.ts';
import type { Leg } from '../../kernel/money/leg.ts';
import { customerAccount, move, partnerAccount } from './accounts.ts';

/**
 * Legs of a card posting. In credit mode the customer's money pays the network. In deposit mode the program's deposit
 * does, and the customer's money is the program's to keep (AN-40, AN-69).
 * @param posting.minor not zero; below zero is money out of the balance
 */
export const cardLegs = (posting: {
  readonly balanceId: string;
  readonly minor: bigint;
  readonly currency: Currency;
  readonly inSuspense: boolean;
  readonly against: 'settlement' | 'suspense';
  readonly deposit: string | undefined;
}): readonly Leg[] => {
  const { balanceId, minor, currency, inSuspense, against, deposit } = posting;
  const leg = (account: string, change: bigint): Leg => ({ account, currency, minor: change });
  // What a balance would owe or get that does not take it stays open, until an operator settles it (domain.md 2.3).
  const holder = inSuspense ? 'suspense' : customerAccount(balanceId);
  return deposit === undefined
    ? [leg(holder, minor), leg(against, -minor)]
    : [leg(holder, minor), leg('program_wallet', -minor), leg(partnerAccount(deposit), minor), leg(against, -minor)];
};

/**
 * Legs of a dispute that is won: the network pays what was credited provisionally out of suspense. In deposit mode the
 * deposit gets back what the purchase took from it, and the program what its customer has again.
 * @param won.minor above zero
 */
export const wonLegs = (won: {
  readonly minor: bigint;
  readonly currency: Currency;
  readonly deposit: string | undefined;
}): readonly Leg[] => {
  const paid = move('settlement', 'suspense', won);
  return won.deposit === undefined ? paid : [...paid, ...move('program_wallet', partnerAccount(won.deposit), won)];
};
