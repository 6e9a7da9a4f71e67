import type { OperationContext } from '../../kernel/operation/context.ts';

/** Proof that the customer's own device asks for something right now (api.md 4.2, 4.5). */
export interface DeviceAssertions {
  /**
   * Verifies an ES256 JWS by the device's key with exactly the claims `installationId`, `nonce` and `iat` (within 300 s of
   * real time) and uses its nonce up, for good. The installation must be active and the customer's.
   * @throws unauthenticated (401) for a bad, old, foreign or reused assertion; temporarily_unavailable
   */
  verify(
    context: Pick<OperationContext, 'tenant'>,
    proof: { readonly customerId: string; readonly assertion: string },
  ): Promise<{ readonly installationId: string }>;
}
