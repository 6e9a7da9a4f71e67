import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoDepositEscrow } from '../../../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { listPartnerBalances } from '../../../../functions/balances/list-partner-balances/declaration.ts';
import { wire } from '../../../../functions/balances/list-partner-balances/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { commitIntents } from '../given-deposits.ts';
import { givenPartner } from '../given-partners.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let first: TenantContext;
let second: TenantContext;
let made: string[];
const operator = { staff: 'Employee', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  first = await platform.tenant();
  second = await platform.tenant();
  made = [];
  for (const [tenant, kind] of [
    [first, 'credit'],
    [second, 'credit'],
    [first, 'deposit'],
  ] as const) {
    platform.clock.advance({ seconds: 1 });
    made.unshift((await givenPartner(platform, tenant, { kind, available: 12n })).partnerBalanceId);
  }
});
afterAll(() => platform.stop());

const list = (as: TestCaller, query: Record<string, string> = {}) =>
  call(handler, listPartnerBalances, { as, surface: 'tenant' in as ? 'secure' : 'admin', query });

interface Row {
  readonly kind: string;
  readonly available: { readonly amount: number };
}

const idsOf = (body: { data: { partnerBalanceId: string }[] }) => body.data.map((row) => row.partnerBalanceId);

describe('listPartnerBalances', () => {
  itRefusesBadRequests({
    declaration: listPartnerBalances,
    handler: () => handler,
    valid: async () => ({ as: operator }),
  });

  it('AN-70 shows operators those of every tenant, newest first, page by page', async () => {
    const one = await list(operator, { limit: '2' });
    const two = await list(operator, { limit: '2', cursor: one.body.nextCursor });
    expect([...idsOf(one.body), ...idsOf(two.body)]).toEqual(made);
    expect(one.body.data[1]).toMatchObject({ tenantId: second.tenantId, available: { amount: 12, currency: 'INR' } });
    expect(two.body.nextCursor).toBeNull();
  });

  it('AN-70 shows a tenant and its staff their own and no other', async () => {
    const own = [made[0], made[2]];
    expect(idsOf((await list({ tenant: first })).body)).toEqual(own);
    expect(idsOf((await list({ staff: 'Employee', of: first })).body)).toEqual(own);
    expect(idsOf((await list({ tenant: second })).body)).toEqual([made[1]]);
  });

  it('AN-69 AN-70 shows of deposits what their slices have available together, of each tenant its own', async () => {
    const [one, two] = [await platform.tenant(), await platform.tenant()];
    await givenPartner(platform, one, { kind: 'deposit', available: 41_000n });
    await givenPartner(platform, two, { kind: 'deposit', available: 52_000n });
    const { reserve } = dynamoDepositEscrow(platform.table);
    await commitIntents(platform, reserve(two, { currency: 'INR', shares: [{ slice: 5, amount: 900n }] }));
    const rowsOf = async (as: TestCaller, query: Record<string, string> = {}) => {
      const { body }: { readonly body: { readonly data: readonly Row[] } } = await list(as, query);
      return body.data.map(({ kind, available }) => [kind, available.amount]);
    };
    expect(await rowsOf({ tenant: one })).toEqual([['deposit', 41_000]]);
    expect(await rowsOf({ tenant: two })).toEqual([['deposit', 51_100]]);
    expect(await rowsOf(operator, { limit: '2' })).toEqual([
      ['deposit', 51_100],
      ['deposit', 41_000],
    ]);
  });

  it('refuses a cursor of another tenant', async () => {
    const { body } = await list({ tenant: first }, { limit: '1' });
    const answer = await list({ tenant: second }, { cursor: String(body.nextCursor) });
    expect([answer.status, answer.body.code]).toEqual([400, 'cursor_invalid']);
  });
});
