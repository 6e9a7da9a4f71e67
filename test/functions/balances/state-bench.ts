import { expect, it } from 'vitest';
import type { Balance } from '../../../functions/balances/domain/balance.ts';
import type { HttpDeclaration } from '../../../functions/kernel/operation/declaration.ts';
import type { HttpHandler } from '../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestAnswer, TestCaller } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import { itRefusesBadRequests } from '../../support/http-refusals.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import type { MoneyBench } from './money-bench.ts';

interface StateSubject {
  readonly declaration: HttpDeclaration;
  readonly platform: () => TestPlatform;
  readonly bench: () => MoneyBench;
  readonly tenant: () => TenantContext;
  readonly handler: () => HttpHandler;
  readonly from: readonly Balance['state'][];
  readonly to: Balance['state'];
  readonly never: readonly Balance['state'][];
  readonly event: string;
}

/** What freezing, unfreezing and closing owe alike. */
export const itChangesState = (subject: StateSubject): void => {
  const { declaration, event, to } = subject;
  const change = (balanceId: string, body?: unknown, as?: TestCaller): Promise<TestAnswer> =>
    call(subject.handler(), declaration, {
      as: as ?? { tenant: subject.tenant() },
      surface: as !== undefined && 'staff' in as ? 'admin' : 'secure',
      params: { balanceId },
      body,
    });
  const balanceIn = (state: Balance['state']) => subject.bench().balance(subject.tenant(), { state });
  const first = subject.from[0] ?? 'active';

  itRefusesBadRequests({
    declaration,
    handler: subject.handler,
    valid: async () => ({ as: { tenant: subject.tenant() }, params: { balanceId: await balanceIn(first) }, body: {} }),
    malformed: { reason: '' },
  });

  it.each([...subject.from])(
    `2.3 takes a balance that is %s to ${to}, with reason and origin in its history`,
    async (state) => {
      const balanceId = await balanceIn(state);
      const { status, body } = await change(balanceId, { reason: 'Lost phone' });
      expect([status, body.balanceId, body.state]).toEqual([200, balanceId, to]);
      expect(await subject.bench().store.find(subject.tenant(), balanceId)).toMatchObject({ state: to, sequence: 2 });
      const [record, ...more] = await subject.bench().recordsOf(balanceId);
      expect(more).toEqual([]);
      expect(record).toMatchObject({ type: event, sequence: 2n, actor: 'tenant:key_test' });
      expect(JSON.parse(String(record?.['data']))).toMatchObject({ state: to, origin: 'tenant', reason: 'Lost phone' });
      expect(JSON.parse(String(record?.['previous']))).toEqual({ state });
    },
  );

  it('needs no reason', async () => {
    const balanceId = await balanceIn(first);
    expect((await change(balanceId)).status).toBe(200);
    const [record] = await subject.bench().recordsOf(balanceId);
    expect(JSON.parse(String(record?.['data']))).not.toHaveProperty('reason');
  });

  it.each(['platform', 'tenant'] as const)('is open to staff of the %s, and keeps that it was them', async (of) => {
    const balanceId = await balanceIn(first);
    const staff = { staff: 'Manager', of: of === 'platform' ? of : subject.tenant() } as const;
    expect((await change(balanceId, {}, staff)).status).toBe(200);
    const [record] = await subject.bench().recordsOf(balanceId);
    const origin = of === 'platform' ? 'operator' : 'staff';
    expect(JSON.parse(String(record?.['data']))).toMatchObject({ origin });
  });

  it.each([...subject.never])('2.3 refuses a balance that is %s', async (state) => {
    const { status, body } = await change(await balanceIn(state));
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown balance nor one of another tenant, not even for staff of the tenant', async () => {
    const foreign = await subject.bench().balance(await subject.bench().program(), { state: first });
    const callers: readonly (TestCaller | undefined)[] = [undefined, { staff: 'Admin', of: subject.tenant() }];
    for (const balanceId of [subject.platform().ids.next('bal', subject.tenant()), 'bal_1', foreign]) {
      for (const as of callers) {
        const { status, body } = await change(balanceId, {}, as);
        expect([status, body.code]).toEqual([404, 'balance_not_found']);
      }
    }
  });

  it('lets one of two at once through', async () => {
    const balanceId = await balanceIn(first);
    const answers = await Promise.all([change(balanceId), change(balanceId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await subject.bench().recordsOf(balanceId)).toHaveLength(1);
  });
};
