import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDecision } from '../../../../functions/authorizations/get-decision/declaration.ts';
import { wire } from '../../../../functions/authorizations/get-decision/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { CardTraits, RequestChange } from '../card-bench.ts';
import { cardWorld, issuer } from '../card-bench.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  ({ tenant } = await givenProgram(platform));
});
afterAll(() => platform.stop());

const decided = async (
  minor: number,
  change: RequestChange = {},
  { of = tenant, ...traits }: CardTraits & { readonly of?: TenantContext } = {},
) => {
  const world = await cardWorld(platform, of, traits);
  return issuer(platform).request(world, minor, change);
};

const read = (decisionId: string | undefined, of = tenant) =>
  call(handler, getDecision, { as: { tenant: of }, params: { decisionId: decisionId ?? '' } });

interface ReadCheck {
  readonly name: string;
  readonly outcome: string;
  readonly ruleVersion: string;
}

const checksOf = ({ checks }: { readonly checks: readonly ReadCheck[] }) => checks;

const namesOf = (checks: readonly ReadCheck[]) => checks.map(({ name }) => name);

describe('getDecision', () => {
  it('tells the checks of an approval that the write’s conditions decided', async () => {
    const { decisionId, authorizationId } = await decided(40_00);
    const { status, body } = await read(decisionId);
    expect(status).toBe(200);
    expect(body).toMatchObject({ decisionId, authorizationId, outcome: 'approved', reason: 'approved' });
    expect(checksOf(body).every(({ outcome }) => outcome === 'passed')).toBe(true);
    expect(namesOf(body.checks)).toEqual([
      'card_exists',
      'cardholder_status',
      'kyc_tier',
      'card_state',
      'card_expiry',
      'balance_state',
      'currency',
      'channel',
      'international',
      'merchant_category',
      'available',
    ]);
    expect(checksOf(body).every(({ ruleVersion }) => ruleVersion.length > 0)).toBe(true);
  });

  it('tells every check of a decline in their order, and what would have passed', async () => {
    const { decisionId } = await decided(140_00, { channel: 'ecom' });
    const { body } = await read(decisionId);
    expect(body).toMatchObject({
      outcome: 'declined',
      reason: 'channel_off',
      wouldPassWith: { channels: { ecom: true } },
    });
    const failed = checksOf(body).filter(({ outcome }) => outcome === 'failed');
    expect(namesOf(failed)).toEqual(['channel', 'available']);
  });

  it.each([
    ['more money', { available: 10_00n }, { load: 30_00 }],
    ['less to pay', { rules: { version: 3, limits: [{ per: 'transaction', max: 25_00n }] } }, { amount: 25_00 }],
    ['an unlocked card', { status: 'locked' }, { card: 'unlocked' }],
    ['an activated card', { status: 'inactive' }, { card: 'activated' }],
  ] as const)('says what would have passed instead: %s', async (_, traits, wouldPassWith) => {
    const { decisionId } = await decided(40_00, {}, traits);
    expect((await read(decisionId)).body).toMatchObject({ outcome: 'declined', wouldPassWith });
  });

  it('boundary case 21: an e-commerce decline hints at the switch', async () => {
    const { decisionId, responseCode } = await decided(40_00, { channel: 'ecom' });
    expect(responseCode).toBe('57');
    expect((await read(decisionId)).body.wouldPassWith).toEqual({ channels: { ecom: true } });
  });

  it('names the version of the card’s rules that decided', async () => {
    const { decisionId } = await decided(40_00, {}, { rules: { version: 3, limits: [], mcc: { block: ['5814'] } } });
    const { body } = await read(decisionId);
    expect(body.checks).toContainEqual(
      expect.objectContaining({ name: 'merchant_category', outcome: 'failed', ruleVersion: 'card rules 3' }),
    );
  });

  it('tells a decision on a single message', async () => {
    const { decisionId, authorizationId } = await decided(40_00, { type: 'financial' });
    expect((await read(decisionId)).body).toMatchObject({ decisionId, authorizationId, outcome: 'approved' });
  });

  it('another tenant’s decision is not found, nor one that was never made', async () => {
    const { decisionId } = await decided(40_00);
    const other = await platform.tenant();
    for (const answer of [await read(decisionId, other), await read(platform.ids.next('dcs', tenant))]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'decision_not_found']);
    }
  });

  it('an event that is no decision is not found', async () => {
    const world = await cardWorld(platform, tenant);
    await issuer(platform).tell(world, {
      kind: 'reversal',
      original: { id: 'x', transmittedAt: platform.clock.now() },
    });
    const found = (await platform.items()).find(({ type }) => type === 'authorization.reversed');
    const answer = await read(String(found?.['eventId']).replace('evt_', 'dcs_'));
    expect([answer.status, answer.body.code]).toEqual([404, 'decision_not_found']);
  });

  it('rule 105 a tenant that may see aggregated data only is refused', async () => {
    const restricted = await givenProgram(platform, {}, { transactionData: 'aggregated_only' });
    const { decisionId } = await decided(40_00, {}, { of: restricted.tenant });
    const answer = await read(decisionId, restricted.tenant);
    expect([answer.status, answer.body.code]).toEqual([403, 'transaction_data_restricted']);
  });

  itRefusesBadRequests({
    declaration: getDecision,
    handler: () => handler,
    valid: async () => ({
      as: { tenant },
      params: { decisionId: (await decided(40_00)).decisionId ?? '' },
    }),
  });
});
