import type { AccountIssuer, VirtualAccount } from '../../../functions/balances/ports/account-issuer.ts';
import { TemporarilyUnavailable } from '../../../functions/kernel/errors/domain-error.ts';

interface AccountOrder {
  readonly reference: string;
  readonly currency: string;
  readonly holderName: string;
}

/** An issuer in memory that opens one account per reference. */
export interface FakeAccountIssuer extends AccountIssuer {
  /** Every order, in the order it came; a repeat is in it again. */
  readonly orders: AccountOrder[];
  readonly accounts: ReadonlyMap<string, VirtualAccount>;
  /** The next orders are carried out, but their answers are lost, until it is called with false. */
  loseAnswers(lost: boolean): void;
}

export const fakeAccountIssuer = (): FakeAccountIssuer => {
  const orders: AccountOrder[] = [];
  const accounts = new Map<string, VirtualAccount>();
  let lost = false;
  return {
    orders,
    accounts,
    loseAnswers: (value) => {
      lost = value;
    },
    openAccount: async (_tenant, order) => {
      orders.push(order);
      const number = String(9_000_000_000_000 + accounts.size);
      const account = accounts.get(order.reference) ?? {
        externalId: `acc_${order.reference}`,
        number,
        ifsc: 'NODL0000001',
      };
      accounts.set(order.reference, account);
      if (lost) throw new TemporarilyUnavailable();
      return account;
    },
  };
};
