import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ApiKey } from '../domain/api-key.ts';

/** Whose key it is: all that a secret proves (M-33). */
export interface KeyOwner {
  readonly tenant: TenantContext;
  readonly keyId: string;
  /** The hash under which it was found. */
  readonly hash: string;
}

/** API keys. Reads are strongly consistent: a revoked key is not found again. */
export interface ApiKeyStore {
  find(tenant: TenantContext, keyId: string): Promise<ApiKey | undefined>;
  /** The live key with this hash. */
  owner(hash: string): Promise<KeyOwner | undefined>;
  /** The key and the look-up by its hash. */
  create(tenant: TenantContext, key: ApiKey): readonly WriteIntent[];
  /** The revoked key, and the end of its look-up; refused with ConcurrentChange. */
  revoke(tenant: TenantContext, key: ApiKey): readonly WriteIntent[];
  /** The partition that holds the key and its history. */
  partition(tenant: TenantContext, keyId: string): string;
}
