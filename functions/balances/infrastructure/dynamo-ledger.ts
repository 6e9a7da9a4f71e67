import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { balanceNotFound } from '../domain/balance-errors.ts';
import { InsufficientFunds } from '../domain/ledger-errors.ts';
import type { PartnerKind } from '../domain/partner-balance.ts';
import type { Ledger } from '../ports/ledger.ts';
import { balanceKey, toBalance } from './dynamo-balance-store.ts';

const active = { names: { '#state': 'state', '#currency': 'currency' }, values: { ':active': 'active' } };

/** What a refused posting to a balance means, from the item that was found instead. */
const balanceRefusal =
  (amount: Money) =>
  (old: Item | undefined): Error => {
    if (old === undefined) return balanceNotFound();
    const { state, currency } = toBalance(old);
    if (state !== 'active') return new InvalidState(`The balance is ${state}.`);
    if (currency !== amount.currency) return new InvalidState(`The balance is kept in ${currency}.`);
    return new InsufficientFunds('balance');
  };

const post = (
  tenant: TenantContext,
  balanceId: string,
  posting: { amount: Money; direction: 'in' | 'out' },
): WriteIntent => {
  const { amount, direction } = posting;
  const values = { ...active.values, ':amount': amount.minor, ':currency': amount.currency };
  const enough = direction === 'out' ? ' AND available >= :amount' : '';
  return {
    label: 'balance',
    write: {
      kind: 'update',
      key: balanceKey(tenant, balanceId),
      update: { text: `SET available = available ${direction === 'in' ? '+' : '-'} :amount` },
      condition: {
        text: `#state = :active AND #currency = :currency${enough}`,
        names: active.names,
        values,
      },
    },
    refused: balanceRefusal(amount),
  };
};

/** One purse per kind and currency, so that a charge finds it without a look-up. */
export const partnerKey = (tenant: TenantContext, kind: PartnerKind, currency: string): Key => ({
  pk: tenantKey(tenant, 'PARTNER', kind, currency),
  sk: 'PARTNER',
});

export const ledgerWrites: Ledger = {
  credit: (tenant, balanceId, amount) => post(tenant, balanceId, { amount, direction: 'in' }),
  debit: (tenant, balanceId, amount) => post(tenant, balanceId, { amount, direction: 'out' }),
  chargePartner: (tenant, kind, amount) => ({
    label: 'partner_balance',
    write: {
      kind: 'update',
      key: partnerKey(tenant, kind, amount.currency),
      update: { text: 'SET available = available - :amount', values: { ':amount': amount.minor } },
      condition: { text: 'available >= :amount' },
    },
    refused: () => new InsufficientFunds(kind === 'credit' ? 'partner_credit' : 'partner_deposit'),
  }),
  creditPartner: (tenant, kind, amount) => ({
    label: 'partner_balance',
    write: {
      kind: 'update',
      key: partnerKey(tenant, kind, amount.currency),
      update: { text: 'SET available = available + :amount', values: { ':amount': amount.minor } },
      condition: { text: 'attribute_exists(pk)' },
    },
    refused: () => new NotFound('partner_balance_not_found'),
  }),
};
