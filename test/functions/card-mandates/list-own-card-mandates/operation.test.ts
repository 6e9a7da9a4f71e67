import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listOwnCardMandates } from '../../../../functions/card-mandates/list-own-card-mandates/declaration.ts';
import { wire } from '../../../../functions/card-mandates/list-own-card-mandates/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { MandateBench } from '../mandate-bench.ts';
import { startMandateBench } from '../mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

describe('listOwnCardMandates', () => {
  itRefusesBadRequests({
    declaration: listOwnCardMandates,
    handler: () => wire(bench.platform),
    valid: async () => ({ as: await bench.holderOf((await bench.registered()).mandateId) }),
  });

  it('shows the caller its own mandates alone', async () => {
    const { mandateId, world } = await bench.registered();
    await bench.registered();
    const { status, body } = await bench.listOwn(mandateId);
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: [{ mandateId, cardId: world.cardId, status: 'active' }], nextCursor: null });
    expect(body.data).toHaveLength(1);
  });

  it('refuses a cursor that it did not give out', async () => {
    const { mandateId } = await bench.registered();
    expect((await bench.listOwn(mandateId, { cursor: 'made.up' })).body.code).toBe('cursor_invalid');
  });
});
