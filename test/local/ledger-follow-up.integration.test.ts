import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import { countedClient } from '../../local/table-client.ts';
import type { TableServer } from '../../local/table-server.ts';
import { startTableServer } from '../../local/table-server.ts';
import { verifyLedger } from '../../scripts/ledger/verify-table.ts';
import type { JourneyPlatform } from '../journeys/platform.ts';
import { newTenant, readyCustomer } from '../journeys/support/actors.ts';
import { answered, staff } from '../journeys/support/caller.ts';
import { inProcess } from '../journeys/support/in-process.ts';

let server: TableServer;
let local: LocalPlatform;
let platform: JourneyPlatform;

beforeAll(async () => {
  server = await startTableServer({});
  local = await startPlatform({ tableEndpoint: server.endpoint });
  platform = await inProcess(local);
});
afterAll(async () => {
  await local.stop();
  await server.stop();
});

const inr = (amount: number) => ({ amount, currency: 'INR' });
const address = 'money@company-x.example';
const key = () => ({ 'idempotency-key': crypto.randomUUID() });
const done = z.looseObject({});

describe('What follows a movement of money', () => {
  test('AN-70 I16 I21 one mail per crossing, totals and a chain that verify', async () => {
    const operator = staff(platform, platform.operatorToken);
    const { tenantId, backend } = await newTenant(platform, 'Company X');
    const { balanceId } = await readyCustomer(backend, 'Nandini');
    const purse = { tenantId, kind: 'credit', currency: 'INR', lowBalanceThreshold: inr(50_000), alertEmail: address };
    const made = await operator.post('/admin/partner-balances', purse, key());
    const { partnerBalanceId } = answered(made, 201, z.looseObject({ partnerBalanceId: z.string() }));
    const reload = async (amount: number) => {
      const path = `/admin/partner-balances/${partnerBalanceId}/reloads`;
      answered(await operator.post(path, { amount: inr(amount), reference: 'UTR 1' }, key()), 201, done);
      await local.idle();
    };
    const load = async (amount: number) => {
      const body = { amount: inr(amount), source: { type: 'program' } };
      answered(await backend.post(`/secure/balances/${balanceId}/loads`, body, key()), 201, done);
      await local.idle();
    };

    await reload(100_000);
    await load(50_000);
    expect(local.mails()).toEqual([]);
    await load(1);
    await load(1);
    expect(local.mails().map(({ to, subject }) => ({ to, subject }))).toEqual([
      { to: [address], subject: 'Low credit balance in INR' },
    ]);
    await reload(10_000);
    await load(20_000);
    expect(local.mails()).toHaveLength(2);
    expect(local.deadLetters()).toEqual([]);
    expect(local.logs().join('\n')).not.toContain(address);
    expect(JSON.stringify(local.events())).not.toContain(address);

    const { client } = countedClient(server.endpoint);
    const at = { client, table: 'nodal-local' };
    const { entries, chain, differences } = await verifyLedger(at, () => undefined, { graceSeconds: 0 });
    client.destroy();
    expect(differences).toEqual([]);
    expect(entries).toBe(6);
    expect(chain.heads).toEqual([{ tenantId, sequence: 6, hash: expect.any(String) as string }]);
  });
});
