import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import { maxMinor } from '../../kernel/money/money.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { Share } from '../domain/deposit-slices.ts';
import { chargeFor, depositSlices, homeSlice, reloadFor, roomFor, splitShares } from '../domain/deposit-slices.ts';
import { InsufficientFunds } from '../domain/ledger-errors.ts';
import type { DepositChange, DepositEscrow, DepositReload } from '../ports/deposit-escrow.ts';
import { availableIn, readSlices, sliceKey } from './deposit-slices.ts';
import { partnerKey } from './dynamo-ledger.ts';
import { depositSliceItem, partnerBalanceItem } from './partner-items.ts';

type Part = 'reserve' | 'release' | 'settle' | 'charge' | 'refund';
type Parts = Readonly<Record<Part, bigint>>;

const parts = ['reserve', 'release', 'settle', 'charge', 'refund'] as const satisfies readonly Part[];
const nothing: Parts = { reserve: 0n, release: 0n, settle: 0n, charge: 0n, refund: 0n };

const sliceOf = ({ slice, amount }: Share): number => {
  if (!Number.isInteger(slice) || slice < 0 || slice >= depositSlices || amount <= 0n) {
    throw new RangeError(`a share is above zero and in a slice of 0 to ${String(depositSlices - 1)}`);
  }
  return slice;
};

/** What the change does to each slice, by slice. */
const perSlice = (change: DepositChange): readonly (readonly [slice: number, parts: Parts])[] => {
  const slices = new Map<number, Parts>();
  for (const part of parts) {
    for (const share of change[part] ?? []) {
      const before = slices.get(sliceOf(share)) ?? nothing;
      slices.set(share.slice, { ...before, [part]: before[part] + share.amount });
    }
  }
  return [...slices].sort(([left], [right]) => left - right);
};

/** What a slice must have before, so that nothing is spent or let go twice. */
const condition = ({ reserve, release, settle }: Parts) => {
  // What is paid at once is reserved and settled in one: only the rest must be held already.
  const taken = release + settle - reserve;
  const terms = [
    'attribute_exists(pk)',
    ...(reserve > 0n ? ['available >= :reserve'] : []),
    ...(taken > 0n ? ['held >= :taken'] : []),
  ];
  const values = { ...(reserve > 0n ? { ':reserve': reserve } : {}), ...(taken > 0n ? { ':taken': taken } : {}) };
  return { text: terms.join(' AND '), values };
};

const sliceIntent = (key: Key, own: Parts): WriteIntent => ({
  label: 'deposit_slice',
  write: {
    kind: 'update',
    key,
    update: {
      text: 'SET available = available + :available, held = held + :held ADD version :one',
      values: {
        ':available': own.release + own.refund - own.reserve - own.charge,
        ':held': own.reserve - own.release - own.settle,
        ':one': 1n,
      },
    },
    condition: condition(own),
  },
  refused: (old) => {
    if (own.reserve > 0n && (old === undefined || depositSliceItem.decode(old).available < own.reserve)) {
      return new InsufficientFunds('partner_deposit');
    }
    return old === undefined
      ? new NotFound('partner_balance_not_found')
      : new InvalidState('The deposit holds less than that.');
  },
});

const change: DepositEscrow['change'] = (tenant, wanted) =>
  perSlice(wanted).map(([slice, own]) => sliceIntent(sliceKey(tenant, wanted.currency, slice), own));

export const dynamoDepositEscrow = (table: Table): DepositEscrow => ({
  homeSlice,
  split: splitShares,
  depositPurse: async (tenant, currency) => {
    const item = await table.get(partnerKey(tenant, 'deposit', currency));
    return item === undefined ? undefined : { partnerBalanceId: partnerBalanceItem.decode(item).partnerBalanceId };
  },
  findRoom: async (tenant, currency, amount) => {
    const slices = await readSlices(table, tenant, currency);
    const room = roomFor(slices, amount);
    // A query may see one side of a move between slices only: then their sum says that it is worth another look.
    return room === undefined && availableIn(slices) >= amount
      ? roomFor(await readSlices(table, tenant, currency), amount)
      : room;
  },
  findCharge: async (tenant, currency, charge) => chargeFor(await readSlices(table, tenant, currency), charge),
  reserve: (tenant, { currency, shares }) => change(tenant, { currency, reserve: shares }),
  release: (tenant, { currency, shares }) => change(tenant, { currency, release: shares }),
  settle: (tenant, { currency, shares }) => change(tenant, { currency, settle: shares }),
  charge: (tenant, { currency, shares }) => change(tenant, { currency, charge: shares }),
  refund: (tenant, { currency, shares }) => change(tenant, { currency, refund: shares }),
  change,
});

/** What one slice may have, so that all of them stay within what the wire can say. */
const mostInSlice = maxMinor / BigInt(depositSlices);

const reloadIntent = (key: Key, amount: bigint): WriteIntent => ({
  label: 'deposit_slice',
  write: {
    kind: 'update',
    key,
    update: { text: 'SET available = available + :amount ADD version :one', values: { ':amount': amount, ':one': 1n } },
    condition: { text: 'available <= :room', values: { ':room': mostInSlice - amount } },
  },
  refused: (old) =>
    old === undefined
      ? new NotFound('partner_balance_not_found')
      : new InvalidState('The partner balance cannot hold that much.'),
});

export const dynamoDepositReload = (table: Table): DepositReload => ({
  reload: async (tenant, currency, amount) =>
    perSlice({ currency, refund: reloadFor(await readSlices(table, tenant, currency), amount) }).map(
      ([slice, { refund }]) => reloadIntent(sliceKey(tenant, currency, slice), refund),
    ),
});
