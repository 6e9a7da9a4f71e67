import { expect } from 'vitest';
import * as z from 'zod';
import type { JourneyPlatform, Story } from '../platform.ts';
import { newBalance, newCustomer, newTenant, readyCustomer, verifyByOtp } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, refused, staff } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import type { FundedCustomer, Levels } from '../support/money.ts';
import {
  carryOut,
  expectReplayed,
  fundedCustomer,
  givenPurse,
  inr,
  loadOrder,
  orderOf,
  partnerBalance,
  purseOf,
  settlesAt,
} from '../support/money.ts';

const purseList = z.looseObject({ data: z.array(partnerBalance) });

const upiId = z.strictObject({ vpa: z.string().regex(/^[^@]+@[^@]+$/u) });

const events = z.object({ data: z.array(z.looseObject({ type: z.string(), resource: z.looseObject({}) })) });

const payByUpi = async (tenant: Caller, balanceId: string, amount: number): Promise<void> => {
  const body = { amount: inr(amount), payerVpa: 'meera@examplebank' };
  answered(await tenant.post(`/sandbox/balances/${balanceId}/upi-credits`, body), 201, z.looseObject({}));
};

const upi: Story = {
  title: 'M-17 M-20 money that is sent to a UPI ID is on the balance, without a fee and without the program’s credit',
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Indravati Wallet');
    const { balanceId } = await readyCustomer(tenant, 'Nandini');
    const path = `/secure/balances/${balanceId}/vpa`;
    const { vpa } = answered(await tenant.post(path), 201, upiId);
    expect(answered(await tenant.post(path), 201, upiId).vpa, 'one UPI ID for life').toBe(vpa);
    await payByUpi(tenant, balanceId, 77_700);
    await settlesAt(tenant, balanceId, { available: 77_700, held: 0 });
    const { data } = answered(await tenant.get('/secure/events?limit=100'), 200, events);
    expect(JSON.stringify(data)).not.toMatch(new RegExp(`meera|${vpa}`, 'u'));
  },
};

const returned: Story = {
  title: 'M-20 money that the law does not let a small instrument hold goes back to who sent it',
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Manjra Wallet');
    const customerId = await newCustomer(tenant, 'Leela');
    await verifyByOtp(tenant, customerId);
    const { balanceId } = await newBalance(tenant, customerId);
    refused(await tenant.post(`/secure/balances/${balanceId}/vpa`), 403, 'kyc_required');
    await payByUpi(tenant, balanceId, 1_000_001);
    await eventually('the return of the credit', async () => {
      const answer = await tenant.get('/secure/events?type=account_credit.*');
      return answered(answer, 200, events).data.find(({ type }) => type === 'account_credit.returned');
    });
    await settlesAt(tenant, balanceId, { available: 0, held: 0 });
    await payByUpi(tenant, balanceId, 1_000_000);
    await settlesAt(tenant, balanceId, { available: 1_000_000, held: 0 });
  },
};

const bankAccount = z.looseObject({ token: z.string(), lastFour: z.literal('6789') });

const link = async ({ backend, customerId }: FundedCustomer, balance: number): Promise<string> => {
  const body = { account: '000123456789', routing: 'NODL0000001', balance: inr(balance) };
  return answered(await backend.post(`/secure/customers/${customerId}/bank-accounts`, body), 201, bankAccount).token;
};

const loadFrom = (tenant: Caller, balanceId: string, source: object) => (amount: number) =>
  orderOf(tenant, `/secure/balances/${balanceId}/loads`, { amount: inr(amount), source });

const sources: Story = {
  title: 'M-18 M-19 a balance is loaded from a bank account and for a gateway payment, each payment once',
  run: async (platform) => {
    const owner = await fundedCustomer(platform, 'Damodar Wallet', 100_000);
    const { backend: tenant, balanceId } = owner;
    const token = await link(owner, 50_000);
    const fromBank = loadFrom(tenant, balanceId, { type: 'bank_account', token });
    await carryOut(fromBank(50_000));
    await settlesAt(tenant, balanceId, { available: 150_000, held: 0 });
    const { path, body } = fromBank(1);
    const short = refused(await tenant.post(path, body), 402, 'insufficient_funds');
    expect(short.detail).toBe('bank_account');

    const paid = loadFrom(tenant, balanceId, { type: 'gateway', paymentId: 'pay_4711' });
    await carryOut(paid(30_000));
    refused(await tenant.post(paid(30_000).path, paid(30_000).body), 409, 'already_exists');
    await settlesAt(tenant, balanceId, { available: 180_000, held: 0 });
  },
};

const priced: Story = {
  title: 'M-19 M-20 a gateway’s fee is the company’s and shows on the load; money by UPI and from a bank costs nothing',
  run: async (platform) => {
    const owner = await fundedCustomer(platform, 'Betwa Wallet', 100_000);
    const { backend: tenant, operator, balanceId, programId } = owner;
    const schedule = `/admin/programs/${programId}/fee-schedule`;
    const nothing = answered(await operator.get(schedule), 200, z.looseObject({}));
    expect(nothing).toEqual({ gatewayLoad: null, version: 0 });
    const gatewayLoad = { fixed: inr(200), basisPoints: 199 };
    const set = answered(await operator.put(schedule, { gatewayLoad }), 200, z.looseObject({}));
    expect(set).toEqual({ gatewayLoad, version: 1 });

    const source = { type: 'gateway', paymentId: 'pay_0815' };
    const made = await carryOut(loadFrom(tenant, balanceId, source)(10_000));
    const { body } = made[1];
    const { loadId, fee } = z.looseObject({ loadId: z.string(), fee: z.unknown() }).parse(body);
    expect(fee).toEqual(inr(399));
    expect(answered(await tenant.get(`/secure/loads/${loadId}`), 200, z.unknown())).toEqual(body);
    answered(await operator.put(schedule, { gatewayLoad: { fixed: inr(5_000) } }), 200, z.looseObject({}));
    await expectReplayed(made);

    const token = await link(owner, 5_000);
    await carryOut(loadFrom(tenant, balanceId, { type: 'bank_account', token })(5_000));
    await payByUpi(tenant, balanceId, 5_000);
    await carryOut(loadOrder(tenant, balanceId, 5_000));
    await settlesAt(tenant, balanceId, { available: 125_000, held: 0 });
    const purses = answered(await tenant.get('/secure/partner-balances'), 200, purseList);
    expect(purses.data.map(({ available }) => available)).toEqual([inr(200_000 - 100_000 - 10_399 - 5_000)]);
  },
};

const withdrawal = z.looseObject({ withdrawalId: z.string().startsWith('wdr_'), status: z.string() });

const withdraw = async (
  { backend, balanceId }: FundedCustomer,
  amount: number,
  destination: object,
): Promise<z.output<typeof withdrawal>> => {
  const answer = await backend.post(`/secure/balances/${balanceId}/withdrawals`, { amount: inr(amount), destination });
  return answered(answer, 201, withdrawal);
};

const statusOf = async ({ backend }: FundedCustomer, withdrawalId: string): Promise<string> =>
  answered(await backend.get(`/secure/withdrawals/${withdrawalId}`), 200, withdrawal).status;

const out: Story = {
  title:
    '2.7 money leaves for the program, for where it came from and for a bank account, above a threshold by two people',
  run: async (platform) => {
    const owner = await fundedCustomer(platform, 'Subarna Wallet', 500_000);
    const { backend, balanceId, operator, tenantId } = owner;
    const stands = (levels: Levels) => settlesAt(backend, balanceId, levels);
    const token = await link(owner, 0);
    expect((await withdraw(owner, 50_000, { type: 'program' })).status).toBe('completed');
    expect((await withdraw(owner, 50_000, { type: 'source' })).status).toBe('completed');
    expect((await withdraw(owner, 50_000, { type: 'bank_account', token })).status).toBe('completed');
    await stands({ available: 350_000, held: 0 });

    const settings = { settings: { withdrawalApprovalAbove: inr(100_000) } };
    answered(await operator.patch(`/admin/tenants/${tenantId}`, settings), 200, z.looseObject({}));
    const kept = await withdraw(owner, 150_000, { type: 'bank_account', token });
    const given = await withdraw(owner, 150_000, { type: 'bank_account', token });
    expect([kept.status, given.status]).toEqual(['pending_approval', 'pending_approval']);
    await stands({ available: 50_000, held: 300_000 });
    const manager = staff(platform, await platform.staffToken({ role: 'Manager', tenant: tenantId }));
    const reject = await manager.post(`/admin/withdrawals/${kept.withdrawalId}/reject`);
    expect(answered(reject, 200, withdrawal).status).toBe('rejected');
    await stands({ available: 200_000, held: 150_000 });
    const approve = await manager.post(`/admin/withdrawals/${given.withdrawalId}/approve`);
    expect(answered(approve, 200, withdrawal).status).toBe('completed');
    await stands({ available: 200_000, held: 0 });
    expect([await statusOf(owner, kept.withdrawalId), await statusOf(owner, given.withdrawalId)]).toEqual([
      'rejected',
      'completed',
    ]);
  },
};

const stateOf = z.looseObject({ state: z.string() });

const closed: Story = {
  title: '2.3 a balance with money begins to close, gives up its rest, and is closed',
  run: async (platform) => {
    const owner = await fundedCustomer(platform, 'Mahananda Wallet', 100_000);
    const { backend, balanceId } = owner;
    const close = async (): Promise<string> =>
      answered(await backend.post(`/secure/balances/${balanceId}/close`), 200, stateOf).state;
    expect(await close()).toBe('closing');
    const { path, body } = loadOrder(backend, balanceId, 1);
    refused(await backend.post(path, body), 409, 'invalid_state');
    refused(await backend.post(`/secure/balances/${balanceId}/close`), 409, 'invalid_state');
    expect((await withdraw(owner, 100_000, { type: 'source' })).status).toBe('completed');
    expect(await close()).toBe('closed');
    refused(await backend.post(`/secure/balances/${balanceId}/unfreeze`), 409, 'invalid_state');
  },
};

const correction = z.looseObject({ correctionId: z.string().startsWith('cor_'), status: z.string() });

const twoOperators = async (platform: JourneyPlatform): Promise<readonly [maker: Caller, checker: Caller]> => [
  staff(platform, platform.operatorToken),
  staff(platform, await platform.staffToken({ role: 'Manager', tenant: 'platform' })),
];

const corrected: Story = {
  title: 'AN-73 an operator corrects a balance once another has agreed, and a frozen balance moves no other money',
  run: async (platform) => {
    const { backend: tenant, balanceId } = await fundedCustomer(platform, 'Gandak Wallet', 100_000);
    const [maker, checker] = await twoOperators(platform);
    answered(await tenant.post(`/secure/balances/${balanceId}/freeze`), 200, z.looseObject({}));
    const { path, body } = loadOrder(tenant, balanceId, 1);
    refused(await tenant.post(path, body), 409, 'invalid_state');

    const wanted = { direction: 'credit', amount: inr(5_000), reason: 'Charged twice' };
    const asked = await maker.post(`/admin/balances/${balanceId}/corrections`, wanted);
    const { correctionId } = answered(asked, 201, correction);
    refused(await maker.post(`/admin/corrections/${correctionId}/approve`), 403, 'maker_is_checker');
    await settlesAt(tenant, balanceId, { available: 100_000, held: 0 });
    answered(await checker.post(`/admin/corrections/${correctionId}/approve`), 200, correction);
    await settlesAt(tenant, balanceId, { available: 105_000, held: 0 });
    answered(await tenant.post(`/secure/balances/${balanceId}/unfreeze`), 200, z.looseObject({}));
    await carryOut(loadOrder(tenant, balanceId, 1));
    await settlesAt(tenant, balanceId, { available: 105_001, held: 0 });
  },
};

const warned: Story = {
  title: 'AN-70 a program whose credit falls below its threshold is told once, until it has recovered',
  run: async (platform) => {
    const { backend: tenant, tenantId } = await newTenant(platform, 'Rapti Wallet');
    const operator = staff(platform, platform.operatorToken);
    const purse = { tenantId, kind: 'credit', alertEmail: 'money@company-x.example' } as const;
    const { partnerBalanceId } = await givenPurse(operator, { ...purse, amount: 60_000 });
    const { balanceId } = await readyCustomer(tenant, 'Nandini');
    for (const amount of [10_001, 1, 1]) await carryOut(loadOrder(tenant, balanceId, amount));
    expect(await purseOf(tenant, partnerBalanceId)).toBe(49_997);
    const warnings = () =>
      eventually('the warning', async () => {
        const { data } = answered(await tenant.get('/secure/events?type=partner_balance.low'), 200, events);
        return data.length > 0 ? data : undefined;
      });
    expect(await warnings()).toHaveLength(1);
  },
};

export const fundingStories: readonly Story[] = [upi, returned, sources, priced, out, closed, corrected, warned];
