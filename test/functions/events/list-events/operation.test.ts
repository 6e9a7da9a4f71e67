import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listEvents } from '../../../../functions/events/list-events/declaration.ts';
import { wire } from '../../../../functions/events/list-events/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { storeEvents } from '../given-events.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
/** Oldest first. */
let ids: readonly string[];
const types = ['customer.created', 'card.created', 'card.locked', 'cardholder.moved', 'card.unlocked'];

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await platform.tenant();
  const events = types.map((type, index) => ({ type, resourceId: `res_${String(index)}`, sequence: 1 }));
  ids = await storeEvents(platform, tenant, events);
});
afterAll(() => platform.stop());

const list = (query: Record<string, string>, of = tenant) => call(handler, listEvents, { as: { tenant: of }, query });

const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

/** All pages of a list, and how many there were. */
const readAll = async (query: Record<string, string>, of = tenant) => {
  const found: string[] = [];
  let pages = 0;
  let cursor: string | null = null;
  do {
    const { body } = await list(cursor === null ? query : { ...query, cursor }, of);
    found.push(...idsOf(body));
    cursor = body.nextCursor;
    pages += 1;
  } while (cursor !== null);
  return { found, pages };
};

describe('listEvents', () => {
  itRefusesBadRequests({ declaration: listEvents, handler: () => handler, valid: async () => ({ as: { tenant } }) });

  it('lists newest first, page by page, without gap or repeat', async () => {
    expect((await readAll({ limit: '2' })).found).toEqual(ids.toReversed());
    expect((await readAll({})).found).toEqual(ids.toReversed());
  });

  it('lists oldest first from a known event on, page by page', async () => {
    const after = ids[1] ?? '';
    expect((await readAll({ after, limit: '2' })).found).toEqual(ids.slice(2));
    expect((await readAll({ after: ids.at(-1) ?? '' })).found).toEqual([]);
  });

  it.each([
    ['card.locked', [2]],
    ['card.*', [4, 2, 1]],
    ['mandate.*', []],
  ])('lists only the events of the type %s', async (type, positions) => {
    const wanted = positions.map((position) => ids[position]);
    expect((await readAll({ type })).found).toEqual(wanted);
    expect((await readAll({ type, limit: '1' })).found).toEqual(wanted);
  });

  it('lists the events of a noun oldest first too', async () => {
    expect((await readAll({ type: 'card.*', after: ids[0] ?? '', limit: '1' })).found).toEqual([
      ids[1],
      ids[2],
      ids[4],
    ]);
  });

  it('M-33 shows nothing of another tenant', async () => {
    const other = await platform.tenant();
    const [foreign = ''] = await storeEvents(platform, other, [{ type: 'card.created', resourceId: 'r', sequence: 1 }]);
    expect((await readAll({})).found).not.toContain(foreign);
    expect((await readAll({}, other)).found).toEqual([foreign]);
    expect((await readAll({ after: foreign })).found).not.toContain(foreign);
  });

  it('finds a rare type among many, with bounded reads for each page', async () => {
    const busy = await platform.tenant();
    const many = Array.from({ length: 620 }, (_, index) => ({
      type: index === 3 ? 'card.closed' : 'balance.changed',
      resourceId: `bal_${String(index)}`,
      sequence: 1,
    }));
    const stored = await storeEvents(platform, busy, many);
    const before = platform.counts().requests;
    const first = await list({ type: 'card.closed', limit: '1' }, busy);
    expect(platform.counts().requests - before).toBeLessThanOrEqual(6);
    expect(first.body.data).toEqual([]);
    expect(await readAll({ type: 'card.closed', limit: '1' }, busy)).toEqual({ found: [stored[3]], pages: 2 });
    expect(await readAll({ type: 'balance.changed', limit: '100' }, busy)).toMatchObject({ pages: 7 });
  });

  it('refuses a cursor that was changed, that is another tenant’s, or that belongs to another list', async () => {
    const { body } = await list({ limit: '2' });
    const cursor = String(body.nextCursor);
    const [position = '', seal = ''] = cursor.split('.');
    const forged = Buffer.from(Buffer.from(position, 'base64url').toString().replaceAll('evt_', 'evt-')).toString(
      'base64url',
    );
    const other = await platform.tenant();
    const answers = await Promise.all([
      list({ cursor: `${forged}.${seal}` }),
      list({ cursor: `${position}.${'A'.repeat(43)}` }),
      list({ cursor: position }),
      list({ cursor: 'x' }),
      list({ cursor }, other),
      list({ cursor, type: 'card.*' }),
      list({ cursor, after: ids[0] ?? '' }),
    ]);
    expect(answers.map(({ status, body }) => `${String(status)} ${String(body.code)}`)).toEqual(
      answers.map(() => '400 cursor_invalid'),
    );
  });

  it.each([
    ['type', 'card'],
    ['type', '*'],
    ['type', 'card.lock*'],
    ['after', 'evt_1'],
    ['limit', '101'],
  ])('refuses the %s %s', async (name, value) => {
    const { status, body } = await list({ [name]: value });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toMatchObject([{ path: `query.${name}` }]);
  });
});
