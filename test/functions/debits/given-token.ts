import type { Mandate } from '../../../functions/mandates/domain/mandate.ts';
import type { DebitBench } from './debit-bench.ts';

/** A mandate whose token the provider lists: what the payer does to it in the app nobody is told. */
export const mandateWithToken = async (
  bench: DebitBench,
  traits: Partial<Mandate> = {},
): Promise<Mandate & { readonly tokenId: string }> => {
  const customerId = 'cust_1';
  const order = await bench.provider.openAuthentication(bench.tenant, {
    receipt: `ndl-${bench.platform.ids.next('mop', bench.tenant)}`,
    amount: { minor: 100n, currency: 'INR' },
    notes: {},
    customerId,
    method: 'upi',
    token: {
      maxAmount: { minor: 50_000_00n, currency: 'INR' },
      expireAt: bench.platform.clock.now().add({ hours: 24 * 365 }),
      frequency: 'as_presented',
    },
  });
  const tokenId = bench.provider.authenticate(order.orderId, 'success')?.tokenId ?? '';
  return { ...(await bench.mandate({ ...traits, remote: { customerId, tokenId } })), tokenId };
};
