import * as z from 'zod';
import type { LocalPlatform } from '../local/platform.ts';
import { startPlatform } from '../local/start.ts';
import type { Benchmark, Findings } from './benchmark.ts';
import { figuresOf, runsOf, storyOf, sumOf } from './counted-step.ts';
import type { MandateStage } from './mandate-stage.ts';
import { setMandateStage } from './mandate-stage.ts';

const shown = z.looseObject({ status: z.string(), authCharge: z.looseObject({ status: z.string() }) });
const withdrawn = z.unknown();

const stateOf = async ({ api }: MandateStage, mandateId: string): Promise<string> => {
  const { status, authCharge } = await api.call({ method: 'GET', path: `/secure/mandates/${mandateId}` }, shown);
  return `${status}, INR 1 ${authCharge.status}`;
};

const mustBe = async (stage: MandateStage, mandateId: string, state: string): Promise<void> => {
  const found = await stateOf(stage, mandateId);
  if (found !== state) throw new Error(`the mandate is ${found} instead of ${state}`);
};

const transitionsOf = (platform: LocalPlatform, mandateId: string): number => {
  const execution = platform.executions().find(({ name }) => name === mandateId);
  if (execution?.status !== 'succeeded') throw new Error(`the registration is ${execution?.status ?? 'not there'}`);
  return execution.transitions;
};

/** Timers of the mandate for which something waits: schedules that stand once the step is over. */
const scheduled = async (platform: LocalPlatform, step: () => Promise<unknown>): Promise<number> => {
  const before = new Set(platform.schedules().map(({ name }) => name));
  await step();
  return platform.schedules().filter(({ name }) => !before.has(name)).length;
};

const registered = async (platform: LocalPlatform, stage: MandateStage): Promise<Findings & { mandateId: string }> => {
  let mandateId = '';
  let steps: Parameters<typeof sumOf>[0] = [];
  const schedules = await scheduled(platform, async () => {
    const created = await stage.counted(async () => (mandateId = await stage.requestMandate()), 'caller');
    const authenticated = await stage.counted(() => stage.payerAuthenticates(mandateId));
    steps = [created, authenticated];
  });
  await mustBe(stage, mandateId, 'active, INR 1 refunded');
  const [created] = steps;
  if (created === undefined) throw new Error('nothing was counted');
  const whole = sumOf(steps);
  return {
    mandateId,
    figures: {
      ...figuresOf('createMandate', created),
      ...storyOf('registration of a mandate', whole, 0),
      'registration of a mandate: schedules left': schedules,
      'registration of a mandate: transitions': transitionsOf(platform, mandateId),
    },
    lines: [runsOf('createMandate', created), runsOf('registration of a mandate', whole)],
  };
};

const withdraw = async (stage: MandateStage, mandateId: string): Promise<Findings> => {
  const path = `/secure/mandates/${mandateId}/withdraw`;
  const asked = await stage.counted(() => stage.api.call({ method: 'POST', path, body: {} }, withdrawn), 'caller');
  await mustBe(stage, mandateId, 'cancelled, INR 1 refunded');
  return { figures: figuresOf('withdrawMandate', asked), lines: [runsOf('withdrawMandate', asked)] };
};

const measure = async (): Promise<Findings> => {
  const platform = await startPlatform();
  try {
    const stage = await setMandateStage(platform, '+919800000041');
    const { mandateId, ...registration } = await registered(platform, stage);
    const end = await withdraw(stage, mandateId);
    return {
      figures: { ...registration.figures, ...end.figures },
      lines: [...registration.lines, ...end.lines],
    };
  } finally {
    await platform.stop();
  }
};

/** A mandate from its terms to its end: over HTTP, with workflow, webhooks and timers, against the twin. */
export const mandates: Benchmark = {
  name: 'mandates',
  title: 'B1, B10: an operation on a mandate with everything it sets off, its authorizer apart',
  run: measure,
};
