import type { Temporal } from 'temporal-polyfill';
import type { Channel, EntryChannel, RuleLevel, UseLimit, UseRules } from '../../functions/policies/card-controls.ts';
import { ruleLevels } from '../../functions/policies/card-controls.ts';

/** A card as it is used once, by somebody with money enough. */
export interface Use {
  readonly channel: EntryChannel;
  readonly country: string;
  readonly mcc: string;
  readonly minor: number;
}

interface Part {
  readonly at: Temporal.Instant;
  readonly minor: bigint;
  readonly isUse: boolean;
}

interface ModelUse {
  readonly use: Use;
  left: bigint;
  cleared: bigint;
  /** By limit: what it still counts, in the order in which it was counted. */
  readonly parts: Map<UseLimit, Part[]>;
}

type Told =
  | { readonly kind: 'reversal'; readonly minor?: number | undefined }
  | { readonly kind: 'clearing'; readonly minor: number; readonly final: boolean }
  | { readonly kind: 'expiry' };

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** First day of the window, or its month; rupee programs count in India unless a limit names another time zone. */
export const windowStart = ({ per, zone = 'Asia/Kolkata' }: UseLimit, at: Temporal.Instant): string => {
  const local = at.toZonedDateTimeISO(zone);
  if (per === 'month') return local.toPlainDate().toString().slice(0, 7);
  const back = per === 'week' ? (local.dayOfWeek + 6) % 7 : 0;
  return local.toPlainDate().subtract({ days: back }).toString();
};

/** What limits should do, without tables, counters or levels that ride on anything: it keeps every use and adds up. */
export const spendModel = (levels: Readonly<Record<RuleLevel, UseRules | undefined>>) => {
  const uses: ModelUse[] = [];
  const told = ruleLevels.flatMap((level) => {
    const rules = levels[level];
    return rules === undefined ? [] : [{ level, rules }];
  });
  const all = told.flatMap(({ level, rules }) => rules.limits.map((limit) => ({ level, limit })));

  const sum = (limit: UseLimit, at: Temporal.Instant) => {
    const parts = uses
      .flatMap((use) => use.parts.get(limit) ?? [])
      .filter((part) => windowStart(limit, part.at) === windowStart(limit, at));
    return {
      used: parts.reduce((total, part) => total + part.minor, 0n),
      times: BigInt(parts.filter(({ isUse }) => isUse).length),
    };
  };

  const met = ({ channel }: Use) =>
    all.map(({ limit }) => limit).filter((limit) => limit.channel === undefined || limit.channel === channel);

  const isOff = (channel: Channel): boolean => told.some(({ rules }) => rules.off?.includes(channel) === true);

  const refusal = ({ use, minor, isUse }: { use: Use; minor: bigint; isUse: boolean }, at: Temporal.Instant) => {
    if (isOff(use.channel) || (use.country !== 'IN' && isOff('international'))) return '57';
    for (const { rules } of told) {
      if (rules.mcc?.allow?.includes(use.mcc) === false || rules.mcc?.block?.includes(use.mcc) === true) return '57';
    }
    for (const limit of met(use)) {
      const { used, times } = limit.per === 'transaction' ? { used: 0n, times: 0n } : sum(limit, at);
      if (limit.max !== undefined && used + minor > limit.max) return '61';
      if (isUse && limit.count !== undefined && times + 1n > BigInt(limit.count)) return '61';
    }
    return '00';
  };

  const count = (known: ModelUse, part: Part): void => {
    known.left += part.minor;
    for (const limit of met(known.use)) {
      if (limit.per !== 'transaction') known.parts.set(limit, [...(known.parts.get(limit) ?? []), part]);
    }
  };

  /** The last part of the newest window goes first; a part that is gone takes its use along. */
  const giveBack = (known: ModelUse, freed: bigint): void => {
    for (const [limit, parts] of known.parts) {
      let open = freed;
      const latest = uses
        .flatMap((use) => use.parts.get(limit) ?? [])
        .map(({ at }) => windowStart(limit, at))
        .toSorted()
        .at(-1);
      const kept = parts.toReversed().flatMap((part) => {
        if (windowStart(limit, part.at) !== latest) return [part];
        const given = smaller(open, part.minor);
        open -= given;
        return given === part.minor ? [] : [{ ...part, minor: part.minor - given }];
      });
      known.parts.set(limit, kept.toReversed());
    }
  };

  return {
    uses,
    /** @returns the response code that the network should hear */
    use: (use: Use, at: Temporal.Instant): string => {
      const minor = BigInt(use.minor);
      const code = refusal({ use, minor, isUse: true }, at);
      if (code !== '00') return code;
      const known = { use, left: 0n, cleared: 0n, parts: new Map() };
      uses.push(known);
      count(known, { at, minor, isUse: true });
      return code;
    },
    increment: (which: number, amount: number, at: Temporal.Instant): string => {
      const known = uses[which];
      if (known === undefined || known.left === 0n) return '12';
      const minor = BigInt(amount);
      const code = refusal({ use: known.use, minor, isUse: false }, at);
      if (code === '00') count(known, { at, minor, isUse: false });
      return code;
    },
    told: (which: number, message: Told): void => {
      const known = uses[which];
      if (known === undefined) return;
      const { left } = known;
      if (message.kind === 'clearing') {
        const amount = BigInt(message.minor);
        const released = message.final ? left : smaller(left, amount);
        known.left -= released;
        giveBack(known, released - smaller(released, amount));
        return;
      }
      const asked = message.kind === 'reversal' && message.minor !== undefined ? BigInt(message.minor) : left;
      const freed = smaller(left, asked);
      known.left -= freed;
      giveBack(known, freed);
    },
    held: (): bigint => uses.reduce((total, { left }) => total + left, 0n),
    windows: () => all.filter(({ limit }) => limit.per !== 'transaction'),
    sum: (_level: RuleLevel, limit: UseLimit, at: Temporal.Instant) => sum(limit, at),
  };
};
