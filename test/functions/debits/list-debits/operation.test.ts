import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDebits } from '../../../../functions/debits/list-debits/declaration.ts';
import { wire } from '../../../../functions/debits/list-debits/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { DebitBench } from '../debit-bench.ts';
import { startDebitBench } from '../debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

const list = (mandateId: string, query = {}, tenant = bench.tenant) =>
  call(wire(bench.platform), listDebits, { as: { tenant }, params: { mandateId }, query, idempotencyKey: null });

describe('listDebits', () => {
  itRefusesBadRequests({
    declaration: listDebits,
    handler: () => wire(bench.platform),
    valid: async () => ({ as: { tenant: bench.tenant }, params: { mandateId: (await bench.mandate()).mandateId } }),
  });

  it('lists the debits of a mandate newest first, page by page, and refuses a cursor of another list', async () => {
    const mandate = await bench.mandate();
    const made = [await bench.scheduled(mandate), await bench.scheduled(mandate), await bench.scheduled(mandate)];
    const first = await list(mandate.mandateId, { limit: '2' });
    const rest = await list(mandate.mandateId, { limit: '2', cursor: String(first.body.nextCursor) });
    const ids = [...first.body.data, ...rest.body.data].map(({ debitId }) => debitId as string);
    expect(ids).toEqual([...made].reverse());
    const other = await bench.mandate();
    const stolen = await list(other.mandateId, { cursor: String(first.body.nextCursor) });
    expect([stolen.status, stolen.body.code]).toEqual([400, 'cursor_invalid']);
  });

  it('answers a foreign mandate like an unknown one', async () => {
    const { mandateId } = await bench.mandate();
    const { status, body } = await list(mandateId, {}, await bench.platform.tenant());
    expect([status, body.code]).toEqual([404, 'mandate_not_found']);
  });
});
