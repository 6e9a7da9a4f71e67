import type { EventAccess } from '../../events/ports/event-access.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import { realNow } from '../../kernel/time/clock.ts';
import { scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import { deliveryTimer } from '../delivery-steps.ts';
import type { AttemptResult, Delivery } from '../domain/delivery.ts';
import { abandoned, claimed, isDue, postponed, settled } from '../domain/delivery.ts';
import { exhaustionRecords } from '../domain/delivery-events.ts';
import type { EndpointHealth } from '../domain/endpoint-health.ts';
import type { WebhookEndpoint } from '../domain/webhook-endpoint.ts';
import type { JudgementDependencies } from '../endpoint-judgement.ts';
import { judgeEndpoint } from '../endpoint-judgement.ts';
import type { DeliveryStore } from '../ports/delivery-store.ts';
import type { SecretOpener } from '../../kernel/outbound/secret-vault.ts';
import type { WebhookSender } from '../ports/webhook-sender.ts';
import { attemptDelivery } from './attempt.ts';
import type { deliverEvent as declaration } from './declaration.ts';

interface AttemptDependencies extends JudgementDependencies {
  readonly deliveries: DeliveryStore;
  readonly vault: SecretOpener;
  readonly sender: WebhookSender;
  readonly random: RandomSource;
}

interface Dependencies extends AttemptDependencies {
  readonly access: EventAccess;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/** What waited for a pause to end comes back over half a minute, not all at once. */
const pauseSpreadMs = 30_000;

/** 0 to 1. */
const jitterOf = (random: RandomSource): number => (random.bytes(1)[0] ?? 0) / 255;

interface Step {
  readonly before: Delivery;
  readonly after: Delivery;
}

/** State, the timer of the next attempt and, when there is none, the record: one transaction. */
const keep = async (deps: AttemptDependencies, context: OperationContext, { before, after }: Step): Promise<void> => {
  const { tenant } = context;
  const { nextAttemptAt } = after;
  const timers = nextAttemptAt === undefined ? [] : [scheduleTimer(context, deliveryTimer(after, nextAttemptAt))];
  const exhausted = after.exhaustions > before.exhaustions;
  await deps.unitOfWork.commit(
    context,
    {
      writes: [deps.deliveries.replace(tenant, after), ...timers],
      records: exhausted ? exhaustionRecords(deps.deliveries.partition(tenant, after), after) : [],
    },
    undefined,
  );
};

interface Judged {
  readonly endpoint: WebhookEndpoint;
  /** As it was before the attempt. */
  readonly state: EndpointHealth;
  readonly result: AttemptResult;
}

const noteResult = async (deps: AttemptDependencies, context: OperationContext, judged: Judged): Promise<void> => {
  const { tenant } = context;
  const { endpoint, state, result } = judged;
  const { endpointId } = endpoint;
  const { at, outcome, retryAfterSeconds: seconds } = result;
  if (outcome === 'succeeded') {
    await deps.health.noteSuccess(tenant, endpointId, at);
    if (state.failingSince !== undefined) await deps.health.noteRecovery(tenant, endpointId);
    if (endpoint.status === 'enabled') return;
  } else {
    const pausedUntil = seconds === undefined ? undefined : at.add({ seconds });
    await deps.health.noteFailure(tenant, endpointId, { at, pausedUntil });
  }
  await judgeEndpoint(deps, context, { endpointId, outcome });
};

/**
 * Delivers an event to an endpoint: one attempt.
 *
 * In: the event and the endpoint. Out: nothing; the delivery knows what came of it.
 * 1. Late, double and stale messages find a delivery that is not due. An endpoint that is gone or disabled ends it, and so
 *    does a tenant that may no longer see the event (rule 105).
 * 2. An endpoint that asked for a pause gets it: the attempt is put off and not counted.
 * 3. Claim the attempt, so that no other worker makes it too; then sign and post.
 * 4. Commit what came of it with the timer of the next attempt, or with record `webhook_endpoint.delivery_exhausted`.
 * 5. Note how the endpoint did; it may now be degraded, well again, or disabled.
 */
export const deliverEvent =
  ({ contextOf, access, ...deps }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { tenantId, endpointId, event }, messageId }) => {
    const context = await contextOf(tenantId, messageId);
    const { tenant, clock } = context;
    const delivery = await deps.deliveries.find(tenant, { endpointId, eventId: event.id });
    const now = realNow(clock);
    if (delivery === undefined || !isDue(delivery, now)) return;
    const endpoint = await deps.endpoints.find(tenant, endpointId);
    const isForbidden = (await access.visible(tenant, [event])).length === 0;
    if (endpoint === undefined || endpoint.status === 'disabled' || isForbidden) {
      await deps.deliveries.advance(tenant, abandoned(delivery));
      return;
    }
    const state = await deps.health.read(tenant, endpointId);
    const { pausedUntil } = state;
    if (pausedUntil !== undefined && pausedUntil.epochMilliseconds > now.epochMilliseconds) {
      const milliseconds = Math.round(pauseSpreadMs * jitterOf(deps.random));
      await keep(deps, context, { before: delivery, after: postponed(delivery, pausedUntil.add({ milliseconds })) });
      return;
    }
    const claim = claimed(delivery, now);
    if (!(await deps.deliveries.advance(tenant, claim))) return;
    const result = await attemptDelivery(deps, clock, { endpoint, event });
    await keep(deps, context, { before: claim, after: settled(claim, result, jitterOf(deps.random)) });
    await noteResult(deps, context, { endpoint, state, result });
  };
