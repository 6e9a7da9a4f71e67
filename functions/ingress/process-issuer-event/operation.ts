import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { Meter } from '../../kernel/observability/meter.ts';
import type { ReferenceOwner, ReferenceSpace } from '../../kernel/persistence/provider-reference.ts';
import { isSettled } from '../domain/inbound-event.ts';
import type { IssuerEvent } from '../domain/issuer-event.ts';
import type { Arrival } from '../kept-events.ts';
import { keptEvents, parked } from '../kept-events.ts';
import type { CardsToCome } from '../ports/cards-to-come.ts';
import type { EventApplier, EventAppliers } from '../ports/event-applier.ts';
import type { InboundStore } from '../ports/inbound-store.ts';
import { readEvent } from '../read-event.ts';
import type { processIssuerEvent as declaration } from './declaration.ts';

interface Dependencies {
  readonly inbound: InboundStore;
  readonly appliers: EventAppliers;
  readonly findOwner: (space: ReferenceSpace, reference: string) => Promise<ReferenceOwner | undefined>;
  readonly cardsToCome: CardsToCome;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
  readonly meter: Meter;
}

interface Delivery extends Arrival {
  readonly event: IssuerEvent;
  readonly messageId: string;
}

/** Keeps what the link will ask for without any effect: a plastic is made for days, which is longer than a queue waits. */
const leaveToLink = async (
  { inbound, cardsToCome, contextOf }: Dependencies,
  applier: EventApplier,
  { event, raw, messageId }: Delivery,
): Promise<void> => {
  const toCome = applier.isHeardAtLink === true ? await cardsToCome.find(event.reference, messageId) : undefined;
  if (toCome === undefined) throw parked();
  const context = await contextOf(toCome.tenantId, messageId);
  if (isSettled(await inbound.keep(context.tenant, event, raw))) return;
  await inbound.settle(context.tenant, event.eventId, 'not_allowed');
};

const applyTo = async (deps: Dependencies, applier: EventApplier, delivery: Delivery): Promise<void> => {
  const { event, messageId } = delivery;
  const owner = await deps.findOwner(applier.space, event.reference);
  if (owner === undefined) return leaveToLink(deps, applier, delivery);
  const context = await deps.contextOf(owner.tenantId, messageId);
  return keptEvents(deps).settleOnce(context.tenant, delivery, async () => {
    const application = await applier.apply(context, owner.resourceId, event);
    return application === 'not_understood' ? 'quarantined' : application;
  });
};

/**
 * Applies a provider's event (M-15, M-26).
 *
 * In: the raw bytes from the queue. Out: nothing; the effect, or the event in quarantine.
 * 1. Parse; what is authentic and not understood is kept and quarantined, not dropped.
 * 2. Find whose resource it speaks of; unknown so far: park (deliver again, then DLQ), unless it is a card on order:
 *    the link hears of it.
 * 3. Keep the event under its id; one that was settled before is a duplicate and ends here,
 *    unless it lies in quarantine and an engineer sends it again.
 * 4. Apply it in the owning subdomain, idempotent by the resource's state, and note what became of it. A crash in
 *    between repeats 4 without a second effect.
 */
export const processIssuerEvent =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message, messageId }) => {
    const raw = Buffer.from(message.raw, 'base64');
    const event = readEvent(message.eventId, raw, message.receivedAt);
    const applier = Object.hasOwn(deps.appliers, event.type) ? deps.appliers[event.type] : undefined;
    const delivery = { event, raw, messageId, isReplay: message.replay === true };
    if (applier === undefined) return keptEvents(deps).quarantine(delivery);
    return applyTo(deps, applier, delivery);
  };
