import * as z from 'zod';
import { toTimestamp } from '../functions/kernel/time/clock.ts';
import type { LocalPlatform } from '../local/platform.ts';
import { startPlatform } from '../local/start.ts';
import type { Benchmark, Findings } from './benchmark.ts';
import type { CountedStep } from './counted-step.ts';
import { figuresOf, runsOf, storyOf, sumOf } from './counted-step.ts';
import type { MandateStage } from './mandate-stage.ts';
import { setMandateStage } from './mandate-stage.ts';

const planned = z.looseObject({ debitId: z.string() });
const shown = z.looseObject({ status: z.string() });

const createDebit = async ({ api, now }: MandateStage, mandateId: string): Promise<string> => {
  const dueAt = toTimestamp((await now()).add({ hours: 72 }));
  const amount = { amount: 49_900, currency: 'INR' };
  const body = { amount, dueAt, reference: 'bench-1', reason: 'Monthly plan' };
  return (await api.call({ method: 'POST', path: `/secure/mandates/${mandateId}/debits`, body }, planned)).debitId;
};

/** The tenant's time moves on until a timer of this operation has fired. */
const until = async (stage: MandateStage, operation: string): Promise<CountedStep> =>
  stage.counted(async () => {
    const fired = await stage.nextTimer();
    if (fired !== operation) throw new Error(`${fired} was due instead of ${operation}`);
  });

const transitionsOf = (platform: LocalPlatform): number =>
  platform.executions().reduce((sum, { transitions }) => sum + transitions, 0);

/** Counts what a debit costs that no step counts: schedules made for its timers, transitions of workflows. */
const beside = (platform: LocalPlatform) => {
  const before = transitionsOf(platform);
  const known = new Set(platform.schedules().map(({ name }) => name));
  const made = new Set<string>();
  return {
    look: (): void => {
      for (const { name } of platform.schedules()) if (!known.has(name)) made.add(name);
    },
    figures: () => ({
      'whole debit: schedules made': made.size,
      'whole debit: transitions': transitionsOf(platform) - before,
    }),
  };
};

const measure = async (): Promise<Findings> => {
  const platform = await startPlatform();
  try {
    const stage = await setMandateStage(platform, '+919800000051');
    const mandateId = await stage.requestMandate();
    await stage.counted(() => stage.payerAuthenticates(mandateId));
    const { look, figures } = beside(platform);
    let debitId = '';
    const created = await stage.counted(async () => (debitId = await createDebit(stage, mandateId)), 'caller');
    look();
    const told = await until(stage, 'requestNotice');
    look();
    const paid = await until(stage, 'submitDebit');
    look();
    const { status } = await stage.api.call({ method: 'GET', path: `/secure/debits/${debitId}` }, shown);
    if (status !== 'succeeded') throw new Error(`the debit is ${status}`);
    const whole = sumOf([created, told, paid]);
    const named = [
      ['createDebit', created],
      ['notice of a debit', told],
      ['submission of a debit', paid],
    ] as const;
    return {
      figures: {
        ...Object.fromEntries(named.flatMap(([name, step]) => Object.entries(figuresOf(name, step)))),
        ...storyOf('whole debit', whole, 2),
        ...figures(),
      },
      lines: named.map(([name, step]) => runsOf(name, step)),
    };
  } finally {
    await platform.stop();
  }
};

export const debits: Benchmark = {
  name: 'debits',
  title: 'B1: a debit from its plan to its money and both notices, each step with everything it sets off',
  run: measure,
};
