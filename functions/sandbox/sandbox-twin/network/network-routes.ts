import type { UrlUseCase } from '../../../kernel/operation/url-operation.ts';
import type { BasePlatform, Capabilities } from '../../../kernel/platform/platform.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { Delivery } from '../events/delivery.ts';
import type { Outbox } from '../events/outbox.ts';
import type { FaultPlans } from '../faults/fault-plans.ts';
import type { Call } from '../http/call.ts';
import type { Commit } from '../storage/commit.ts';
import { tellPlastic } from '../control/plastic-events.ts';
import { authorizingCalls } from './authorizing.ts';
import { sendCardMessage } from './card-messages.ts';
import { changeCardStatus } from './card-status.ts';
import { decisionRequester } from './decision-request.ts';
import { ordering } from './ordering.ts';
import { mandateCalls } from './mandates.ts';
import { countWrongPins } from './pin-failures.ts';

interface Dependencies {
  readonly platform: Pick<BasePlatform, 'clock' | 'random'> & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;
  readonly commit: Commit;
  readonly clocks: ProgramClocks;
  readonly plans: FaultPlans;
  readonly outbox: Outbox;
  readonly delivery: Delivery;
  /** Full URL that decisions are asked at. */
  readonly authorizationsUrl: string;
  /** How long the card network waits for one. */
  readonly decisionTimeoutMs: number;
}

/** Routes of the card network: all of them are testers' orders. */
export const networkRoutes = (
  { platform, commit, clocks, plans, outbox, delivery, authorizationsUrl: url, decisionTimeoutMs }: Dependencies,
  control: (call: Call) => UrlUseCase,
): readonly (readonly [string, UrlUseCase])[] => {
  const { table, clock: realTime, random, secrets, fetch } = platform;
  const orders = ordering({ table, commit, realTime, clocks, delivery });
  const request = decisionRequester({ fetch, secrets, realTime, random, plans, url, timeoutMs: decisionTimeoutMs });
  const deps = { table, ordering: orders, outbox, clocks, request };
  const { authorize, increment } = authorizingCalls(deps);
  const mandates = mandateCalls(deps);
  return [
    ['POST /control/v1/authorizations', control(authorize)],
    ['POST /control/v1/increments', control(increment)],
    ['POST /control/v1/mandate-registrations', control(mandates.register)],
    ['POST /control/v1/mandate-notices', control(mandates.announce)],
    ['POST /control/v1/mandate-debits', control(mandates.debit)],
    ['POST /control/v1/card-messages', control(sendCardMessage(deps))],
    ['POST /control/v1/card-statuses', control(changeCardStatus(deps))],
    ['POST /control/v1/pin-failures', control(countWrongPins(deps))],
    ['POST /control/v1/plastic-events', control(tellPlastic(deps))],
  ];
};
