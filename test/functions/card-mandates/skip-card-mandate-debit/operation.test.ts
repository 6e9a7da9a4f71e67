import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipCardMandateDebit } from '../../../../functions/card-mandates/skip-card-mandate-debit/declaration.ts';
import { wire } from '../../../../functions/card-mandates/skip-card-mandate-debit/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { MandateBench } from '../mandate-bench.ts';
import { startMandateBench } from '../mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const given = async () => bench.announced(await bench.registered(), 5_00);

describe('skipCardMandateDebit', () => {
  itRefusesBadRequests({
    declaration: skipCardMandateDebit,
    handler: () => wire(bench.platform),
    valid: async () => {
      const { mandateId, debitId } = await given();
      return { as: await bench.holderOf(mandateId), params: { mandateId, debitId } };
    },
  });

  it('rule 6 keeps the one debit from being made; the mandate stays, and the next one passes', async () => {
    const mandate = await bench.registered();
    const skipped = await bench.eligible(mandate, 5_00);
    const { status, body } = await bench.skip(skipped);
    expect([status, body.status]).toEqual([200, 'active']);
    expect(body.debits).toMatchObject([{ debitId: skipped.debitId, status: 'skipped' }]);
    expect((await bench.debit(skipped, 5_00)).decision).toBe('declined');
    const [kept] = (await bench.stored(mandate.mandateId)).debits;
    expect(kept?.afa).toMatchObject({ method: 'device_session', reference: 'ins_phone' });
    const next = await bench.eligible(mandate, 7_00);
    expect((await bench.debit(next, 7_00)).decision).toBe('approved');
  });

  it('before its notice arrived: the receipt does not bring it back', async () => {
    const debit = await given();
    await bench.skip(debit);
    await bench.hear(debit.debitId);
    bench.platform.clock.advance({ hours: 25 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
  });

  it('I3 again is the same answer, and one record', async () => {
    const debit = await given();
    const first = await bench.skip(debit, { idempotencyKey: 'once' });
    expect((await bench.skip(debit, { idempotencyKey: 'once' })).body).toEqual(first.body);
    expect((await bench.skip(debit)).status).toBe(200);
    const types = (await bench.recordsOfMandate(debit)).map(({ type }) => type);
    expect(types.filter((type) => type === 'card_mandate_debit.skipped')).toHaveLength(1);
  });

  it('a debit that was made, was cancelled or has lapsed cannot be skipped: 409', async () => {
    const made = await bench.eligible(await bench.registered(), 5_00);
    await bench.debit(made, 5_00);
    const cancelled = await given();
    await bench.withdraw(cancelled);
    const lapsed = await given();
    bench.platform.clock.advance({ hours: 25 + 72 });
    for (const debit of [made, cancelled, lapsed]) {
      const { status, body } = await bench.skip(debit);
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    }
  });

  it('another mandate’s debit, another customer’s and an unknown one are 404', async () => {
    const debit = await given();
    const other = await given();
    const unknown = bench.platform.ids.next('cdb', bench.tenant);
    const answers = [
      await bench.skip({ mandateId: debit.mandateId, debitId: other.debitId }),
      await bench.skip({ mandateId: debit.mandateId, debitId: unknown }),
      await bench.skip(debit, { as: await bench.holderOf(other.mandateId) }),
    ];
    expect(answers.map(({ status, body }) => [status, String(body.code)])).toEqual([
      [404, 'debit_not_found'],
      [404, 'debit_not_found'],
      [404, 'mandate_not_found'],
    ]);
  });
});
