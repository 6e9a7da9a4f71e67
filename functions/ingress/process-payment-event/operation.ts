import type { PaymentSignals } from '../../mandates/ports/payment-signals.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { Meter } from '../../kernel/observability/meter.ts';
import type { ReferenceOwner, ReferenceSpace } from '../../kernel/persistence/provider-reference.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { PaymentEvent, PaymentReferences } from '../domain/payment-event.ts';
import { dealingWith, eventName, isMootWithoutOwner } from '../domain/payment-event.ts';
import { keptEvents, parked } from '../kept-events.ts';
import type { InboundStore } from '../ports/inbound-store.ts';
import { readPaymentEvent } from '../read-payment-event.ts';
import type { processPaymentEvent as declaration } from './declaration.ts';

interface Dependencies {
  readonly inbound: InboundStore;
  /** Who looks at the provider for a resource. */
  readonly signals: PaymentSignals;
  readonly findOwner: (space: ReferenceSpace, reference: string) => Promise<ReferenceOwner | undefined>;
  /** The tenant's account at the provider; undefined when nobody noted it. */
  readonly accountOf: (tenant: TenantContext) => Promise<string | undefined>;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
  readonly meter: Meter;
}

/**
 * An order or a payment says whose the event is: a token is the mandate's, and a debit of it is announced before its
 * order is bound here. Such an event has to wait and must not go to the mandate.
 */
const ownerOf = async (
  { findOwner }: Dependencies,
  { orderId, paymentId, tokenId, refundId }: PaymentReferences,
): Promise<ReferenceOwner | undefined> => {
  const bound = [orderId, paymentId, refundId].filter((id) => id !== undefined);
  for (const id of bound.length > 0 ? bound : [tokenId]) {
    const owner = id === undefined ? undefined : await findOwner('payment', id);
    if (owner !== undefined) return owner;
  }
  return undefined;
};

const isForeign = async (
  { accountOf }: Dependencies,
  tenant: TenantContext,
  { accountId }: PaymentEvent,
): Promise<boolean> => {
  const account = accountId === undefined ? undefined : await accountOf(tenant);
  return account !== undefined && account !== accountId;
};

/**
 * Passes on what the payment provider tells (regulation.md 2.5, SH-28): a hint to look, not what is so.
 *
 * In: the raw bytes from the queue. Out: nothing; the resource's next step, or the event in quarantine.
 * 1. Parse tolerantly; what is authentic and not understood, or of an unknown type, is kept and quarantined.
 * 2. Find whose resource it speaks of; unknown so far: park (deliver again, then DLQ). An event that nobody acts on is
 *    kept without an owner instead. One from another account than the owner's is quarantined.
 * 3. Keep the event under its body's hash; one that was settled before is a duplicate and ends here.
 * 4. Let the owning subdomain look at the provider and take its next step, and note what became of it. Whatever order
 *    events come in, and however often, the look finds the same.
 */
export const processPaymentEvent =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message, messageId, log }) => {
    const raw = Buffer.from(message.raw, 'base64');
    const event = readPaymentEvent({ raw, deliveredAs: message.eventId, receivedAt: message.receivedAt });
    const arrival = { event, raw, isReplay: message.replay === true };
    const kept = keptEvents(deps);
    const dealing = dealingWith(event);
    if (dealing === 'unknown') return kept.quarantine(arrival);
    const owner = await ownerOf(deps, event.references);
    if (owner === undefined) {
      if (isMootWithoutOwner(dealing, event)) return kept.settleOnce(undefined, arrival, async () => 'not_allowed');
      throw parked();
    }
    const context = await deps.contextOf(owner.tenantId, messageId);
    if (await isForeign(deps, context.tenant, event)) {
      log.error('payment_event_foreign', { tenantId: owner.tenantId });
      return kept.quarantine(arrival);
    }
    const hint = { type: eventName(event.type), ...event.references };
    return kept.settleOnce(context.tenant, arrival, async () =>
      dealing === 'note' ? 'not_allowed' : deps.signals.settle(context, owner.resourceId, hint),
    );
  };
