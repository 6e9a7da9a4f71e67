import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairDevice } from '../../../../functions/devices/pair-device/declaration.ts';
import { wire } from '../../../../functions/devices/pair-device/handler.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { askForCode, newPhone, paired, proveSession, sessionOn } from '../../../support/phones.ts';
import { storeCustomer, tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { phoneOwner } from '../given-phones.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const codeFor = async (traits: Parameters<typeof storeCustomer>[2] = {}) => {
  const tenant = await tenantWithProgram(platform);
  const { customerId } = await storeCustomer(platform, tenant, traits);
  const { body } = await askForCode(platform, tenant, customerId);
  return { tenant, customerId, pairingCode: String(body.code) };
};

const bodyWith = (pairingCode: string, changes: Readonly<Record<string, unknown>> = {}) => {
  const { deviceId, publicKeyJwk } = newPhone();
  return { pairingCode, deviceId, publicKeyJwk, ...changes };
};

const pair = (body: unknown, request: Partial<TestRequest> = {}) =>
  call(wire(platform), pairDevice, { as: { nobody: true }, body, idempotencyKey: null, ...request });

describe('pairDevice', () => {
  itRefusesBadRequests({
    declaration: pairDevice,
    handler: () => wire(platform),
    valid: async () => ({ as: { nobody: true }, body: bodyWith((await codeFor()).pairingCode) }),
    required: ['pairingCode', 'deviceId', 'publicKeyJwk'],
    malformed: { pairingCode: '', deviceId: 'd'.repeat(129), publicKeyJwk: 'key', name: '' },
  });

  it("AN-05 pairs a device of the code's own customer", async () => {
    const { tenant, pairingCode } = await codeFor();
    const { status, body } = await pair(bodyWith(pairingCode));
    expect(status).toBe(201);
    expect(body).toEqual({ installationId: expect.stringMatching(new RegExp(`^ins_.{26}${tenant.tag}$`, 'u')) });
  });

  it('AN-05 uses a code up, also when it is sent twice at once', async () => {
    const { pairingCode } = await codeFor();
    const answers = await Promise.all([1, 2, 3].map(() => pair(bodyWith(pairingCode))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400]);
    const late = await pair(bodyWith(pairingCode));
    expect([late.status, late.body.code]).toEqual([400, 'pairing_code_invalid']);
  });

  it('I4 a repeat that overlaps the first try at any moment hears its answer, or that it is at work', async () => {
    for (let laterMs = 0; laterMs < 24; laterMs += 1) {
      const body = bodyWith((await codeFor()).pairingCode);
      const idempotencyKey = randomUUID();
      const repeat = sleep(laterMs).then(() => pair(body, { idempotencyKey }));
      const answers = await Promise.all([pair(body, { idempotencyKey }), repeat]);
      const heard = answers.map(({ status, body: { code } }) => (status === 201 ? 'paired' : String(code)));
      expect(heard).toContain('paired');
      expect(heard.filter((word) => word !== 'paired' && word !== 'idempotency_in_progress')).toEqual([]);
    }
  });

  it('I4 answers a repeat of a pairing like the first time, although the code is used', async () => {
    const { pairingCode } = await codeFor();
    const body = bodyWith(pairingCode);
    const idempotencyKey = randomUUID();
    const first = await pair(body, { idempotencyKey });
    const second = await pair(body, { idempotencyKey });
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers['idempotent-replayed']).toBe('true');
  });

  it.each([
    ['unknown', () => '0'.repeat(26)],
    ['of another form', () => 'no code'],
  ])('AN-05 refuses a code that is %s', async (_, code) => {
    const { status, body } = await pair(bodyWith(code()));
    expect([status, body.code]).toEqual([400, 'pairing_code_invalid']);
  });

  it('AN-05 refuses a code after ten minutes', async () => {
    const { pairingCode } = await codeFor();
    platform.clock.advance({ minutes: 10 });
    const { status, body } = await pair(bodyWith(pairingCode));
    expect([status, body.code]).toEqual([400, 'pairing_code_invalid']);
  });

  it('AN-05 refuses the code of a customer that was closed meanwhile', async () => {
    const { tenant, customerId, pairingCode } = await codeFor();
    await platform.table.write({
      kind: 'update',
      key: { pk: `T#${tenant.tenantId}#CUSTOMER#${customerId}`, sk: 'CUSTOMER' },
      update: { text: 'SET #status = :closed', names: { '#status': 'status' }, values: { ':closed': 'closed' } },
    });
    const { status, body } = await pair(bodyWith(pairingCode));
    expect([status, body.code]).toEqual([400, 'pairing_code_invalid']);
  });

  it('refuses the code of a tenant that was suspended meanwhile, and takes it once the tenant is back', async () => {
    const { tenant, pairingCode } = await codeFor();
    const become = (status: string) =>
      platform.table.write({
        kind: 'update',
        key: { pk: `T#${tenant.tenantId}#TENANT`, sk: 'TENANT' },
        update: { text: 'SET #status = :status', names: { '#status': 'status' }, values: { ':status': status } },
      });
    await become('suspended');
    const { status, body } = await pair(bodyWith(pairingCode));
    expect([status, body.code]).toEqual([400, 'pairing_code_invalid']);
    await become('active');
    expect((await pair(bodyWith(pairingCode))).status).toBe(201);
  });

  it('AN-06 keeps one active installation of a device and customer: pairing again ends the former and its sessions', async () => {
    const owner = await phoneOwner(platform);
    const token = await sessionOn(platform, owner.phone, owner.installationId);
    expect(await proveSession(platform, token)).not.toBe(401);
    const phone = newPhone(owner.phone.deviceId);
    const installationId = await paired(platform, { ...owner, phone });
    expect(installationId).not.toBe(owner.installationId);
    expect(await proveSession(platform, token)).toBe(401);
    await expect(sessionOn(platform, owner.phone, owner.installationId)).rejects.toThrow('unauthenticated');
    expect(await proveSession(platform, await sessionOn(platform, phone, installationId))).not.toBe(401);
  });

  it('AN-06 lets two pairings of one device at once leave one active installation', async () => {
    const { tenant, customerId } = await phoneOwner(platform);
    const deviceId = randomUUID();
    const codes = await Promise.all([1, 2].map(() => askForCode(platform, tenant, customerId)));
    const answers = await Promise.all(codes.map(({ body }) => pair({ ...bodyWith(body.code), deviceId })));
    const made = answers.flatMap(({ status, body }) => (status === 201 ? [String(body.installationId)] : []));
    expect(made.length).toBeGreaterThan(0);
    const active = (await platform.items()).filter(
      ({ item, deviceId: id, status }) => item === 'installation' && id === deviceId && status === 'active',
    );
    expect(active).toHaveLength(1);
    expect(made).toContain(active[0]?.['installationId']);
  });

  it('AN-06 leaves the same device of another customer alone', async () => {
    const owner = await phoneOwner(platform);
    const { customerId } = await storeCustomer(platform, owner.tenant);
    const installationId = await paired(platform, { ...owner, customerId });
    expect(installationId).not.toBe(owner.installationId);
    expect(await sessionOn(platform, owner.phone, owner.installationId)).toMatch(/^nodal_session_/);
  });

  it('takes what browsers and phones add to an exported key, and keeps the point alone', async () => {
    const { pairingCode } = await codeFor();
    const { publicKeyJwk } = newPhone();
    const exported = { ...publicKeyJwk, alg: 'ES256', use: 'sig', key_ops: ['verify'], ext: true, kid: 'k1' };
    const { status, body } = await pair(bodyWith(pairingCode, { publicKeyJwk: exported }));
    expect(status).toBe(201);
    const stored = (await platform.items()).find(
      (item) => item['item'] === 'installation' && item['installationId'] === body.installationId,
    );
    expect(stored?.['key']).toEqual(publicKeyJwk);
  });

  const jwkOf = (curve: string) => generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'jwk' });
  const whole = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const good = newPhone().publicKeyJwk;
  it.each([
    ['with its private part', whole],
    ['of another curve', jwkOf('P-384')],
    ['of another type', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })],
    ['of Ed25519', generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })],
    ['that is no point of the curve', { ...good, y: good.x }],
    ['at infinity', { ...good, x: 'A'.repeat(43), y: 'A'.repeat(43) }],
    ['in another spelling', { ...good, x: `${String(good.x)}=` }],
    ['with a coordinate beyond the field', { ...good, x: `${'_'.repeat(42)}8` }],
    ['for encryption', { ...good, use: 'enc' }],
    ['for signing', { ...good, key_ops: ['sign'] }],
    ['with a certificate', { ...good, x5c: ['MII'] }],
  ])('refuses a key %s', async (_, publicKeyJwk) => {
    const { pairingCode } = await codeFor();
    const { status, body } = await pair(bodyWith(pairingCode, { publicKeyJwk }));
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect((await pair(bodyWith(pairingCode))).status).toBe(201);
  });

  it('records the pairing in the name of the customer, without key, name or device id', async () => {
    const owner = await phoneOwner(platform);
    const record = (await platform.items()).find(
      (item) => item['item'] === 'record' && item['resourceId'] === owner.installationId,
    );
    expect(record).toMatchObject({ type: 'device.paired', actor: `customer:${owner.customerId}` });
    const { customerId, installationId } = owner;
    expect(JSON.parse(String(record?.['data']))).toEqual({ customerId, installationId, status: 'active' });
  });
});
