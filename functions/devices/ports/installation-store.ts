import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Assertion } from '../domain/assertion.ts';
import type { Installation } from '../domain/installation.ts';

/** Installations of a tenant's app. Reads are strongly consistent. */
export interface InstallationStore {
  find(tenant: TenantContext, installationId: string): Promise<Installation | undefined>;
  /** The installation that is active on a customer's device. */
  activeOn(tenant: TenantContext, device: Pick<Installation, 'customerId' | 'deviceId'>): Promise<string | undefined>;
  /** The customer's active installations. @throws cursor_invalid */
  listActive(tenant: TenantContext, customerId: string, page: PageRequest): Promise<Page<Installation>>;
  /**
   * The installation, active on its device in place of `former`, which is ended; refused with ConcurrentChange when
   * the device has another one meanwhile.
   */
  pair(tenant: TenantContext, installation: Installation, former: Installation | undefined): readonly WriteIntent[];
  /** The ended installation; its device has none any more. Refused with ConcurrentChange. */
  unpair(tenant: TenantContext, ended: Installation): readonly WriteIntent[];
  /** Uses the nonce of an assertion up; refused with `unauthenticated` when it was used before. */
  useNonce(tenant: TenantContext, assertion: Assertion): WriteIntent;
  /** The partition that holds the installation and its history. */
  partition(tenant: TenantContext, installationId: string): string;
}
