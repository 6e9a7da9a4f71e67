import { beforeEach, describe, expect, it } from 'vitest';
import type { ListIdentity, ReadPage } from '../../../../functions/kernel/persistence/page.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import { tenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';

const tenant = tenantContext({ tenantId: 'ten_1', tag: 'aaaaa', sandbox: true });
const other = tenantContext({ tenantId: 'ten_2', tag: 'bbbbb', sandbox: true });
const customers: ListIdentity = { tenant, list: 'listCustomers' };
const last = { pk: 'T#ten_1#CUSTOMER#cus_1', sk: 'CUSTOMER', gsi1pk: 'T#ten_1#CUSTOMERS', gsi1sk: 'cus_1' };

let secrets: [string, ...string[]];
const pages = pager({ values: async () => secrets });
const lastPage: ReadPage = async () => ({ items: [], last: undefined });
const endlessPage: ReadPage = async () => ({ items: [{ pk: 'a' }], last });

const giveOut = async (): Promise<string> => {
  const { nextCursor } = await pages.read(customers, { limit: 1 }, endlessPage);
  return nextCursor ?? '';
};
const present = (identity: ListIdentity, cursor: string) => pages.read(identity, { limit: 1, cursor }, lastPage);
const invalid = { code: 'cursor_invalid', kind: 'invalid' };

beforeEach(() => {
  secrets = ['s1'];
});

describe('A cursor', () => {
  it('leads to the page after the last key', async () => {
    const seen: unknown[] = [];
    const cursor = await giveOut();
    await pages.read(customers, { limit: 7, cursor }, async (page) => {
      seen.push(page);
      return { items: [], last: undefined };
    });
    expect(seen).toEqual([{ limit: 7, start: last }]);
  });

  it('is not given out after the last page', async () => {
    expect(await pages.read(customers, { limit: 1 }, lastPage)).toEqual({ items: [], nextCursor: null });
  });

  it.each([
    ['another list', { tenant, list: 'listCards:cus_1' }],
    ["another tenant's list", { tenant: other, list: 'listCustomers' }],
    ["the operators' list", { tenant: undefined, list: 'listCustomers' }],
  ])('I9 does not open %s', async (_, identity) => {
    await expect(present(identity, await giveOut())).rejects.toMatchObject(invalid);
  });

  it('I12 is refused when any one character is changed, added or missing', async () => {
    const cursor = await giveOut();
    const forged = [...cursor].flatMap((character, at) => [
      cursor.slice(0, at) + (character === 'A' ? 'B' : 'A') + cursor.slice(at + 1),
      cursor.slice(0, at) + cursor.slice(at + 1),
      `${cursor.slice(0, at)}=${cursor.slice(at)}`,
    ]);
    const outcomes = await Promise.all(
      forged.map((text) =>
        present(customers, text).then(
          () => text,
          (error: unknown) => (error as { code: string }).code,
        ),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(['cursor_invalid']));
  });

  it.each([
    ['empty', ''],
    ['text', 'next'],
    ['a body alone', Buffer.from(JSON.stringify(last)).toString('base64url')],
    ['a body with an empty signature', `${Buffer.from(JSON.stringify(last)).toString('base64url')}.`],
    ['three parts', 'a.b.c'],
  ])('I12 that is %s is refused', async (_, cursor) => {
    await expect(present(customers, cursor)).rejects.toMatchObject(invalid);
  });

  it('I12 with something appended is refused', async () => {
    await expect(present(customers, `${await giveOut()}.x`)).rejects.toMatchObject(invalid);
  });

  it('I17 stays valid while its secret is the older of two, and not when it is gone', async () => {
    const cursor = await giveOut();
    secrets = ['s2', 's1'];
    await expect(present(customers, cursor)).resolves.toBeDefined();
    secrets = ['s2'];
    await expect(present(customers, cursor)).rejects.toMatchObject(invalid);
  });
});
