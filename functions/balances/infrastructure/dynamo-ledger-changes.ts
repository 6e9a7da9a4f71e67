import { ConcurrentChange, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { maxMinor } from '../../kernel/money/money.ts';
import type { Expression, Item } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { check } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Balance, BalanceState } from '../domain/balance.ts';
import { balanceStates, canSay, mostBesideHeld } from '../domain/balance.ts';
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

/** `hasRoomFor` as a condition, which cannot add two attributes. */
export const roomFor = (minor: bigint): Expression => ({
  text: '(held = :nothing AND available <= :room OR held <= :half AND available <= :halfRoom)',
  values: {
    ':nothing': 0n,
    ':room': maxMinor - minor,
    ':half': mostBesideHeld,
    ':halfRoom': mostBesideHeld - minor,
  },
});

/** `canSay` as a condition. @param change minor units */
export const sayable = ({ available, held }: { readonly available: bigint; readonly held: bigint }): Expression[] => [
  ...(available < 0n ? [{ text: 'available >= :lowest', values: { ':lowest': -maxMinor - available } }] : []),
  ...(held > 0n ? [{ text: 'held <= :mostHeld', values: { ':mostHeld': maxMinor - held } }] : []),
  ...(available + held > 0n ? [roomFor(available + held)] : []),
];

/** Nothing else is wrong with money in, or a correction: there is no room for it, or the balance counts towards another person by now. */
export const notTaken = (balance: Balance, amount: Money): Error =>
  canSay(balance, { available: amount.minor, held: 0n })
    ? new ConcurrentChange(balance.balanceId)
    : new InvalidState('The balance cannot hold that much.');

interface Change {
  readonly amount: Money;
  readonly states: readonly BalanceState[];
  /** Sets amounts with `:amount`. */
  readonly update: string;
  /** Besides state and currency. */
  readonly condition: string;
  readonly values?: Expression['values'];
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

const correct: Ledger['correct'] = (tenant, balanceId, { amount, person }) => {
  const counts =
    person === undefined
      ? { set: '', text: 'attribute_not_exists(person)', values: {} }
      : {
          set: ', person = :person',
          text: '(attribute_not_exists(person) OR person = :person)',
          values: { ':person': person },
        };
  const bounds = sayable({ available: amount.minor, held: 0n });
  const values = Object.fromEntries(bounds.flatMap((bound) => Object.entries(bound.values ?? {})));
  return change(tenant, balanceId, {
    ...{ amount, states: notClosed, values: { ...counts.values, ...values } },
    update: `SET available = available + :amount${counts.set}`,
    condition: [counts.text, ...bounds.map(({ text }) => text)].join(' AND '),
    otherwise: (balance) => notTaken(balance, amount),
  });
};

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
