import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getEvent } from '../../../functions/events/get-event/declaration.ts';
import { wire as getWire } from '../../../functions/events/get-event/handler.ts';
import { listEvents } from '../../../functions/events/list-events/declaration.ts';
import { wire as listWire } from '../../../functions/events/list-events/handler.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { givenAccess } from './given-access.ts';
import { storeEvents } from './given-events.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const types = [
  'card.issued',
  'transaction.posted',
  'authorization.approved',
  'balance.frozen',
  'decision.made',
  'authorization.declined',
  'partner_balance.low',
];
const open = ['card.issued', 'balance.frozen', 'partner_balance.low'];

/** A tenant with one event of each type. @returns event ids, in the order of `types` */
const given = async (mode: 'full' | 'aggregated_only') => {
  const access = await givenAccess(platform, mode);
  const ids = await storeEvents(
    platform,
    access.tenant,
    types.map((type, at) => ({ type, resourceId: `res_${at}`, sequence: 1 })),
  );
  return { ...access, ids };
};

const list = (tenant: TenantContext, query: Record<string, string> = {}) =>
  call(listWire(platform), listEvents, { as: { tenant }, query });

const listed = async (tenant: TenantContext, query: Record<string, string> = {}): Promise<readonly string[]> => {
  const { body } = await list(tenant, query);
  return (body.data as readonly { type: string }[]).map(({ type }) => type);
};

const read = async (tenant: TenantContext, eventId: string | undefined) => {
  const { status, body } = await call(getWire(platform), getEvent, {
    as: { tenant },
    params: { eventId: eventId ?? '' },
  });
  const { code, type } = body as { code?: string; type: string };
  return [status, code ?? type];
};

describe('Events of single transactions', () => {
  it('rule 105 are listed and read where the tenant sees full data', async () => {
    const { tenant, ids } = await given('full');
    expect(await listed(tenant)).toEqual(types.toReversed());
    for (const [at, type] of types.entries()) expect(await read(tenant, ids[at])).toEqual([200, type]);
  });

  it('rule 105 are left out of lists, newest or oldest first, where it sees aggregated data only', async () => {
    const { tenant, ids } = await given('aggregated_only');
    expect(await listed(tenant)).toEqual(open.toReversed());
    expect(await listed(tenant, { after: ids[0] ?? '' })).toEqual(open.slice(1));
  });

  it.each(['transaction.*', 'transaction.posted', 'authorization.*', 'decision.made'])(
    'rule 105 asked for by type %s there are none',
    async (type) => {
      const { tenant } = await given('aggregated_only');
      expect((await list(tenant, { type })).body).toEqual({ data: [], nextCursor: null });
      expect(await listed(tenant, { type: 'balance.*' })).toEqual(['balance.frozen']);
    },
  );

  it('rule 105 are refused one by one with 403, everything else is read', async () => {
    const { tenant, ids } = await given('aggregated_only');
    for (const [at, type] of types.entries()) {
      const expected = open.includes(type) ? [200, type] : [403, 'transaction_data_restricted'];
      expect(await read(tenant, ids[at])).toEqual(expected);
    }
  });

  it('M-33 another tenant’s event stays not found, restricted or not', async () => {
    const { ids } = await given('aggregated_only');
    const { tenant } = await givenAccess(platform, 'aggregated_only');
    expect(await read(tenant, ids[1])).toEqual([404, 'event_not_found']);
  });

  it('rule 105 follow the setting when it is switched, in the middle of a list too', async () => {
    const { tenant, see, ids } = await given('full');
    const first = await list(tenant, { limit: '2' });
    await see('aggregated_only');
    const cursor = String(first.body.nextCursor);
    expect(await listed(tenant, { limit: '2', cursor })).toEqual(['balance.frozen', 'card.issued']);
    expect(await read(tenant, ids[1])).toEqual([403, 'transaction_data_restricted']);
    await see('full');
    expect(await listed(tenant, { limit: '2', cursor })).toEqual(['decision.made', 'balance.frozen']);
    expect(await read(tenant, ids[1])).toEqual([200, 'transaction.posted']);
  });

  it('rule 105 walked page by page, a restricted list is complete and has nothing else', async () => {
    const { tenant } = await givenAccess(platform, 'aggregated_only');
    const events = Array.from({ length: 250 }, (_, at) => ({
      type: at % 50 === 0 ? 'card.issued' : 'transaction.posted',
      resourceId: `res_${at}`,
      sequence: 1,
    }));
    await storeEvents(platform, tenant, events);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '2', ...(cursor === null ? {} : { cursor }) };
      const { body } = await list(tenant, query);
      seen.push(...(body.data as readonly { type: string }[]).map(({ type }) => type));
      cursor = body.nextCursor as string | null;
    } while (cursor !== null);
    expect(seen).toEqual(Array<string>(5).fill('card.issued'));
  });
});
