import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { balanceAnswer, newCustomer, newTenant, readyCustomer } from '../support/actors.ts';
import { answered, caller, refused } from '../support/caller.ts';
import { anybody, openedSession, pairedPhone, pairingCode } from '../support/phone.ts';

const self = z.looseObject({ customerId: z.string() });
const devices = z.looseObject({ data: z.array(z.looseObject({ installationId: z.string(), current: z.boolean() })) });

const pairing: Story = {
  title: 'AN-05 AN-12 a phone is paired, opens a session, and its customer sees what is its own',
  run: async (platform) => {
    const tenant = await newTenant(platform, 'Sabarmati Wallet');
    const own = await readyCustomer(tenant.backend, 'Meera');
    const other = await readyCustomer(tenant.backend, 'Kiran');
    const phone = await pairedPhone(platform, tenant.backend, own);
    const me = await phone.open();
    expect(answered(await me.get('/customers/me'), 200, self).customerId).toBe(own.customerId);
    answered(await me.get(`/customers/me/balances/${own.balanceId}`), 200, balanceAnswer);
    const foreign = refused(await me.get(`/customers/me/balances/${other.balanceId}`), 404, 'balance_not_found');
    const unknown = refused(await me.get('/customers/me/balances/bal_unknown'), 404, 'balance_not_found');
    expect({ ...foreign, requestId: '' }).toEqual({ ...unknown, requestId: '' });
    const opened = await me.post('/customers/me/balances', { currency: 'INR' }, { 'idempotency-key': null });
    answered(opened, 201, balanceAnswer);
    refused(await me.get('/secure/customers', { 'x-api-key': null }), 401, 'unauthenticated');
    refused(await tenant.backend.get('/customers/me'), 401, 'unauthenticated');
  },
};

const oneUse: Story = {
  title: 'AN-05 a pairing code works once, a nonce works once, and what is shown once is null in a repeat',
  run: async (platform) => {
    const tenant = await newTenant(platform, 'Ghaggar Wallet');
    const customerId = await newCustomer(tenant.backend, 'Ravi');
    const phone = await pairedPhone(platform, tenant.backend, { customerId });
    const key = { 'idempotency-key': randomUUID() };
    const path = `/secure/customers/${customerId}/pairing-codes`;
    const first = answered(await tenant.backend.post(path, undefined, key), 201, pairingCode);
    const repeat = await tenant.backend.post(path, undefined, key);
    expect(repeat.body).toEqual({ code: null, expiresAt: first.expiresAt });
    const body = { pairingCode: first.code, deviceId: 'device', publicKeyJwk: { kty: 'EC' } };
    refused(await anybody(platform).post('/customers/devices', body), 400, 'validation_failed');

    const assertion = await phone.sign();
    answered(await phone.signIn(assertion), 201, openedSession);
    refused(await phone.signIn(assertion), 401, 'unauthenticated');
    refused(
      await phone.signIn(await phone.sign({ iat: Math.floor(Date.now() / 1_000) - 400 })),
      401,
      'unauthenticated',
    );
    refused(await phone.signIn(await phone.sign({ admin: true })), 401, 'unauthenticated');
  },
};

const endings: Story = {
  title: 'AN-05 AN-06 an ended session, an unpaired and a replaced device are out with the next request',
  run: async (platform) => {
    const tenant = await newTenant(platform, 'Pamba Wallet');
    const customerId = await newCustomer(tenant.backend, 'Latha');
    const deviceId = randomUUID();
    const phone = await pairedPhone(platform, tenant.backend, { customerId, deviceId });
    const [one, two] = [await phone.open(), await phone.open()];
    expect((await one.delete('/customers/sessions/current')).status).toBe(204);
    refused(await one.get('/customers/me'), 401, 'unauthenticated');
    answered(await two.get('/customers/me'), 200, self);

    const again = await pairedPhone(platform, tenant.backend, { customerId, deviceId });
    refused(await two.get('/customers/me'), 401, 'unauthenticated');
    refused(await phone.signIn(), 401, 'unauthenticated');
    const three = await again.open();
    expect(answered(await three.get('/customers/me/devices'), 200, devices).data).toMatchObject([
      { installationId: again.installationId, current: true },
    ]);
    expect((await three.delete(`/customers/me/devices/${again.installationId}`)).status).toBe(204);
    refused(await three.get('/customers/me'), 401, 'unauthenticated');
    refused(await caller(platform.baseUrl, {}).get('/customers/me'), 401, 'unauthenticated');
  },
};

export const sessionStories: readonly Story[] = [pairing, oneUse, endings];
