import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCardMandates } from '../../../../functions/card-mandates/list-card-mandates/declaration.ts';
import { wire } from '../../../../functions/card-mandates/list-card-mandates/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { MandateBench } from '../mandate-bench.ts';
import { startMandateBench } from '../mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const list = (cardId: string, query: Readonly<Record<string, string>> = {}, tenant = bench.tenant) =>
  call(wire(bench.platform), listCardMandates, { as: { tenant }, params: { cardId }, query });

describe('listCardMandates', () => {
  itRefusesBadRequests({
    declaration: listCardMandates,
    handler: () => wire(bench.platform),
    valid: async () => ({
      as: { tenant: bench.tenant },
      params: { cardId: (await bench.registered()).world.cardId },
    }),
  });

  it('shows terms, state and the announced debits of a card’s mandates', async () => {
    const mandate = await bench.registered({ frequency: 'monthly', category: 'insurance' });
    const { debitId } = await bench.announced(mandate, 5_00);
    const { status, body } = await list(mandate.world.cardId);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: [
        {
          mandateId: mandate.mandateId,
          cardId: mandate.world.cardId,
          customerId: expect.stringMatching(/^cus_/u),
          merchant: mandate.merchant,
          amountRule: 'max',
          maxAmount: { amount: 50_000_00, currency: 'INR' },
          frequency: 'monthly',
          category: 'insurance',
          exemption: null,
          validFrom: expect.any(String),
          validUntil: '2027-11-21T00:00:00.000Z',
          notification: { channel: 'sms' },
          status: 'active',
          registeredBy: { method: '3ds', at: expect.any(String) },
          withdrawnBy: null,
          debits: [
            expect.objectContaining({ debitId, status: 'notifying', amount: { amount: 5_00, currency: 'INR' } }),
          ],
          createdAt: expect.any(String),
        },
      ],
      nextCursor: null,
    });
  });

  it('lists newest first, page by page', async () => {
    const { world, mandateId: first } = await bench.registered();
    bench.platform.clock.advance({ seconds: 1 });
    const { mandateId: second } = await bench.register(world);
    const page = await list(world.cardId, { limit: '1' });
    expect(page.body.data).toMatchObject([{ mandateId: second }]);
    const rest = await list(world.cardId, { limit: '1', cursor: page.body.nextCursor });
    expect(rest.body.data).toMatchObject([{ mandateId: first }]);
  });

  it('is empty for a card without mandates, and 404 for one that is unknown or another tenant’s', async () => {
    const { cardId } = await bench.world();
    expect((await list(cardId)).body).toEqual({ data: [], nextCursor: null });
    const foreign = await list(cardId, {}, await tenantWithProgram(bench.platform));
    const unknown = await list(bench.platform.ids.next('crd', bench.tenant));
    expect([foreign.body.code, unknown.body.code]).toEqual(['card_not_found', 'card_not_found']);
    expect((await list(cardId, { cursor: 'made.up' })).body.code).toBe('cursor_invalid');
  });

  it('says that a mandate has expired', async () => {
    const validUntil = bench.platform.clock.now().add({ hours: 1 }).toString();
    const { world } = await bench.registered({ validUntil });
    bench.platform.clock.advance({ hours: 1 });
    expect((await list(world.cardId)).body.data).toMatchObject([{ status: 'expired' }]);
  });
});
