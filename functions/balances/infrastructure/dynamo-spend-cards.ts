import { ConcurrentChange, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Expression } from '../../kernel/persistence/table.ts';
import { balanceNotFound } from '../domain/balance-errors.ts';
import { channelsAtIssue, lettersOf, monthOf } from '../domain/spend-card.ts';
import type { SpendCards } from '../ports/spend-cards.ts';
import { spendCard } from './balance-items.ts';
import { balanceKey, toBalance } from './dynamo-balance-store.ts';
import { rulesToItem } from './spend-rules.ts';

const changeOf = ({ status, lock, channels, rules }: Parameters<SpendCards['change']>[2]): Expression => {
  const changes = [
    ...(status === undefined ? [] : [{ name: 'status', value: status }]),
    ...(lock === undefined ? [] : [{ name: 'lock', value: BigInt(lock) }]),
    ...(channels === undefined ? [] : [{ name: 'channels', value: lettersOf(channels) }]),
    ...(rules === undefined ? [] : [{ name: 'rules', value: rulesToItem(rules) }]),
  ];
  const isUnlocked = status !== undefined && lock === undefined;
  return {
    text: `SET ${changes.map(({ name }) => `cards.#card.#${name} = :${name}`).join(', ')}${isUnlocked ? ' REMOVE cards.#card.#lock' : ''}`,
    names: {
      ...Object.fromEntries(changes.map(({ name }) => [`#${name}`, name])),
      ...(isUnlocked ? { '#lock': 'lock' } : {}),
    },
    values: Object.fromEntries(changes.map(({ name, value }) => [`:${name}`, value])),
  };
};

export const spendCardWrites: SpendCards = {
  place: (tenant, balanceId, card) => ({
    label: 'balance',
    write: {
      kind: 'update',
      key: balanceKey(tenant, balanceId),
      update: {
        text: 'SET cards.#card = :card',
        values: {
          ':card': spendCard.parse({
            status: card.status,
            expiry: monthOf(card),
            channels: lettersOf(channelsAtIssue),
          }),
        },
      },
      condition: {
        text: '#state = :active',
        names: { '#card': card.cardId, '#state': 'state' },
        values: { ':active': 'active' },
      },
    },
    refused: (old) =>
      old === undefined ? balanceNotFound() : new InvalidState(`The balance is ${toBalance(old).state}.`),
  }),
  change: (tenant, balanceId, { cardId, ...change }) => ({
    label: 'balance',
    write: {
      kind: 'update',
      key: balanceKey(tenant, balanceId),
      update: changeOf({ cardId, ...change }),
      condition: { text: 'attribute_exists(cards.#card)', names: { '#card': cardId } },
    },
    refused: () => new ConcurrentChange(cardId),
  }),
};
