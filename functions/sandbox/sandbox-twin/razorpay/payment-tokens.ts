import type { Temporal } from 'temporal-polyfill';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { collection, tokenEntity, tokenStatus } from './entities.ts';
import type { PaymentCall, PaymentRequest } from './payment-call.ts';
import { param } from './payment-call.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { announce, writesOf } from './payment-desk.ts';
import { PaymentError, unknownId } from './payment-error.ts';
import type { PaymentToken } from './payment-items.ts';
import { customers, tokens } from './payment-items.ts';
import { moveToken } from './payment-moves.ts';
import { inTurn } from './versioned.ts';

/** Why a token takes part in nothing; undefined when it does. */
export const refusalOf = (token: PaymentToken, now: Temporal.Instant): PaymentError | undefined => {
  const status = tokenStatus(token, now);
  if (status === 'confirmed') return undefined;
  const reason = status === 'rejected' ? 'mandate_not_active' : `mandate_${status}`;
  return new PaymentError({ description: 'The mandate of this token cannot be debited.', reason, source: 'customer' });
};

/** Those that the provider lists: not the rejected and the expired. */
const isListed = (token: PaymentToken, now: Temporal.Instant): boolean =>
  !token.isDeleted && !['rejected', 'expired'].includes(tokenStatus(token, now));

const ofCustomer = async ({ table }: PaymentDesk, program: TenantContext, request: PaymentRequest) => {
  const token = await tokens.find(table, program, param(request, 'tokenId'));
  if (token === undefined || token.isDeleted || token.customerId !== param(request, 'customerId')) throw unknownId();
  return token;
};

const isOpen = (token: PaymentToken): boolean => token.status === 'confirmed' || token.status === 'paused';

export const tokenCalls = (desk: PaymentDesk): Record<'list' | 'read' | 'cancel' | 'remove', PaymentCall> => {
  const now = async (program: TenantContext) => (await desk.clocks.of(program)).now();
  return {
    list: async (program, request) => {
      const customer = await customers.find(desk.table, program, param(request, 'customerId'));
      if (customer === undefined) throw unknownId();
      const at = await now(program);
      const found = await Promise.all(customer.tokenIds.map((tokenId) => tokens.find(desk.table, program, tokenId)));
      const listed = found.filter((token) => token !== undefined).filter((token) => isListed(token, at));
      return collection(listed.map((token) => tokenEntity(token, at)));
    },
    read: async (program, request) => tokenEntity(await ofCustomer(desk, program, request), await now(program)),
    /** The network closes at once, and says so by webhook; the answer only says that it was asked. */
    cancel: (program, request) =>
      inTurn(async () => {
        const token = await ofCustomer(desk, program, request);
        const at = await now(program);
        const refusal = refusalOf(token, at);
        // On UPI the payer ends a pause first; a paused card mandate can be cancelled.
        if (refusal !== undefined && !(token.status === 'paused' && token.method === 'card')) throw refusal;
        const move = moveToken(program, token, { status: 'cancelled', now: at });
        const events = await announce(desk, program, move.told);
        const committed = await desk.commit([...move.writes, ...writesOf(events)]);
        return committed === 'refused' ? committed : { status: 'cancellation_initiated' };
      }),
    /** On cards this closes the mandate as well; on UPI it only forgets the token. */
    remove: (program, request) =>
      inTurn(async () => {
        const token = await ofCustomer(desk, program, request);
        const closes = token.method === 'card' && isOpen(token);
        const status = closes ? 'cancelled' : token.status;
        const move = moveToken(program, { ...token, isDeleted: true }, { status, now: await now(program) });
        const events = await announce(desk, program, closes ? move.told : []);
        const committed = await desk.commit([...move.writes, ...writesOf(events)]);
        return committed === 'refused' ? committed : { deleted: true };
      }),
  };
};
