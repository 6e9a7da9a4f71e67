import type { Platform } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** A request in the words of a call: what interceptors turn into bytes. */
export interface ProviderRequest {
  /** Its `tenantId` is the program at the provider. */
  readonly tenant: TenantContext;
  readonly provider: 'issuer' | 'kyc' | 'bank' | 'sandbox-control';
  /** Names the call in metrics, such as `createCard`. */
  readonly call: string;
  /** Below the provider's base URL. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
}

/** `status` is 0 when no answer came, or none that can be trusted: the outcome is unknown. */
export interface ProviderAnswer {
  readonly status: number;
  /** Decrypted JSON; undefined when the answer was not a message of the protocol. */
  readonly body: unknown;
}

/** The same after the body became text, before it is signed and sent. */
export interface WireRequest {
  readonly request: ProviderRequest;
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
}

export type Exchange = (request: ProviderRequest) => Promise<ProviderAnswer>;
export type WireExchange = (request: WireRequest) => Promise<WireAnswer>;

/** What the adapters need of the platform. */
export type ProviderPlatform = Pick<Platform, 'fetch' | 'secrets' | 'meter' | 'clock' | 'random' | 'settings'>;
