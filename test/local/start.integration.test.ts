import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { apiClient } from '../../local/demo/api-client.ts';
import { createDemoTenant } from '../../local/demo-tenant.ts';
import type { LocalPlatform, PlatformOptions } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';

let folder: string;
let running: LocalPlatform[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodal-'));
  running = [];
});

afterEach(async () => {
  for (const platform of running) await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (options: PlatformOptions = {}): Promise<LocalPlatform> => {
  const platform = await startPlatform(options);
  running.push(platform);
  return platform;
};

const stop = async (platform: LocalPlatform): Promise<void> => {
  running = running.filter((one) => one !== platform);
  await platform.stop();
};

const issuance = z.object({ issuanceId: z.string(), status: z.string(), kycId: z.string().optional() });

describe('local platform', () => {
  test('M-34 starts on a free port, answers, measures, and stops with nothing left running', async () => {
    const platform = await start();
    const unknown = await fetch(`${platform.baseUrl}/secure/nothing`);
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('x-request-id')).toBeTruthy();

    const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
    const { tenantId } = await createDemoTenant(operator);
    await platform.idle();
    expect(platform.counts().httpRequests).toBe(2);
    expect(platform.counts().table.writeUnits).toBeGreaterThan(0);
    expect(platform.events().map((event) => event['detail-type'])).toContain('tenant.created');
    expect((await platform.items()).map(({ pk }) => pk)).toContainEqual(expect.stringContaining(tenantId));
    expect(platform.meter.operations.map(({ operation }) => operation)).toContain('createTenant');

    await stop(platform);
    await expect(fetch(platform.baseUrl)).rejects.toThrow();
  });

  test('staff of each role get a token, and one without a tenant claim is refused', async () => {
    const platform = await start();
    const list = (token: string) =>
      fetch(`${platform.baseUrl}/admin/tenants`, { headers: { authorization: `Bearer ${token}` } });
    for (const token of [platform.operatorToken, platform.managerToken, platform.employeeToken]) {
      expect((await list(token)).status).toBe(200);
    }
    expect((await list(await platform.staffToken({ role: 'Admin', tenant: null }))).status).toBe(401);
  });

  test('with a data file a restart keeps tenants, keys, events and open workflows', async () => {
    const dataFile = join(folder, 'nodal.db');
    const first = await start({ dataFile });
    const operator = apiClient(first.baseUrl, { authorization: `Bearer ${first.operatorToken}` });
    const { apiKey } = await createDemoTenant(operator);
    const api = apiClient(first.baseUrl, { 'x-api-key': apiKey });
    const person = { firstName: 'Asha', lastName: 'Rao', phone: '+919800000001', email: 'asha@example.com' };
    const { customerId } = await api.call(
      { method: 'POST', path: '/secure/customers', body: person },
      z.object({ customerId: z.string() }),
    );
    const body = { kyc: { level: 'full', method: 'video' }, balance: { currency: 'INR' }, card: { type: 'virtual' } };
    const path = `/secure/customers/${customerId}/issuances`;
    const { issuanceId } = await api.call({ method: 'POST', path, body }, issuance);
    await first.idle();
    expect(first.executions()).toMatchObject([{ name: issuanceId, status: 'running' }]);
    await stop(first);

    const second = await start({ dataFile });
    const again = apiClient(second.baseUrl, { 'x-api-key': apiKey });
    const read = () => again.call({ method: 'GET', path: `/secure/issuances/${issuanceId}` }, issuance);
    const waiting = await read();
    expect(waiting.status).toBe('awaiting_kyc');
    await again.call(
      { method: 'POST', path: `/sandbox/kyc/${waiting.kycId ?? ''}/result`, body: { outcome: 'approved' } },
      z.looseObject({}),
    );
    await second.idle();
    expect((await read()).status).toBe('completed');
    expect(second.deadLetters()).toEqual([]);
  });
});
