import type { Clock } from '../time/clock.ts';
import type { IdPrefix } from '../ids/ids.ts';
import type { Log } from '../observability/log.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import type { WriteIntent } from '../persistence/write-intent.ts';
import type { StaffRole, Surface } from './declaration.ts';

/** Who acts; goes into every record as its actor. */
export type Caller =
  | { readonly kind: 'tenant'; readonly keyId: string }
  | {
      readonly kind: 'customer';
      readonly customerId: string;
      readonly installationId: string;
      /** Keyed hash of the token of the session that the customer calls in; none where the body proved the caller. */
      readonly sessionHash?: string | undefined;
    }
  /** `staffOf`: `platform` for operators, else the tenant whose staff it is. */
  | { readonly kind: 'staff'; readonly subject: string; readonly role: StaffRole; readonly staffOf: string }
  /** The platform itself: a queue worker, a timer, a workflow step, a provider's event. */
  | { readonly kind: 'system'; readonly operation: string };

/** The caller's idempotency key at work: the unit of work commits it with the effect. */
export interface IdempotencySlot {
  /** The write that stores the answer under the key, in the same transaction as the effect. */
  complete(answer: unknown): WriteIntent;
  /**
   * The id that this key's resource has on every try, so that an outside call repeated after a crash names the same
   * resource. Only for operations declared `reserved`.
   */
  reservedId(prefix: IdPrefix): string;
}

interface AnyContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly log: Log;
  readonly idempotency: IdempotencySlot | undefined;
}

/** One tenant's operation at work. */
export interface OperationContext extends AnyContext {
  readonly tenant: TenantContext;
  /** `system` for triggers other than HTTP. */
  readonly surface: Surface | 'system';
  /** The tenant's business time: real time, plus the sandbox offset for sandbox tenants. */
  readonly clock: Clock;
}

/** An operation of the platform's operators, for no tenant. */
export interface PlatformContext extends AnyContext {
  readonly tenant: undefined;
  /** Whose API key it is, when a tenant calls an operation that operators call too. */
  readonly callerTenant?: TenantContext | undefined;
  readonly surface: 'admin';
  /** Real time. */
  readonly clock: Clock;
}
