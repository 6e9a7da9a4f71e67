import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { maxMinor } from '../../kernel/money/money.ts';

/** What one thing costs: a fixed part, a share of its amount, or both. */
export interface FeeTerms {
  /** Minor units of the schedule's currency, 0 or more. */
  readonly fixed?: bigint | undefined;
  /** Hundredths of a percent, 0 to 10,000. */
  readonly basisPoints?: number | undefined;
}

/** What a program's company pays the platform. What it takes from its own customers is not here (AN-76). */
export interface FeeSchedule {
  /** Counts the changes; 0: nobody has set anything yet. */
  readonly version: number;
  /** The program's: everything of it is kept and paid in one. */
  readonly currency: Currency;
  /** For a load by a gateway payment (M-19); undefined: free. */
  readonly gatewayLoad?: FeeTerms | undefined;
}

/** A program without any fee, which is every program until somebody sets its schedule. */
export const noFees = (currency: Currency): FeeSchedule => ({ version: 0, currency });

const sameTerms = (left: FeeTerms | undefined, right: FeeTerms | undefined): boolean =>
  left === right ||
  (left !== undefined && right !== undefined && left.fixed === right.fixed && left.basisPoints === right.basisPoints);

/** The schedule's next version, or undefined when the wish is what it says already. */
export const setFees = (
  before: FeeSchedule,
  { gatewayLoad }: Pick<FeeSchedule, 'gatewayLoad'>,
): FeeSchedule | undefined =>
  sameTerms(before.gatewayLoad, gatewayLoad)
    ? undefined
    : { version: before.version + 1, currency: before.currency, gatewayLoad };

const whole = 10_000n;

/** A share of an amount of 0 or more, to the nearest minor unit; of two equally near the even one. */
const shareOf = (minor: bigint, basisPoints: number): bigint => {
  const product = minor * BigInt(basisPoints);
  const [below, rest] = [product / whole, product % whole];
  const isUp = rest * 2n > whole || (rest * 2n === whole && below % 2n === 1n);
  return isUp ? below + 1n : below;
};

/**
 * What terms make of an amount: `fixed + amount × basisPoints ÷ 10,000`, rounded half to even. Nobody can be charged more
 * than an amount can say, so it ends there.
 * @param amount in the schedule's currency, 0 or more
 */
export const feeOf = ({ fixed = 0n, basisPoints = 0 }: FeeTerms, amount: Money): Money => {
  const minor = fixed + shareOf(amount.minor, basisPoints);
  return { minor: minor > maxMinor ? maxMinor : minor, currency: amount.currency };
};
