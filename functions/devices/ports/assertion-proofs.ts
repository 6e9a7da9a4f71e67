import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Assertion } from '../domain/assertion.ts';
import type { Installation } from '../domain/installation.ts';

/** An assertion that its installation's key signed just now. Whether its nonce is new is for the transaction to say. */
export interface ProvedAssertion {
  readonly assertion: Assertion;
  readonly installation: Installation;
}

/** Checks what a device signed. */
export interface AssertionProofs {
  /**
   * @returns undefined unless the text is an ES256 JWS with exactly the claims of an assertion, by the key of an active
   *   installation of this tenant, signed within 300 s of real time
   */
  prove(tenant: TenantContext, assertion: string): Promise<ProvedAssertion | undefined>;
}
