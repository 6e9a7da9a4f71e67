import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pager } from '../../functions/kernel/persistence/page.ts';
import { tenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';

const pages = pager({ values: async () => ['a secret of the stage'] });
const tenant = tenantContext({ tenantId: 'ten_1', tag: 'aaaaa', sandbox: true });
const key = fc.record({ pk: fc.string({ unit: 'binary' }), sk: fc.string({ unit: 'binary' }) });
const listName = fc.string({ minLength: 1 });

const giveOut = async (list: string, last: Record<string, string>): Promise<string> =>
  (await pages.read({ tenant, list }, { limit: 1 }, async () => ({ items: [], last }))).nextCursor ?? '';

const open = async (list: string, cursor: string): Promise<unknown> => {
  let start: unknown;
  try {
    await pages.read({ tenant, list }, { limit: 1, cursor }, async (page) => {
      start = page.start;
      return { items: [], last: undefined };
    });
    return start;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('Cursors, for all keys', () => {
  it('lead back to their key', async () => {
    const property = fc.asyncProperty(listName, key, async (list, last) => {
      expect(await open(list, await giveOut(list, last))).toEqual(last);
    });
    await fc.assert(property);
  });

  it('open no other list', async () => {
    const property = fc.asyncProperty(listName, listName, key, async (list, other, last) => {
      fc.pre(list !== other);
      expect(await open(other, await giveOut(list, last))).toBe('cursor_invalid');
    });
    await fc.assert(property);
  });

  it('I12 whatever else is sent is cursor_invalid, never a crash', async () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.tuple(fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
    );
    const property = fc.asyncProperty(anything, async (cursor) => {
      expect(await open('listCustomers', cursor)).toBe('cursor_invalid');
    });
    await fc.assert(property, { numRuns: 500 });
  });
});
