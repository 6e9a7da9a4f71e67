import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardWorld, issuer, moneyOf } from '../functions/authorizations/card-bench.ts';
import { givenPartner } from '../functions/balances/given-partners.ts';
import { booksOf } from '../simulation/card-books.ts';
import { givenProgram } from '../support/programs.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const asked = 50;
const fitting = 20;
const amount = 100;

/** Sends all of them at once. @returns what was heard */
const atOnce = async (available: bigint, deposit?: bigint) => {
  const { tenant } = await givenProgram(platform, deposit === undefined ? {} : { balanceHolder: 'partner' });
  if (deposit !== undefined) await givenPartner(platform, tenant, { kind: 'deposit', available: deposit });
  const world = await cardWorld(platform, tenant, { available });
  const network = issuer(platform);
  const heard = await Promise.all(Array.from({ length: asked }, () => network.request(world, amount)));
  expect(heard.every(({ status }) => status === 200)).toBe(true);
  const approved = heard.filter(({ decision }) => decision === 'approved');
  const books = booksOf(await platform.items(), tenant);
  return { world, heard, approved, books, balance: books.balances.get(world.balanceId) };
};

const funds = BigInt(fitting * amount);

describe('50 authorizations at once on one balance', () => {
  it.each([
    ['credit', undefined],
    ['deposit', 1_000_000n],
  ] as const)('I2 that fits 20, in %s mode: exactly 20 are approved', async (_, deposit) => {
    const { world, heard, approved, balance, books } = await atOnce(funds, deposit);
    expect(approved).toHaveLength(fitting);
    const declined = heard.filter(({ decision }) => decision === 'declined');
    expect(declined.map(({ responseCode }) => responseCode)).toEqual(Array.from({ length: 30 }, () => '51'));
    expect(await moneyOf(platform, world)).toEqual({ available: 0n, held: funds });
    expect(balance).toMatchObject({ left: funds });
    expect(books.deposit.held).toBe(deposit === undefined ? 0n : funds);
  });

  it('I2 I20 whose deposit fits 20: never more are approved, and nothing is held for the others', async () => {
    const { approved, balance, books } = await atOnce(1_000_000n, funds);
    expect(approved.length).toBeLessThanOrEqual(fitting);
    // Slices of the deposit are moved while they are looked for; what is refused may be asked again.
    expect(approved.length).toBeGreaterThan(0);
    const held = BigInt(approved.length * amount);
    expect(balance).toMatchObject({ held, left: held });
    expect(books.deposit).toMatchObject({ held, shares: held, available: funds - held });
  });

  it('I2 I3 one message 50 times: it is approved once, and all hear the same', async () => {
    const { tenant } = await givenProgram(platform);
    const world = await cardWorld(platform, tenant, { available: funds });
    const network = issuer(platform);
    const body = JSON.stringify(network.messageFor(world, amount));
    const heard = await Promise.all(Array.from({ length: asked }, () => network.post(body)));
    expect(new Set(heard.map(({ body: answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(heard[0]?.body.decision).toBe('approved');
    expect(await moneyOf(platform, world)).toEqual({ available: funds - BigInt(amount), held: BigInt(amount) });
  });
});
