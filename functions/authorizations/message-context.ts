import type { OperationContext } from '../kernel/operation/context.ts';
import type { UrlInput } from '../kernel/operation/url-operation.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../kernel/time/clock.ts';
import { shiftedClock } from '../kernel/time/clock.ts';
import type { AuthorizationRequest } from './domain/network-message.ts';

/**
 * The program's business time as the issuer tells it: a sandbox program's clock may be ahead, by what its issuer's is.
 * Outside the sandbox it is real time, whatever the message says.
 * @param clock real time
 */
export const messageContext = (
  clock: Clock,
  tenant: TenantContext,
  {
    message: { message, occurredAt },
    input,
  }: { readonly message: Pick<AuthorizationRequest, 'message' | 'occurredAt'>; readonly input: UrlInput },
): OperationContext => {
  const ahead = Math.round(message.transmittedAt.until(occurredAt).total('seconds'));
  return {
    tenant,
    caller: { kind: 'system', operation: 'decideAuthorization' },
    surface: 'system',
    requestId: input.requestId,
    clock: tenant.sandbox && ahead > 0 ? shiftedClock(clock, ahead) : clock,
    log: input.log.with({ tenantId: tenant.tenantId }),
    idempotency: undefined,
  };
};
