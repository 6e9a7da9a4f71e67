import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { maxMinor } from '../../kernel/money/money.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Balance } from '../domain/balance.ts';
import { CurrencyMismatch, balanceNotFound } from '../domain/balance-errors.ts';
import { InsufficientFunds } from '../domain/ledger-errors.ts';
import type { PartnerKind } from '../domain/partner-balance.ts';
import type { Ledger } from '../ports/ledger.ts';
import { balanceKey, toBalance } from './dynamo-balance-store.ts';
import { heldMoney, notTaken, roomFor } from './dynamo-ledger-changes.ts';

/** What a refused posting to a balance means, from the item that was found instead. */
const balanceRefusal =
  (amount: Money, otherwise: (balance: Balance) => Error) =>
  (old: Item | undefined): Error => {
    if (old === undefined) return balanceNotFound();
    const balance = toBalance(old);
    if (balance.state !== 'active') return new InvalidState(`The balance is ${balance.state}.`);
    if (balance.currency !== amount.currency) return new CurrencyMismatch(balance.currency);
    return otherwise(balance);
  };

const ownMoney = '#state = :active AND #currency = :currency';

const post = (tenant: TenantContext, balanceId: string, amount: Money) => ({
  key: balanceKey(tenant, balanceId),
  names: { '#state': 'state', '#currency': 'currency' },
  values: { ':active': 'active', ':amount': amount.minor, ':currency': amount.currency },
});

/** Money that counts towards a person is kept small by the law's caps; other money by what can be said of it. */
const bounds = (amount: Money, person: string | undefined) =>
  person === undefined
    ? roomFor(amount.minor)
    : { text: '(attribute_not_exists(person) OR person = :person)', values: { ':person': person } };

const credit: Ledger['credit'] = (tenant, balanceId, { amount, person }) => {
  const { key, names, values } = post(tenant, balanceId, amount);
  const bound = bounds(amount, person);
  return {
    label: 'balance',
    write: {
      kind: 'update',
      key,
      update: { text: `SET available = available + :amount${person === undefined ? '' : ', person = :person'}` },
      condition: { text: `${ownMoney} AND ${bound.text}`, names, values: { ...values, ...bound.values } },
    },
    refused: balanceRefusal(amount, (balance) => notTaken(balance, amount)),
  };
};

/** One purse per kind and currency, so that a charge finds it without a look-up. */
export const partnerKey = (tenant: TenantContext, kind: PartnerKind, currency: string): Key => ({
  pk: tenantKey(tenant, 'PARTNER', kind, currency),
  sk: 'PARTNER',
});

export const ledgerWrites: Ledger = {
  credit,
  ...heldMoney,
  chargePartner: (tenant, amount) => ({
    label: 'partner_balance',
    write: {
      kind: 'update',
      key: partnerKey(tenant, 'credit', amount.currency),
      update: { text: 'SET available = available - :amount', values: { ':amount': amount.minor } },
      condition: { text: 'available >= :amount' },
    },
    refused: () => new InsufficientFunds('partner_credit'),
  }),
  creditPartner: (tenant, amount) => ({
    label: 'partner_balance',
    write: {
      kind: 'update',
      key: partnerKey(tenant, 'credit', amount.currency),
      update: { text: 'SET available = available + :amount', values: { ':amount': amount.minor } },
      condition: { text: 'available <= :room', values: { ':room': maxMinor - amount.minor } },
    },
    refused: (old) =>
      old === undefined
        ? new NotFound('partner_balance_not_found')
        : new InvalidState('The partner balance cannot hold that much.'),
  }),
};
