import type { Temporal } from 'temporal-polyfill';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { PairingCode } from '../domain/pairing-code.ts';

/** A code and whose it is: all that a code proves. */
export interface FoundCode {
  readonly tenant: TenantContext;
  readonly code: PairingCode;
}

/** Pairing codes, found by their keyed hash alone. Strongly consistent. */
export interface PairingStore {
  /** The code with this hash, used ones too: who repeats a pairing is to hear the first answer. */
  find(hash: string): Promise<FoundCode | undefined>;
  create(tenant: TenantContext, code: PairingCode): WriteIntent;
  /** Refused with `pairing_code_invalid` unless the code is open and in time at that very moment. */
  use(code: PairingCode, now: Temporal.Instant): WriteIntent;
  /** Counts one more code of the customer's hour; refused with `rate_limited` when all were given out. */
  count(tenant: TenantContext, customerId: string, now: Temporal.Instant): WriteIntent;
  /** The partition that holds the history of a code. */
  partition(tenant: TenantContext, pairingId: string): string;
}
