import type { OperationContext } from '../../kernel/operation/context.ts';
import type { ReferenceSpace } from '../../kernel/persistence/provider-reference.ts';
import type { IssuerEvent } from '../domain/issuer-event.ts';

/** What applying an event did. A repeat is `already`; an illegal jump is `not_allowed` and changes nothing. */
export type Application = 'applied' | 'already' | 'not_allowed' | 'not_understood';

/** How one event type takes effect in the subdomain that owns the resource. */
export interface EventApplier {
  /** Where the event's `reference` is looked up. */
  readonly space: ReferenceSpace;
  /** Nothing is lost with an event of a card that is not linked yet: the link asks the issuer. */
  readonly isHeardAtLink?: true;
  /** Idempotent by the resource's state: delivered any number of times, in any order, the effect is that of once. */
  apply(context: OperationContext, resourceId: string, event: IssuerEvent): Promise<Application>;
}

/** Appliers by event type; a type that is not here is stored and quarantined. */
export type EventAppliers = Readonly<Record<string, EventApplier>>;
