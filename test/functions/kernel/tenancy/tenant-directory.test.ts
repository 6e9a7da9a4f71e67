import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../../../functions/kernel/persistence/table.ts';
import { tenantDirectory } from '../../../../functions/kernel/tenancy/tenant-directory.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const counted = () => {
  let reads = 0;
  const table: Table = {
    ...platform.table,
    get: async (key, options) => {
      reads += 1;
      return platform.table.get(key, options);
    },
  };
  return { directory: tenantDirectory(table), reads: () => reads };
};

describe('The tenant directory', () => {
  it('finds a tenant by id and by tag, with all facts of its context', async () => {
    const tenant = await platform.tenant({ sandbox: false });
    const { directory } = counted();
    expect(await directory.byId(tenant.tenantId)).toEqual(tenant);
    expect(await directory.byTag(tenant.tag)).toEqual(tenant);
    expect(Object.isFrozen(await directory.byId(tenant.tenantId))).toBe(true);
  });

  it('reads what it found once, and asks again for what it did not find', async () => {
    const { tenantId } = await platform.tenant();
    const { directory, reads } = counted();
    await directory.byId(tenantId);
    await directory.byId(tenantId);
    expect(reads()).toBe(1);
    expect(await directory.byId('ten_unknown')).toBeUndefined();
    expect(await directory.byId('ten_unknown')).toBeUndefined();
    expect(reads()).toBe(3);
  });

  it('I9 never confuses an id with a tag', async () => {
    const tenant = await platform.tenant();
    const { directory } = counted();
    expect(await directory.byTag(tenant.tenantId)).toBeUndefined();
    expect(await directory.byId(tenant.tag)).toBeUndefined();
  });
});
