import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withdrawCardMandate } from '../../../../functions/card-mandates/withdraw-card-mandate/declaration.ts';
import { wire } from '../../../../functions/card-mandates/withdraw-card-mandate/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { MandateBench } from '../mandate-bench.ts';
import { startMandateBench } from '../mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

describe('withdrawCardMandate', () => {
  itRefusesBadRequests({
    declaration: withdrawCardMandate,
    handler: () => wire(bench.platform),
    valid: async () => {
      const { mandateId } = await bench.registered();
      return { as: await bench.holderOf(mandateId), params: { mandateId } };
    },
  });

  it('rule 6 ends the mandate at once, with the session’s proof, and what was announced with it', async () => {
    const mandate = await bench.registered();
    const debit = await bench.eligible(mandate, 5_00);
    const { status, body } = await bench.withdraw(mandate);
    expect([status, body.status, body.withdrawnBy.method]).toEqual([200, 'withdrawn', 'device_session']);
    expect(body.debits).toMatchObject([{ debitId: debit.debitId, status: 'cancelled' }]);
    expect((await bench.stored(mandate.mandateId)).withdrawal).toMatchObject({
      method: 'device_session',
      reference: 'ins_phone',
    });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
    expect((await bench.announce(mandate, 5_00)).body.reason).toBe('mandate_ended');
  });

  it('I3 again is the same answer, and one record', async () => {
    const mandate = await bench.registered();
    const idempotencyKey = 'once';
    const first = await bench.withdraw(mandate, { idempotencyKey });
    const repeat = await bench.withdraw(mandate, { idempotencyKey });
    const later = await bench.withdraw(mandate);
    expect(repeat.body).toEqual(first.body);
    expect([later.status, later.body.status]).toEqual([200, 'withdrawn']);
    const types = (await bench.recordsOfMandate(mandate)).map(({ type }) => type);
    expect(types).toEqual(['card_mandate.registered', 'card_mandate.withdrawn']);
  });

  it('an expired mandate cannot be withdrawn: 409', async () => {
    const validUntil = bench.platform.clock.now().add({ hours: 1 }).toString();
    const mandate = await bench.registered({ validUntil });
    bench.platform.clock.advance({ hours: 1 });
    const { status, body } = await bench.withdraw(mandate);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('I10 another customer’s, another tenant’s and an unknown mandate are the same 404', async () => {
    const mandate = await bench.registered();
    const other = await bench.registered();
    const foreign = await tenantWithProgram(bench.platform);
    const { customer } = await bench.holderOf(mandate.mandateId);
    const answers = [
      await bench.withdraw(mandate, { as: await bench.holderOf(other.mandateId) }),
      await bench.withdraw(mandate, { as: { customer, of: foreign } }),
      await bench.withdraw(mandate, { as: { customer, of: bench.tenant, expired: true } }),
    ];
    expect(answers.map(({ status, body }) => [status, String(body.code)])).toEqual([
      [404, 'mandate_not_found'],
      [404, 'mandate_not_found'],
      [401, 'session_expired'],
    ]);
    expect((await bench.stored(mandate.mandateId)).status).toBe('active');
  });

  it('while debits are declined all around it, it goes through', async () => {
    const mandate = await bench.registered();
    const declines = Array.from({ length: 4 }, () => bench.debit(mandate, 5_00));
    const [{ status }] = await Promise.all([bench.withdraw(mandate), ...declines]);
    expect(status).toBe(200);
    expect((await bench.stored(mandate.mandateId)).status).toBe('withdrawn');
  });
});
