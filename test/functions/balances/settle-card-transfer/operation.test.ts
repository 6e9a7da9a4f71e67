import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/balances/settle-card-transfer/handler.ts';
import { transfer } from '../../../../functions/balances/transfer/declaration.ts';
import { wire as wireTransfer } from '../../../../functions/balances/transfer/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { call } from '../../../support/http-call.ts';
import { noContext } from '../../../support/trigger.ts';
import type { AccountWorld } from '../given-accounts.ts';
import { startAccountWorld } from '../given-accounts.ts';
import { givenToken, outsidePan } from '../given-receivers.ts';
import { inr } from '../money-bench.ts';

let world: AccountWorld;
let tenant: TenantContext;
let cut: TestPlatform;

beforeAll(async () => {
  world = await startAccountWorld();
  tenant = await world.bench.program();
  cut = { ...world.platform, fetch: () => Promise.reject(new Error('the network is down')) };
});
afterAll(() => world.stop());

/** A transfer whose request broke off: the money is held, and nobody knows what became of it. */
const brokenOff = async () => {
  const { balanceId } = await world.account(tenant);
  await world.bench.load(tenant, balanceId, 1_000);
  const token = await givenToken(world.platform, tenant, outsidePan(world.platform));
  const body = { fromBalanceId: balanceId, to: { cardNumberToken: token }, amount: inr(400) };
  await call(wireTransfer(cut), transfer, { as: { tenant }, body, idempotencyKey: randomUUID() });
  const [held] = (await world.items('card_transfer')).filter((item) => item['fromBalanceId'] === balanceId);
  return { balanceId, transferId: String(held?.['transferId']) };
};

const fire = (transferId: string, on: TestPlatform = world.platform, of = tenant) =>
  wire(on)({ tenantId: of.tenantId, payload: { transferId } }, noContext);

const purse = async (balanceId: string) => {
  const balance = await world.bench.store.find(tenant, balanceId);
  return [balance?.posted, balance?.held];
};

describe('settleCardTransfer', () => {
  it('I5 sends what was held, and records it once, however often it fires', async () => {
    const { balanceId, transferId } = await brokenOff();
    await Promise.allSettled([fire(transferId), fire(transferId)]);
    await fire(transferId);
    expect(await purse(balanceId)).toEqual([600n, 0n]);
    const lines = (await world.bench.recordsOf(balanceId)).filter((record) =>
      String(record['data']).includes(transferId),
    );
    expect(lines).toHaveLength(1);
  });

  it('fails while the issuer cannot be reached, so that it is fired again; the money stays held', async () => {
    const { balanceId, transferId } = await brokenOff();
    await expect(fire(transferId, cut)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(await purse(balanceId)).toEqual([1_000n, 400n]);
  });

  it('I6 a crash between the issuer’s answer and its effect sends nothing twice', async () => {
    const { balanceId, transferId } = await brokenOff();
    const transact = () => Promise.reject(new Error('the process is gone'));
    const crashing = { ...world.platform, table: { ...world.platform.table, transact } };
    await expect(fire(transferId, crashing)).rejects.toThrow('the process is gone');
    await fire(transferId);
    expect(await purse(balanceId)).toEqual([600n, 0n]);
    const sent = await world.items('twin_card_payout', world.twin.platform);
    expect(sent.filter((payout) => payout['reference'] === transferId)).toHaveLength(1);
  });

  it('has nothing to do for a transfer that is unknown, or another tenant’s', async () => {
    const { balanceId, transferId } = await brokenOff();
    await fire(transferId, world.platform, await world.bench.program());
    await fire('trf_unknown');
    expect(await purse(balanceId)).toEqual([1_000n, 400n]);
  });
});
