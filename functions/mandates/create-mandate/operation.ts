import type { IdPrefix } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import { presentAuthentication, presentLimits } from '../answers.ts';
import { admittedPayer, askPayer, remoteCustomer } from '../asking-payer.ts';
import { disclosure } from '../disclosure.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { Mandate } from '../domain/mandate.ts';
import type { LimitDependencies } from '../limits-of-payer.ts';
import { limitsOfCustomer } from '../limits-of-payer.ts';
import { checkedTerms } from '../mandate-terms.ts';
import { timerWrites } from '../mandate-timers.ts';
import type { MandateDependencies } from '../mandate-work.ts';
import { warningsOf } from '../warnings.ts';
import type { createMandate as declaration } from './declaration.ts';

/** The same on every try with the caller's key: a repeat after a crash names the same mandate and the same order. */
const reservedId = ({ idempotency }: OperationContext, prefix: IdPrefix): string => {
  if (idempotency === undefined) throw new Error('a mandate is created under an idempotency key');
  return idempotency.reservedId(prefix);
};

const requested = (
  context: OperationContext,
  terms: ReturnType<typeof checkedTerms>,
  opened: Pick<Mandate, 'mandateId' | 'customerId' | 'remote'> & Pick<Mandate, 'openOperation'>,
): Mandate => ({
  ...terms,
  ...opened,
  status: 'pending_authentication',
  otherCharges: [],
  pastOrders: [],
  tokensToCancel: [],
  openDebits: [],
  usedCycles: [],
  createdAt: context.clock.now(),
  sequence: 1,
});

/**
 * Asks a customer for a mandate (SH-01, SH-04, SH-05).
 *
 * In: the customer and the terms. Out: the mandate, where the customer authenticates, and what is to be shown before.
 * 1. The customer exists and is not suspended or closed; the terms are lawful and the method takes them. On UPI, what
 *    was observed of the bank and app that the customer used last is suggested, unless the caller knows their limits.
 * 2. Make the provider's customer and the order of INR 1 (SH-06), or find those of an earlier try with the same key: a
 *    provider that says no leaves nothing here, one that is silent answers 503, and the repeat adopts what is there.
 * 3. Commit mandate, its operation, the order's binding, the timer of its expiry, record `mandate.requested`, which starts
 *    the registration, and the key together.
 */
export const createMandate =
  (deps: MandateDependencies & LimitDependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant, clock } = context;
    const [customer, observed] = await Promise.all([
      admittedPayer(deps, context, params.customerId),
      limitsOfCustomer(deps, context, { customerId: params.customerId, terms: body }),
    ]);
    const terms = checkedTerms(body, clock.now(), observed);
    const mandateId = reservedId(context, 'mdt');
    const mandateOperationId = reservedId(context, 'mop');
    const customerId = await remoteCustomer(deps, context, customer);
    const { method, maxAmount, validUntil, frequency, recurrence } = terms;
    const { orderId, authentication } = await askPayer(deps, context, {
      mandateId,
      mandateOperationId,
      kind: 'create',
      method,
      customerId,
      token: { maxAmount, expireAt: validUntil, frequency, recurrence },
    });
    const mandate = requested(context, terms, {
      mandateId,
      customerId: customer.customerId,
      remote: { customerId },
      openOperation: {
        mandateOperationId,
        type: 'create',
        status: 'afa_pending',
        by: 'server',
        orderId,
        authentication,
        startedAt: clock.now(),
      },
    });
    const warnings = warningsOf(mandate, clock.now(), observed);
    const work = {
      writes: [
        deps.customers.admitPayer(tenant, customer.customerId),
        deps.mandates.create(tenant, mandate),
        bindReference('payment', orderId, { tenant, resourceId: mandateId }),
        ...timerWrites(context, undefined, mandate),
      ],
      records: [mandateRecord(deps.mandates.partition(tenant, mandateId), mandate, { type: 'mandate.requested' })],
    };
    return deps.unitOfWork.commit(context, work, {
      mandateId,
      status: 'pending_authentication' as const,
      authentication: presentAuthentication(authentication),
      disclosure: { ...disclosure },
      limits: presentLimits(mandate, clock.now(), observed),
      ...(warnings.length === 0 ? {} : { warnings }),
    });
  };
