import * as z from 'zod';
import type { Ids } from './bodies.ts';
import { bodies } from './bodies.ts';

export interface InBody {
  /** The id of a household that may stand there. */
  readonly pick: (of: Ids) => string;
  readonly bodyWith: (id: string, own: Ids) => unknown;
  /** That also what other customers of the tenant have is foreign there, on every channel. */
  readonly ofCustomer?: true;
  /** What the answer is like where the id is one half of a proof. */
  readonly status?: number;
}

const amount = { amount: 100, currency: 'INR' };
const own = (operationId: string, ids: Ids, change: object): unknown => ({
  ...z.looseObject({}).parse(bodies[operationId]?.(ids)),
  ...change,
});
const balanceOf = (operationId: string): InBody => ({
  pick: ({ bal }) => bal,
  bodyWith: (balanceId, ids) => own(operationId, ids, { balanceId }),
  ofCustomer: true,
});
const mandateOf = (operationId: string): InBody => ({
  pick: ({ mdt }) => mdt,
  bodyWith: (mandateId, ids) => own(operationId, ids, { mandateId }),
  ofCustomer: true,
});
const linked = (operationId: string): InBody => ({
  pick: ({ aut }) => aut,
  bodyWith: (authorizationId, ids) => own(operationId, ids, { authorizationId }),
});

/** Every text in a body that by its name could be an id or a token: what it names, or that it names nothing of ours. */
export const inBodies: Readonly<Record<string, InBody | 'names nothing here'>> = {
  'createVirtualCard balanceId': balanceOf('createVirtualCard'),
  'createVirtualCardAsync balanceId': balanceOf('createVirtualCardAsync'),
  'orderPhysicalCard balanceId': balanceOf('orderPhysicalCard'),
  'startIssuance balance.balanceId': {
    pick: ({ bal }) => bal,
    bodyWith: (balanceId) => ({ balance: { balanceId }, card: { type: 'virtual' } }),
    ofCustomer: true,
  },
  'transfer fromBalanceId': {
    pick: ({ bal }) => bal,
    bodyWith: (fromBalanceId, ids) => ({
      fromBalanceId,
      to: { balanceId: `${ids.bal.slice(0, 6)}${'0'.repeat(10)}${ids.bal.slice(16)}` },
      amount,
    }),
  },
  // Money may go to every balance of the tenant, but to none of another.
  'transfer to.balanceId': {
    pick: ({ bal }) => bal,
    bodyWith: (balanceId, ids) => ({ fromBalanceId: ids.bal, to: { balanceId }, amount }),
  },
  'transfer to.cardNumberToken': {
    pick: ({ cardToken }) => cardToken,
    bodyWith: (cardNumberToken, ids) => ({ fromBalanceId: ids.bal, to: { cardNumberToken }, amount }),
  },
  'loadBalance source.token': {
    pick: ({ bankToken }) => bankToken,
    bodyWith: (token) => ({ amount, source: { type: 'bank_account', token } }),
    ofCustomer: true,
  },
  'withdraw destination.token': {
    pick: ({ bankToken }) => bankToken,
    bodyWith: (token) => ({ amount, destination: { type: 'bank_account', token } }),
    ofCustomer: true,
  },
  'createPartnerBalance tenantId': {
    pick: ({ ten }) => ten,
    bodyWith: (tenantId, ids) => own('createPartnerBalance', ids, { tenantId }),
  },
  'createSession installationId': {
    pick: ({ ins }) => ins,
    bodyWith: (installationId, ids) => own('createSession', ids, { installationId }),
    status: 401,
  },
  'createPayment mandateId': mandateOf('createPayment'),
  'createInvoice customerId': {
    pick: ({ cus }) => cus,
    bodyWith: (customerId, ids) => own('createInvoice', ids, { customerId }),
  },
  'createInvoice mandateId': mandateOf('createInvoice'),
  'payInvoice mandateId': mandateOf('payInvoice'),
  'simulateRefund authorizationId': linked('simulateRefund'),
  'simulateForcePost authorizationId': linked('simulateForcePost'),
  'loadBalance source.paymentId': 'names nothing here',
  'createCustomer externalId': 'names nothing here',
  'updateCustomer externalId': 'names nothing here',
  'pairDevice pairingCode': 'names nothing here',
  'pairDevice deviceId': 'names nothing here',
};
