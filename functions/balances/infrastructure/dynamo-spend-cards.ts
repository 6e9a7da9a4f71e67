import { ConcurrentChange, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Expression } from '../../kernel/persistence/table.ts';
import { balanceNotFound } from '../domain/balance-errors.ts';
import { channelsAtIssue, lettersOf, monthOf } from '../domain/spend-card.ts';
import type { PlacedCard, SpendCardChange, SpendCards } from '../ports/spend-cards.ts';
import { balanceKey, toBalance } from './dynamo-balance-store.ts';
import { rulesToItem } from './spend-rules.ts';

/** What several changes set and take away, in one expression; each has the names of its place. */
interface Parts {
  readonly set: readonly string[];
  readonly remove: readonly string[];
  readonly exists: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly values: NonNullable<Expression['values']>;
}

const partsOf = ({ cardId, status, lock, channels, rules }: SpendCardChange, place: number): Parts => {
  const card = `cards.#card${place}`;
  const changes = [
    ...(status === undefined ? [] : [{ name: 'status', value: status }]),
    ...(lock === undefined ? [] : [{ name: 'lock', value: BigInt(lock) }]),
    ...(channels === undefined ? [] : [{ name: 'channels', value: lettersOf(channels) }]),
    ...(rules === undefined ? [] : [{ name: 'rules', value: rulesToItem(rules) }]),
  ];
  const isUnlocked = status !== undefined && lock === undefined;
  return {
    set: changes.map(({ name }) => `${card}.#${name} = :${name}${place}`),
    remove: isUnlocked ? [`${card}.#lock`] : [],
    exists: [`attribute_exists(${card})`],
    names: {
      [`#card${place}`]: cardId,
      ...Object.fromEntries(changes.map(({ name }) => [`#${name}`, name])),
      ...(isUnlocked ? { '#lock': 'lock' } : {}),
    },
    values: Object.fromEntries(changes.map(({ name, value }) => [`:${name}${place}`, value])),
  };
};

const joined = (changes: readonly SpendCardChange[]): Parts => {
  const parts = changes.map(partsOf);
  return {
    set: parts.flatMap(({ set }) => set),
    remove: parts.flatMap(({ remove }) => remove),
    exists: parts.flatMap(({ exists }) => exists),
    names: Object.fromEntries(parts.flatMap(({ names }) => Object.entries(names))),
    values: Object.fromEntries(parts.flatMap(({ values }) => Object.entries(values))),
  };
};

const textOf = ({ set, remove }: Pick<Parts, 'set' | 'remove'>): string =>
  `SET ${set.join(', ')}${remove.length === 0 ? '' : ` REMOVE ${remove.join(', ')}`}`;

const toItem = ({ instead, expiryMonth, expiryYear, rules, ...card }: PlacedCard) => ({
  status: card.status,
  expiry: monthOf({ expiryMonth, expiryYear }),
  channels: lettersOf(channelsAtIssue),
  ...(rules === undefined ? {} : { rules: rulesToItem(rules) }),
  ...(card.countedAs === undefined ? {} : { countedAs: card.countedAs }),
});

export const spendCardWrites: SpendCards = {
  place: (tenant, balanceId, card) => {
    const { set, remove, exists, names, values } = joined(card.instead ?? []);
    return {
      label: 'balance',
      write: {
        kind: 'update',
        key: balanceKey(tenant, balanceId),
        update: {
          text: textOf({ set: ['cards.#card = :card', ...set], remove }),
          values: { ':card': toItem(card), ...values },
        },
        condition: {
          text: ['#state = :active', ...exists].join(' AND '),
          names: { '#card': card.cardId, '#state': 'state', ...names },
          values: { ':active': 'active' },
        },
      },
      refused: (old) => {
        if (old === undefined) return balanceNotFound();
        const { state } = toBalance(old);
        return state === 'active' ? new ConcurrentChange(card.cardId) : new InvalidState(`The balance is ${state}.`);
      },
    };
  },
  change: (tenant, balanceId, ...changes) => {
    const { exists, names, values, ...parts } = joined(changes);
    return {
      label: 'balance',
      write: {
        kind: 'update',
        key: balanceKey(tenant, balanceId),
        update: { text: textOf(parts), values },
        condition: { text: exists.join(' AND '), names },
      },
      refused: () => new ConcurrentChange(changes[0]?.cardId ?? balanceId),
    };
  },
};
