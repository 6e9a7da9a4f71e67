import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Check } from './checks.ts';
import { check } from './checks.ts';
import type { AuthorizationRequest } from './network-message.ts';
import type { SpendFacts } from './spend-facts.ts';
import { countedIn } from './spend-facts.ts';
import type { MetLimit } from './spend-limits.ts';

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** A limit with what is left of it. */
interface Room {
  readonly met: MetLimit;
  /** Minor units; undefined where the amount does not count. */
  readonly amount: bigint | undefined;
  /** Uses; undefined where they do not count. */
  readonly uses: bigint | undefined;
}

/** More on the same authorization is no further use. */
const roomOf = (met: MetLimit, { kind }: AuthorizationRequest, { counters }: SpendFacts): Room => {
  const { limit, counted } = met;
  const { used, times } = counted === undefined ? { used: 0n, times: 0n } : countedIn(counters, counted);
  return {
    met,
    amount: limit.max === undefined ? undefined : limit.max - used,
    uses: limit.count === undefined || kind === 'increment' ? undefined : BigInt(limit.count) - times,
  };
};

const isSpent = ({ amount, uses }: Room): boolean =>
  (amount !== undefined && amount <= 0n) || (uses !== undefined && uses <= 0n);

/**
 * The most that every limit lets through, and from when on: what is used up is full again once its window ends.
 * undefined when this use passes, or when nothing but other limits would help.
 */
const wouldPass = (minor: bigint, rooms: readonly Room[]): Check['wouldPassWith'] => {
  const most = rooms.flatMap((room) => {
    const left = isSpent(room) ? room.met.limit.max : room.amount;
    return left === undefined ? [] : [left];
  });
  const fits = most.reduce(smaller, minor);
  const ends = rooms.filter(isSpent).map(({ met }) => met.counted?.endsAt);
  const notBefore = ends.reduce(
    (latest, end) => (latest === undefined || (end !== undefined && end.since(latest).sign > 0) ? end : latest),
    undefined,
  );
  return {
    ...(fits < minor ? { amount: Number(fits) } : {}),
    ...(notBefore === undefined ? {} : { notBefore: toTimestamp(notBefore) }),
  };
};

/** What a limit is called, and what its declines say of it. */
const described = ({ level, version, limit, counted }: MetLimit) => {
  const { per, channel } = limit;
  const ruleVersion = `${level} limit per ${per}${channel === undefined ? '' : ` for ${channel}`}, ${level} rules ${version}`;
  const facts = {
    level,
    per,
    ...(channel === undefined ? {} : { channel }),
    ...(counted === undefined ? {} : { resetsAt: toTimestamp(counted.endsAt) }),
  };
  return { ruleVersion, facts };
};

const atLeastNone = (left: bigint): number => (left > 0n ? Number(left) : 0);

const checksOf = (minor: bigint, room: Room, wouldPassWith: Check['wouldPassWith']): readonly Check[] => {
  const { amount, uses, met } = room;
  const { ruleVersion, facts } = described(met);
  const common = { reason: 'spend_limit_exceeded', ruleVersion, wouldPassWith } as const;
  const { max, count } = met.limit;
  return [
    ...(amount === undefined
      ? []
      : [
          check('spend_limit', minor <= amount, {
            ...common,
            input: Number(minor),
            threshold: Number(amount),
            limit: { ...facts, amount: Number(max), remaining: atLeastNone(amount) },
          }),
        ]),
    ...(uses === undefined
      ? []
      : [
          check('spend_limit', uses > 0n, {
            ...common,
            input: 1,
            threshold: Number(uses),
            limit: { ...facts, count, remaining: atLeastNone(uses) },
          }),
        ]),
  ];
};

/** Every limit that this use meets: by amount, by number of uses, or by both. */
export const limitChecks = (
  request: AuthorizationRequest,
  facts: SpendFacts,
  limits: readonly MetLimit[],
): readonly Check[] => {
  const { minor } = request.amount;
  const rooms = limits.map((met) => roomOf(met, request, facts));
  const wouldPassWith = wouldPass(minor, rooms);
  return rooms.flatMap((room) => checksOf(minor, room, wouldPassWith));
};
