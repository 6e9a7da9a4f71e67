import { withPrefix } from '../../kernel/ids/ids.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Expression, Item, Table } from '../../kernel/persistence/table.ts';
import { canSay } from '../domain/balance.ts';
import { cardLegs, wonLegs } from '../domain/card-legs.ts';
import { transactionRecord } from '../domain/transaction.ts';
import { channelLetters, channelsOf } from '../domain/spend-card.ts';
import type { ApprovalTerms, SpendCounters, SpendLedger, SpendPlace, SpendState } from '../ports/spend-ledger.ts';
import { SpendRefused } from '../ports/spend-ledger.ts';
import { balanceItem } from './balance-items.ts';
import { balanceKey } from './dynamo-balance-store.ts';
import { sayable } from './dynamo-ledger-changes.ts';

const toState = (item: Item, cardId: string): SpendState => {
  const {
    customerId,
    currency,
    state,
    level,
    available,
    held,
    person,
    holder,
    cards,
    counters = {},
  } = balanceItem.decode(item);
  const card = cards?.[cardId];
  return {
    customerId,
    currency,
    state,
    level,
    available,
    held,
    person,
    holder: holder === undefined ? undefined : { ...holder, off: channelsOf(holder.off ?? '') },
    card:
      card === undefined
        ? undefined
        : {
            status: card.status,
            lock: card.lock,
            expiry: card.expiry,
            channels: channelsOf(card.channels),
            rules: card.rules,
            countedAs: card.countedAs,
          },
    counters,
  };
};

const allOf = (parts: readonly Expression[]): Expression => ({
  text: parts.map(({ text }) => text).join(' AND '),
  names: Object.fromEntries(parts.flatMap(({ names }) => Object.entries(names ?? {}))),
  values: Object.fromEntries(parts.flatMap(({ values }) => Object.entries(values ?? {}))),
});

const countersAre = (before: SpendCounters): Expression =>
  Object.keys(before).length === 0
    ? { text: 'attribute_not_exists(counters)' }
    : { text: 'counters = :countersBefore', values: { ':countersBefore': before } };

const personIs = (person: string | undefined): Expression =>
  person === undefined
    ? { text: 'attribute_not_exists(person)' }
    : { text: 'person = :person', values: { ':person': person } };

/** Rules of the card, or of its holder, at the version that was known; undefined: none. */
const rulesAre = (name: string, at: string, version: number | undefined): Expression =>
  version === undefined
    ? { text: `attribute_not_exists(${at})`, names: { [`#${name}`]: name } }
    : {
        text: `${at}.#version = :${name}Version`,
        names: { [`#${name}`]: name, '#version': 'version' },
        values: { [`:${name}Version`]: BigInt(version) },
      };

const rulesOf = (card: number | undefined, holder: number | undefined): readonly Expression[] => [
  rulesAre('rules', 'cards.#card.#rules', card),
  rulesAre('holder', '#holder', holder),
];

/** Rules and level as they were known; unknown, only a card passes that has no rules, and whose holder has none. */
const knownStill = (known: ApprovalTerms['known']): readonly Expression[] => {
  if (known === undefined) return rulesOf(undefined, undefined);
  const { level, rulesVersion, holderVersion, counters } = known;
  return [
    { text: '#level = :level', names: { '#level': 'level' }, values: { ':level': level } },
    ...rulesOf(rulesVersion, holderVersion),
    ...(counters.after === undefined ? [] : [countersAre(counters.before)]),
  ];
};

const conditionOf = (cardId: string, terms: ApprovalTerms): Expression =>
  allOf([
    {
      text: '#state = :active AND #currency = :currency AND available >= :amount',
      names: { '#state': 'state', '#currency': 'currency', '#card': cardId, '#status': 'status' },
      values: { ':active': 'active', ':currency': terms.currency },
    },
    terms.evenLocked === true
      ? { text: 'cards.#card.#status <> :inactive', values: { ':inactive': 'inactive' } }
      : {
          text: 'cards.#card.#status = :active AND cards.#card.expiry >= :month',
          values: { ':month': terms.month },
        },
    ...terms.channels.map((channel) => ({
      text: `contains(cards.#card.channels, :${channel})`,
      values: { [`:${channel}`]: channelLetters[channel] },
    })),
    ...(terms.effect.kind === 'pay' ? [personIs(terms.effect.person)] : []),
    ...knownStill(terms.known),
  ]);

const updateOf = ({ amount, effect, known }: ApprovalTerms): Expression => {
  const after = known?.counters.after;
  return {
    text:
      'SET available = available - :amount' +
      (effect.kind === 'hold' ? ', held = held + :amount' : '') +
      (after === undefined ? '' : ', counters = :countersAfter'),
    values: { ':amount': amount, ...(after === undefined ? {} : { ':countersAfter': after }) },
  };
};

const refusedAt =
  ({ cardId }: Pick<SpendPlace, 'cardId'>) =>
  (old: Item | undefined): Error =>
    new SpendRefused(old === undefined ? undefined : toState(old, cardId));

const apply: SpendLedger['apply'] = (tenant, balanceId, { held, available, seen, counters, person = seen.person }) => ({
  label: 'balance',
  write: {
    kind: 'update',
    key: balanceKey(tenant, balanceId),
    update: {
      text:
        'SET available = available + :available, held = held + :held' +
        (counters === undefined ? '' : ', counters = :countersAfter') +
        (person === seen.person ? '' : ', person = :newPerson'),
      values: {
        ...(person === seen.person ? {} : { ':newPerson': person }),
        ':available': available,
        ':held': held,
        ...(counters === undefined ? {} : { ':countersAfter': counters }),
      },
    },
    condition: allOf([
      seen.state === 'closed'
        ? { text: '#state = :closed', names: { '#state': 'state' }, values: { ':closed': 'closed' } }
        : { text: '#state <> :closed', names: { '#state': 'state' }, values: { ':closed': 'closed' } },
      { text: 'held >= :least', values: { ':least': held < 0n ? -held : 0n } },
      personIs(seen.person),
      ...sayable({ available, held }),
      ...(counters === undefined ? [] : [countersAre(seen.counters)]),
    ]),
  },
  refused: refusedAt({ cardId: '' }),
});

/** The spend side of the ledger; all of it is the balance's one item. */
export const dynamoSpendLedger = (table: Table): SpendLedger => ({
  partition: (tenant, balanceId) => tenantKey(tenant, 'BALANCE', balanceId),
  read: async (tenant, { balanceId, cardId }) => {
    const item = await table.get(balanceKey(tenant, balanceId));
    return item === undefined ? undefined : toState(item, cardId);
  },
  approve: (tenant, place, terms) => ({
    label: 'balance',
    write: {
      kind: 'update',
      key: balanceKey(tenant, place.balanceId),
      update: updateOf(terms),
      condition: conditionOf(place.cardId, terms),
    },
    refused: refusedAt(place),
  }),
  apply,
  hasRoom: ({ available, held }, change) => canSay({ posted: available + held, held }, change),
  disputeWon: wonLegs,
  entry: (tenant, posting) => {
    const { balanceId, eventId, type, minor, currency, reference, description, facts } = posting;
    const transaction = {
      transactionId: withPrefix(eventId, 'txn'),
      balanceId,
      type,
      minor,
      currency,
      reference,
      description,
    };
    const partition = tenantKey(tenant, 'BALANCE', balanceId);
    const draft = transactionRecord(partition, transaction, { eventId, legs: cardLegs(posting) });
    return { ...draft, sortKey: posting.sortKey, data: { ...draft.data, ...facts } };
  },
});
