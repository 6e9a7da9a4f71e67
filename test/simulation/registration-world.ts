import { systemContexts } from '../../functions/kernel/operation/system-context.ts';
import { queueOperation } from '../../functions/kernel/operation/queue-operation.ts';
import { taskOperation } from '../../functions/kernel/operation/task-operation.ts';
import type { UnitOfWork } from '../../functions/kernel/persistence/unit-of-work.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { awaitAuthentication } from '../../functions/mandates/await-authentication/declaration.ts';
import { awaitAuthentication as awaiting } from '../../functions/mandates/await-authentication/operation.ts';
import { confirmToken } from '../../functions/mandates/confirm-token/declaration.ts';
import { confirmToken as confirming } from '../../functions/mandates/confirm-token/operation.ts';
import { failMandate } from '../../functions/mandates/fail-mandate/declaration.ts';
import { failMandate as failing } from '../../functions/mandates/fail-mandate/operation.ts';
import { refundAuthCharge } from '../../functions/mandates/refund-auth-charge/declaration.ts';
import { refundAuthCharge as refunding } from '../../functions/mandates/refund-auth-charge/operation.ts';
import { resumeMandateRegistration } from '../../functions/mandates/resume-mandate-registration/declaration.ts';
import { resumeMandateRegistration as resuming } from '../../functions/mandates/resume-mandate-registration/operation.ts';
import { dynamoTimerStore } from '../../functions/timers/infrastructure/dynamo-timer-store.ts';
import { activity } from '../../local/activity.ts';
import { operationFinder } from '../../local/deliveries.ts';
import { localLog } from '../../local/log.ts';
import { loadBlueprint } from '../../local/synthesis/synthesize.ts';
import { parseDefinition } from '../../local/workflows/definition.ts';
import { localWorkflows } from '../../local/workflows/engine.ts';
import { executionStore } from '../../local/workflows/stored-execution.ts';
import { NamedFailure, taskTokens } from '../../local/workflows/task-tokens.ts';
import { startMandates } from '../functions/mandates/given-mandates.ts';
import { noContext } from '../support/trigger.ts';

export const workflow = 'mandate-registration';
export const states = ['awaitAuthentication', 'confirmToken', 'refundAuthCharge', 'failMandate'] as const;
type State = (typeof states)[number];

/** What goes wrong in a state; every time it is entered, unless it says otherwise. */
export const faults = [
  'nothing',
  'fails for good',
  'fails twice, then passes',
  'is not available at all',
  'times out',
  'runs twice at once',
  'dies between effect and record, once',
  'dies after its record, once',
] as const;
export type Fault = (typeof faults)[number];

/** What the payer does; the provider tells before a state looks, or after. */
export const stories = [
  { payer: 'success', tells: 'before' },
  { payer: 'success', tells: 'after' },
  { payer: 'failure', tells: 'after' },
  { payer: 'abandoned', tells: 'after' },
  { payer: 'late', tells: 'after' },
] as const;
export type Story = (typeof stories)[number];

export type Plan = Partial<Record<State, Fault>>;

const died = (): Error => Object.assign(new Error('the process is gone'), { name: 'Runtime.ExitError' });
const passing = (): Error => Object.assign(new Error('not now'), { name: 'temporarily_unavailable' });

/** A unit of work in which the next commit, if it is told so, is the last thing that a process does or does not do. */
const mortal = (unitOfWork: UnitOfWork) => {
  const next: { death?: 'before' | 'after' | undefined } = {};
  const port: UnitOfWork = {
    ...unitOfWork,
    commit: async (context, work, answer) => {
      const { death } = next;
      next.death = undefined;
      if (death === 'before') throw died();
      const committed = await unitOfWork.commit(context, work, answer);
      if (death === 'after') throw died();
      return committed;
    },
  };
  return { next, port };
};

/** Registrations over the synthesized definition, the real table, and a provider that does what the test says. */
export const startRegistrations = async () => {
  const world = await startMandates();
  const { platform } = world;
  const blueprint = await loadBlueprint();
  const definition = parseDefinition(workflow, blueprint.workflows[workflow] ?? '');
  const tokens = taskTokens();
  const timers = dynamoTimerStore(platform.table);
  const life = mortal(world.deps.unitOfWork);
  const entered: string[] = [];
  const turns: { plan: Plan; onEnter: (state: State) => void } = { plan: {}, onEnter: () => undefined };

  const run = async (state: State, payload: unknown): Promise<unknown> => tasks[state](payload, noContext);

  /** The function of a state, with what the plan says goes wrong in it. */
  const invoke = async (state: State, payload: unknown): Promise<unknown> => {
    const fault = turns.plan[state] ?? 'nothing';
    const count = entered.push(state) && entered.filter((name) => name === state).length;
    const { taskToken } = payload as { taskToken?: string };
    turns.onEnter(state);
    if (fault === 'fails for good') throw new TypeError('a defect');
    if (fault === 'is not available at all') throw passing();
    if (fault === 'fails twice, then passes' && count <= 2) throw passing();
    if (fault === 'runs twice at once') return Promise.all([run(state, payload), run(state, payload)]);
    if (fault === 'dies between effect and record, once' && count === 1) life.next.death = 'before';
    if (fault === 'dies after its record, once' && count === 1) life.next.death = 'after';
    try {
      if (fault !== 'times out') return await run(state, payload);
      if (taskToken === undefined) throw Object.assign(new Error('too slow'), { name: 'States.Timeout' });
      tokens.fail(taskToken, new NamedFailure('States.Timeout', 'no answer within the time limit'));
      return await run(state, payload);
    } finally {
      life.next.death = undefined;
    }
  };

  const engine = localWorkflows(new Map([[workflow, definition]]), {
    operations: { invoke: (operation, payload) => invoke(operation as State, payload) },
    operationOf: operationFinder(states),
    store: executionStore(platform.table, systemClock),
    tokens,
    clock: systemClock,
    log: localLog(systemClock).log,
    work: activity(),
    retryDelayMs: 1,
  });
  const deps = { ...world.registration, unitOfWork: life.port, workflows: engine };
  const tasks = {
    awaitAuthentication: taskOperation(awaitAuthentication, platform, awaiting(deps)),
    confirmToken: taskOperation(confirmToken, platform, confirming(deps)),
    refundAuthCharge: taskOperation(refundAuthCharge, platform, refunding(deps)),
    failMandate: taskOperation(failMandate, platform, failing(deps)),
  };
  const resume = queueOperation(
    resumeMandateRegistration,
    platform,
    resuming({ ...deps, contextOf: systemContexts(platform, 'resumeMandateRegistration') }),
  );
  return { ...world, engine, timers, entered, turns, resume };
};

export type Registrations = Awaited<ReturnType<typeof startRegistrations>>;
