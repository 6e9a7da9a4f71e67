import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { newCustomer, newTenant, startOtp } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, backend, refused } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';

const time = z.object({ now: z.iso.datetime() });

const advanced = z.object({
  now: z.iso.datetime(),
  happened: z.array(z.object({ at: z.iso.datetime(), operation: z.string(), resource: z.string() })),
  complete: z.boolean(),
});

const minuteMs = 60_000;

const nowOf = async (tenant: Caller): Promise<number> =>
  Date.parse(answered(await tenant.get('/sandbox/clock'), 200, time).now);

const expiry: Story = {
  title: 'SH-34 an OTP that nobody brings expires after five minutes, and no tester has to wait for them',
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Yamuna Wallet');
    const customerId = await newCustomer(tenant, 'Rhea');
    const { kycId, next } = await startOtp(tenant, customerId);

    const answer = answered(await tenant.post('/sandbox/clock/advance', { by: 'PT6M' }), 200, advanced);
    expect(answer.complete).toBe(true);
    expect(answer.happened).toEqual([{ at: next.expiresAt, operation: 'expireKycCase', resource: expect.any(String) }]);

    refused(
      await tenant.post(`/secure/customers/${customerId}/kyc/${kycId}/otp`, { otp: '000000' }),
      409,
      'invalid_state',
    );
    const kyc = z.looseObject({ level: z.literal('none'), openCase: z.null() });
    answered(await tenant.get(`/secure/customers/${customerId}/kyc`), 200, kyc);
    const events = z.object({ data: z.array(z.object({ type: z.string(), resource: z.object({ id: z.string() }) })) });
    const { data } = answered(await tenant.get('/secure/events?type=kyc.*'), 200, events);
    expect(data.map(({ type, resource }) => [type, resource.id])).toEqual([
      ['kyc.expired', kycId],
      ['kyc.started', kycId],
    ]);
  },
};

const byItself: Story = {
  title: 'SH-34 a timer that falls due is fired by the scheduler, without anybody advancing the clock',
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Saraswati Wallet');
    const customerId = await newCustomer(tenant, 'Mohan');
    const { kycId } = await startOtp(tenant, customerId);
    // The OTP lives five minutes: a few seconds of them are left, and nothing has happened yet.
    const early = await tenant.post('/sandbox/clock/advance', { by: 'PT4M56S' });
    expect(answered(early, 200, advanced)).toMatchObject({ happened: [], complete: true });

    const events = z.object({ data: z.array(z.object({ resource: z.object({ id: z.string() }) })) });
    const expired = await eventually('the expiry of the OTP', async () => {
      const { data } = answered(await tenant.get('/secure/events?type=kyc.expired'), 200, events);
      return data.at(0);
    });
    expect(expired.resource.id).toBe(kycId);
  },
};

const separate: Story = {
  title: "SH-34 a tenant's clock goes on ticking from where it was set, and only its own",
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Ganga Wallet');
    const other = backend(platform, platform.demo.apiKey);
    const before = await nowOf(tenant);
    answered(await tenant.post('/sandbox/clock/advance', { by: 'P1D' }), 200, advanced);

    const day = 24 * 60 * minuteMs;
    const after = await nowOf(tenant);
    expect(after - before).toBeGreaterThanOrEqual(day);
    expect(after - before).toBeLessThan(day + 2 * minuteMs);
    expect(await nowOf(tenant)).toBeGreaterThanOrEqual(after);
    expect(Math.abs((await nowOf(other)) - Date.now())).toBeLessThan(minuteMs);
    const back = { to: new Date(before).toISOString() };
    refused(await tenant.post('/sandbox/clock/advance', back), 400, 'validation_failed');
  },
};

export const clockStories: readonly Story[] = [expiry, byItself, separate];
