import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setControls } from '../../../../functions/cards/set-controls/declaration.ts';
import { wire } from '../../../../functions/cards/set-controls/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { CardWorld } from '../../authorizations/card-bench.ts';
import { cardWorld, issuer } from '../../authorizations/card-bench.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  ({ tenant } = await givenProgram(platform));
});
afterAll(() => platform.stop());

const atIssue = { pos: true, ecom: false, atm: true, contactless: false, international: false };

const set = async ({ cardId }: CardWorld, body: object): Promise<void> => {
  const { status } = await call(wire(platform), setControls, { as: { tenant }, params: { cardId }, body });
  expect(status).toBe(200);
};

describe('setControls and the decisions after it', () => {
  it('boundary case 21: a new card is declined online with 57 until online is switched on', async () => {
    const world = await cardWorld(platform, tenant);
    const network = issuer(platform);
    const declined = await network.request(world, 1_00, { channel: 'ecom' });
    await set(world, { channels: { ...atIssue, ecom: true } });
    const approved = await network.request(world, 1_00, { channel: 'ecom' });
    await set(world, { channels: atIssue });
    const again = await network.request(world, 1_00, { channel: 'ecom' });
    expect([declined.responseCode, approved.responseCode, again.responseCode]).toEqual(['57', '00', '57']);
  });

  it('rule 88 keeps a card at home and off the reader until both are switched on', async () => {
    const world = await cardWorld(platform, tenant);
    const network = issuer(platform);
    const abroad = { channel: 'contactless', merchant: { name: 'Kiosk', mcc: '5814', country: 'FR' } };
    const codes = [(await network.request(world, 1_00, abroad)).responseCode];
    await set(world, { channels: { ...atIssue, contactless: true } });
    codes.push((await network.request(world, 1_00, abroad)).responseCode);
    await set(world, { channels: { ...atIssue, contactless: true, international: true } });
    codes.push((await network.request(world, 1_00, abroad)).responseCode);
    expect(codes).toEqual(['57', '57', '00']);
  });

  it('M-09 holds a card to its limits, to the last paisa, and lets it go when they are taken off', async () => {
    const world = await cardWorld(platform, tenant);
    const network = issuer(platform);
    const limit = (per: string, amount: number) => ({ per, amount: { amount, currency: 'INR' } });
    await set(world, { channels: atIssue, limits: [limit('transaction', 20_00), limit('day', 30_00)] });
    const ask = async (amount: number) => (await network.request(world, amount)).responseCode;
    expect(await ask(20_01)).toBe('61');
    expect(await ask(20_00)).toBe('00');
    expect(await ask(10_01)).toBe('61');
    expect(await ask(10_00)).toBe('00');
    expect(await ask(1)).toBe('61');
    await set(world, { channels: atIssue });
    expect(await ask(25_00)).toBe('00');
  });

  it('M-09 refuses merchant categories that are blocked, or not among those allowed', async () => {
    const world = await cardWorld(platform, tenant);
    const network = issuer(platform);
    const at = async (mcc: string) =>
      (await network.request(world, 1_00, { merchant: { name: 'Shop', mcc, country: 'IN' } })).responseCode;
    await set(world, { channels: atIssue, mcc: { block: ['7995'] } });
    expect([await at('7995'), await at('5411')]).toEqual(['57', '00']);
    await set(world, { channels: atIssue, mcc: { allow: ['5411'] } });
    expect([await at('7995'), await at('5812'), await at('5411')]).toEqual(['57', '57', '00']);
    await set(world, { channels: atIssue, mcc: { allow: [], block: [] } });
    expect(await at('7995')).toBe('00');
  });

  it('decides nothing that was asked after the answer by the controls before', async () => {
    const world = await cardWorld(platform, tenant);
    const network = issuer(platform);
    const storm = Promise.all(Array.from({ length: 8 }, () => network.request(world, 1_00, { channel: 'pos' })));
    await set(world, { channels: { ...atIssue, pos: false } });
    const late = await network.request(world, 1_00, { channel: 'pos' });
    await storm;
    expect(late.responseCode).toBe('57');
  });
});
