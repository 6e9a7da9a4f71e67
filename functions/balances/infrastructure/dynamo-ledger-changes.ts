import { ConcurrentChange, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { check } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Balance, BalanceState } from '../domain/balance.ts';
import { balanceStates } from '../domain/balance.ts';
import { CurrencyMismatch, balanceNotFound } from '../domain/balance-errors.ts';
import { InsufficientFunds } from '../domain/ledger-errors.ts';
import type { Ledger } from '../ports/ledger.ts';
import { balanceKey, toBalance } from './dynamo-balance-store.ts';

const activeOnly: readonly BalanceState[] = ['active'];

/** The states that a movement takes place in, and what another state means. */
const within = (states: readonly BalanceState[]) => {
  const values = Object.fromEntries(states.map((state, position) => [`:in${position}`, state]));
  return {
    text: `#state IN (${Object.keys(values).join(', ')})`,
    names: { '#state': 'state' },
    values,
    refused:
      (otherwise: (balance: Balance) => Error) =>
      (old: Item | undefined): Error => {
        if (old === undefined) return balanceNotFound();
        const balance = toBalance(old);
        return states.includes(balance.state)
          ? otherwise(balance)
          : new InvalidState(`The balance is ${balance.state}.`);
      },
  };
};

/** The person that a balance counts towards must still be the one that was read. */
const countsTowards = (person: string | undefined) =>
  person === undefined
    ? { text: 'attribute_not_exists(person)', values: {} }
    : { text: 'person = :person', values: { ':person': person } };

interface Change {
  readonly amount: Money;
  readonly states: readonly BalanceState[];
  /** Sets amounts with `:amount`. */
  readonly update: string;
  /** Besides state and currency. */
  readonly condition: string;
  readonly values?: Readonly<Record<string, string>>;
  /** What is wrong when state and currency are right. */
  readonly otherwise: (balance: Balance) => Error;
}

const change = (tenant: TenantContext, balanceId: string, wanted: Change): WriteIntent => {
  const { amount, states, update, condition, values, otherwise } = wanted;
  const state = within(states);
  return {
    label: 'balance',
    write: {
      kind: 'update',
      key: balanceKey(tenant, balanceId),
      update: { text: update },
      condition: {
        text: `${state.text} AND #currency = :currency AND ${condition}`,
        names: { ...state.names, '#currency': 'currency' },
        values: { ...state.values, ...values, ':amount': amount.minor, ':currency': amount.currency },
      },
    },
    refused: state.refused((balance) =>
      balance.currency === amount.currency ? otherwise(balance) : new CurrencyMismatch(balance.currency),
    ),
  };
};

const shortOf =
  (amount: Money, otherwise: Error) =>
  ({ posted, held }: Balance): Error =>
    posted - held < amount.minor ? new InsufficientFunds('balance') : otherwise;

const debit: Ledger['debit'] = (tenant, balanceId, { amount, person, states = activeOnly }) => {
  const counts = countsTowards(person);
  return change(tenant, balanceId, {
    ...{ amount, states, values: counts.values },
    update: 'SET available = available - :amount',
    condition: `available >= :amount AND ${counts.text}`,
    otherwise: shortOf(amount, new ConcurrentChange(balanceId)),
  });
};

const hold: Ledger['hold'] = (tenant, balanceId, { amount, states = activeOnly }) =>
  change(tenant, balanceId, {
    ...{ amount, states },
    update: 'SET available = available - :amount, held = held + :amount',
    condition: 'available >= :amount',
    otherwise: shortOf(amount, new ConcurrentChange(balanceId)),
  });

const release: Ledger['release'] = (tenant, balanceId, amount) =>
  change(tenant, balanceId, {
    ...{ amount, states: balanceStates },
    update: 'SET available = available + :amount, held = held - :amount',
    condition: 'held >= :amount',
    otherwise: () => new ConcurrentChange(balanceId),
  });

const settle: Ledger['settle'] = (tenant, balanceId, { amount, person, states = balanceStates }) => {
  const counts = countsTowards(person);
  return change(tenant, balanceId, {
    ...{ amount, states, values: counts.values },
    update: 'SET held = held - :amount',
    condition: `held >= :amount AND ${counts.text}`,
    otherwise: () => new ConcurrentChange(balanceId),
  });
};

const notClosed = balanceStates.filter((state) => state !== 'closed');

const correct: Ledger['correct'] = (tenant, balanceId, { amount, person }) =>
  change(tenant, balanceId, {
    ...{ amount, states: notClosed },
    ...(person === undefined ? {} : { values: { ':person': person } }),
    update: `SET available = available + :amount${person === undefined ? '' : ', person = :person'}`,
    condition:
      person === undefined ? 'attribute_not_exists(person)' : '(attribute_not_exists(person) OR person = :person)',
    otherwise: () => new ConcurrentChange(balanceId),
  });

const forceDebit: Ledger['forceDebit'] = (tenant, balanceId, { amount, person }) => {
  const counts = countsTowards(person);
  return change(tenant, balanceId, {
    ...{ amount, states: notClosed, values: counts.values },
    update: 'SET available = available - :amount',
    condition: counts.text,
    otherwise: () => new ConcurrentChange(balanceId),
  });
};

const inState: Ledger['inState'] = (tenant, balanceId, states) => {
  const { text, names, values, refused } = within(states);
  return check(
    'balance',
    { key: balanceKey(tenant, balanceId), condition: { text, names, values } },
    refused(() => new ConcurrentChange(balanceId)),
  );
};

/** Money out of balances, held money, and corrections. */
export const heldMoney: Pick<Ledger, 'debit' | 'forceDebit' | 'hold' | 'release' | 'settle' | 'inState' | 'correct'> = {
  debit,
  forceDebit,
  hold,
  release,
  settle,
  inState,
  correct,
};
