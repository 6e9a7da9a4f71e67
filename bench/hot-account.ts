import type { Benchmark } from './benchmark.ts';
import type { SliceLevel } from '../functions/balances/domain/deposit-slices.ts';
import { roomFor } from '../functions/balances/domain/deposit-slices.ts';
import { mostProbes } from '../functions/balances/ports/deposit-escrow.ts';

/*
 * node bench/hot-account.ts    what a deposit in 1, 8 and 40 slices does to authorizations at 200 per second
 */

/** An experiment with one deposit and purchases that each take a moment; all randomness comes from `seed`. */
export interface Experiment {
  readonly slices: number;
  /** Purchases per second. */
  readonly rate: number;
  /** How long a transaction takes, in seconds. */
  readonly duration: number;
  readonly purchases: number;
  /** Part of the deposit that is spent before, from 0 to 1. */
  readonly utilisation: number;
  readonly seed: number;
}

export interface Outcome {
  readonly approved: number;
  /** Purchases that the sum had enough for when they were refused. */
  readonly falselyRefused: number;
  readonly refused: number;
  /** Transactions sent, per approval. */
  readonly attemptsPerApproval: number;
  readonly firstAttempt: number;
  readonly p99Attempts: number;
  /** Slices that ended below zero, and deposits that do not equal what was approved. */
  readonly wrongBalances: number;
}

/** Mulberry32: 0 to 1. */
const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const conflictsLast = 8;
const startPerSlice = 10_000_000n;

class Deposit {
  readonly #levels: SliceLevel[];
  readonly #random: () => number;
  readonly #conflict: number;
  #spent = 0n;
  readonly #start: bigint;

  constructor({ slices, rate, duration, utilisation, seed }: Experiment) {
    this.#random = randomOf(seed);
    this.#conflict = 1 - Math.exp((-rate * duration) / slices);
    const whole = (startPerSlice * 40n) / BigInt(slices);
    // Half to one and a half of the mean: what rebalancing leaves as it is.
    this.#levels = Array.from({ length: slices }, (_, slice) => ({
      slice,
      available: BigInt(Math.round(Number(whole) * (1 - utilisation) * (0.5 + this.#random()))),
    }));
    this.#start = this.sum();
  }

  sum(): bigint {
    return this.#levels.reduce((sum, { available }) => sum + available, 0n);
  }

  wrong(): number {
    const below = this.#levels.filter(({ available }) => available < 0n).length;
    return below + (this.sum() === this.#start - this.#spent ? 0 : 1);
  }

  /** @returns attempts that it took; `approved` is undefined when conflicts outlasted all tries */
  purchase(amount: bigint): { readonly approved: boolean | undefined; readonly attempts: number } {
    let attempts = 0;
    let shares = [{ slice: Math.floor(this.#random() * this.#levels.length), amount }];
    for (let probe = 0; probe <= mostProbes; probe += 1) {
      if (probe > 0) {
        const room = roomFor(this.#levels, amount);
        if (room === undefined) return { approved: false, attempts };
        shares = [...room];
      }
      const sent = this.#send(shares.length);
      attempts += sent.attempts;
      if (!sent.isThrough) return { approved: undefined, attempts };
      if (this.#take(shares)) return { approved: true, attempts };
    }
    return { approved: false, attempts };
  }

  amount(): bigint {
    // Many small ones and a few large ones: 50 to about 50,000 minor units.
    return BigInt(Math.round(50 + 2_000 * -Math.log(1 - this.#random())));
  }

  /** A transaction over so many slices, again after every conflict on one of them. */
  #send(slices: number): { readonly isThrough: boolean; readonly attempts: number } {
    const free = (1 - this.#conflict) ** slices;
    for (let attempts = 1; attempts <= conflictsLast; attempts += 1) {
      if (this.#random() < free) return { isThrough: true, attempts };
    }
    return { isThrough: false, attempts: conflictsLast };
  }

  #take(shares: readonly { readonly slice: number; readonly amount: bigint }[]): boolean {
    const has = shares.every(({ slice, amount }) => (this.#levels[slice]?.available ?? 0n) >= amount);
    if (!has) return false;
    for (const { slice, amount } of shares) {
      const level = this.#levels[slice];
      if (level !== undefined) this.#levels[slice] = { slice, available: level.available - amount };
      this.#spent += amount;
    }
    return true;
  }
}

/** Conflicts come with P = 1 − exp(−λτ/K) per slice and attempt; the sum is known exactly, so is every wrong refusal. */
export const runExperiment = (experiment: Experiment): Outcome => {
  const deposit = new Deposit(experiment);
  const counts = { approved: 0, refused: 0, falselyRefused: 0, first: 0, sent: 0 };
  const attempts: number[] = [];
  for (let number = 0; number < experiment.purchases; number += 1) {
    const amount = deposit.amount();
    const before = deposit.sum();
    const done = deposit.purchase(amount);
    attempts.push(done.attempts);
    counts.sent += done.attempts;
    if (done.approved === true) {
      counts.approved += 1;
      if (done.attempts === 1) counts.first += 1;
    } else {
      counts.refused += 1;
      if (before >= amount) counts.falselyRefused += 1;
    }
  }
  attempts.sort((left, right) => left - right);
  return {
    approved: counts.approved,
    refused: counts.refused,
    falselyRefused: counts.falselyRefused,
    attemptsPerApproval: counts.sent / Math.max(1, counts.approved),
    firstAttempt: counts.first / experiment.purchases,
    p99Attempts: attempts[Math.floor(attempts.length * 0.99)] ?? 0,
    wrongBalances: deposit.wrong(),
  };
};

const hundredths = (part: number): number => Math.round(part * 10_000);

const percent = (part: number): string => `${(part * 100).toFixed(2)} %`;

/** Purchases against one partner deposit, kept in 1, 8 and 40 slices. */
export const hotAccount: Benchmark = {
  name: 'hot-account',
  title:
    'B5: 200 purchases a second on one deposit, conflicts by P = 1 - exp(-rate x 10 ms / slices); the floor is one slice',
  run: async () => {
    const found = [1, 8, 40].map((slices) => {
      const setting = { slices, rate: 200, duration: 0.01, purchases: 20_000, utilisation: 0.5, seed: 20_261_122 };
      return { slices, purchases: setting.purchases, ...runExperiment(setting) };
    });
    const most = found.at(-1);
    return {
      figures: {
        'deposit in 40 slices: not at the first attempt, in 0.01 %': hundredths(1 - (most?.firstAttempt ?? 0)),
        'deposit in 40 slices: p99 attempts': most?.p99Attempts ?? Number.NaN,
        'deposits: wrong balances': found.reduce((sum, { wrongBalances }) => sum + wrongBalances, 0),
      },
      lines: found.map(
        ({ slices, firstAttempt, attemptsPerApproval, p99Attempts, falselyRefused, purchases }) =>
          `${String(slices).padStart(2)} slices: first attempt ${percent(firstAttempt)}, ` +
          `${attemptsPerApproval.toFixed(2)} transactions for each approval, p99 ${p99Attempts} attempts, ` +
          `refused for conflicts or in error ${percent(falselyRefused / purchases)}`,
      ),
    };
  },
};
