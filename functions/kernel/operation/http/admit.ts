import type { TenantContext } from '../../tenancy/tenant-context.ts';
import type { Caller } from '../context.ts';
import type { HttpDeclaration } from '../declaration.ts';
import type { Exchange, HttpInput, HttpUseCase } from './exchange.ts';

/** Whom the body of a request proves, and what is done for them. */
export interface Admission<Declaration extends HttpDeclaration> {
  readonly tenant: TenantContext;
  readonly caller: Caller;
  readonly run: HttpUseCase<Declaration>;
}

/**
 * A use case behind an open route: no authorizer stands before it, so its body holds the credential. Tenant and caller
 * come from what the credential itself leads to, before the idempotency key is claimed in that caller's name; a
 * credential of one use is used up in `run`, so that a repeat is still admitted and hears the first answer.
 */
export interface AdmittingUseCase<Declaration extends HttpDeclaration> {
  /** @throws what a request without a valid credential is answered */
  admit(body: HttpInput<Declaration>['body']): Promise<Admission<Declaration>>;
}

/** An admission without its declaration's types: the chain serves all declarations alike. */
export interface AnyAdmission extends Pick<Admission<HttpDeclaration>, 'tenant' | 'caller'> {
  run(input: unknown): Promise<unknown>;
}

/** Some use cases admit; the others are behind an authorizer. */
export interface MayAdmit {
  admit?(body: unknown): Promise<AnyAdmission>;
}

/** Lets the body prove who calls, where the use case asks for that. */
export const admitCaller =
  (useCase: MayAdmit) =>
  async (exchange: Exchange): Promise<void> => {
    const admission = await useCase.admit?.(exchange.parsedBody);
    if (admission === undefined) return;
    exchange.tenant = admission.tenant;
    exchange.caller = admission.caller;
    exchange.admitted = (input) => admission.run(input);
    exchange.log = exchange.log.with({ tenantId: admission.tenant.tenantId });
  };
