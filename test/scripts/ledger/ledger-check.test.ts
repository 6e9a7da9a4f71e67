import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sliceKey } from '../../../functions/balances/infrastructure/deposit-slices.ts';
import { dynamoDepositEscrow } from '../../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { depositSliceItem } from '../../../functions/balances/infrastructure/partner-items.ts';
import { reloadPartnerBalance } from '../../../functions/balances/reload-partner-balance/declaration.ts';
import { wire as wireReload } from '../../../functions/balances/reload-partner-balance/handler.ts';
import type { Item } from '../../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { countedClient } from '../../../local/table-client.ts';
import { verifyLedger } from '../../../scripts/ledger/verify-table.ts';
import { commitIntents } from '../../functions/balances/given-deposits.ts';
import { foldChanges, givenPartner, moved } from '../../functions/balances/given-partners.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let partnerBalanceId: string;

const sliceOf = async (slice: number) =>
  depositSliceItem.decode((await platform.table.get(sliceKey(tenant, 'INR', slice))) ?? {});

const tamper = async (slice: number, change: Item): Promise<void> => {
  const key = sliceKey(tenant, 'INR', slice);
  await platform.table.write({ kind: 'put', item: { ...(await platform.table.get(key)), ...key, ...change } });
};

/** A deposit that was reloaded with 80,000 paise. Slice 3 holds 500 of them, has paid 300 and got 700 from slice 4. */
beforeEach(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
  ({ partnerBalanceId } = await givenPartner(platform, tenant, { kind: 'deposit' }));
  const reloaded = await call(wireReload(platform), reloadPartnerBalance, {
    as: { staff: 'Admin', of: 'platform' },
    params: { partnerBalanceId },
    body: { amount: { amount: 80_000, currency: 'INR' }, reference: 'UTR 2' },
  });
  if (reloaded.status !== 201) throw new Error(`the reload answered ${reloaded.status}`);
  const escrow = dynamoDepositEscrow(platform.table);
  const share = (amount: bigint) => ({ currency: 'INR' as const, shares: [{ slice: 3, amount }] });
  await commitIntents(platform, escrow.reserve(tenant, share(800n)));
  await commitIntents(platform, escrow.settle(tenant, share(300n)));
  const item = moved(platform, tenant, [`partner:${partnerBalanceId}`, 'settlement', 300n]);
  await platform.table.write({ kind: 'put', item });
  for (const [slice, change] of [
    [3, 700n],
    [4, -700n],
  ] as const) {
    const { available, moved: own } = await sliceOf(slice);
    await tamper(slice, { available: available + change, moved: own + change });
  }
  await foldChanges(
    platform,
    (await platform.items()).map((after) => ({ after })),
  );
});
afterEach(() => platform.stop());

const verify = async () => {
  const lines: string[] = [];
  const at = { client: countedClient(platform.endpoint).client, table: 'nodal-test' };
  const { differences } = await verifyLedger(at, (line) => lines.push(line), {
    graceSeconds: 0,
    clock: platform.clock,
  });
  return { lines, differences };
};

describe('The check of the ledger', () => {
  it('I1 I20 finds a deposit in order whose 40 slices sum to the journal, whatever moved between them', async () => {
    expect((await platform.items()).filter(({ item }) => item === depositSliceItem.name)).toHaveLength(40);
    const { lines, differences } = await verify();
    expect(differences).toEqual([]);
    expect(lines).toContain('ledger: 2 entries, 0 balances, 1 partner balances in nodal-test');
    expect(lines).toContain('INR: partners 79700, pooled -80000, settlement 300; sum 0');
  });

  it('I20 finds a slice that has more than the journal says', async () => {
    await tamper(7, { available: 2_001n });
    expect((await verify()).differences).toEqual([
      `${tenant.tenantId} partner:${partnerBalanceId} INR: 79701 is stored, the journal says 79700`,
    ]);
  });

  it('I20 finds a move between slices that one of them alone knows of', async () => {
    await tamper(7, { moved: 5n });
    expect((await verify()).differences).toEqual([
      `${tenant.tenantId} partner:${partnerBalanceId} INR: what its slices moved is 5 and not zero`,
    ]);
  });
});
