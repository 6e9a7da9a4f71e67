import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBalance } from '../../../../functions/balances/close-balance/declaration.ts';
import { wire } from '../../../../functions/balances/close-balance/handler.ts';
import { closeBalance as operation } from '../../../../functions/balances/close-balance/operation.ts';
import type { CardsOfBalance } from '../../../../functions/balances/ports/cards-of-balance.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { MoneyBench } from '../money-bench.ts';
import { moneyBench } from '../money-bench.ts';
import { itChangesState } from '../state-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
  tenant = await bench.program();
});
afterAll(() => platform.stop());

const card = {
  cardId: 'crd_1',
  type: 'virtual',
  displayName: 'ASHA RAO',
  firstSix: '400000',
  lastFour: '0002',
  expiryMonth: 11,
  expiryYear: 2029,
} as const;

/** The operation with the cards faked. */
const withCards = (balanceId: string, ofBalance: CardsOfBalance['ofBalance']) =>
  call(
    httpOperation(
      closeBalance,
      platform,
      operation({ balances: bench.store, unitOfWork: unitOfWork(platform), cards: { ofBalance } }),
    ),
    closeBalance,
    { as: { tenant }, params: { balanceId } },
  );

describe('closeBalance', () => {
  itChangesState({
    declaration: closeBalance,
    platform: () => platform,
    bench: () => bench,
    tenant: () => tenant,
    handler: () => wire(platform),
    from: ['active', 'frozen', 'closing'],
    to: 'closed',
    never: ['closed'],
    event: 'balance.closed',
  });

  describe.each([
    ['money', 1n, 0n],
    ['a debt', -1n, 0n],
    ['a hold', 5n, 5n],
    ['a hold above its money', 0n, 1n],
  ])('with %s', (_, posted, held) => {
    it.each(['active', 'frozen'] as const)('2.3 begins to close a balance that is %s', async (state) => {
      const balanceId = await bench.balance(tenant, { posted, held, state });
      const { status, body } = await withCards(balanceId, async () => []);
      expect([status, body.state]).toEqual([200, 'closing']);
      expect(await bench.store.find(tenant, balanceId)).toMatchObject({ state: 'closing', sequence: 2, posted, held });
      const [record] = await bench.recordsOf(balanceId);
      expect(record).toMatchObject({ type: 'balance.closing_started', sequence: 2n });
      expect(JSON.parse(String(record?.['previous']))).toEqual({ state });
    });

    it('2.3 does not close it', async () => {
      const balanceId = await bench.balance(tenant, { posted, held, state: 'closing' });
      const { status, body } = await withCards(balanceId, async () => []);
      expect([status, body.code]).toEqual([409, 'invalid_state']);
      expect(await bench.store.find(tenant, balanceId)).toMatchObject({ state: 'closing', sequence: 1 });
    });
  });

  it('2.3 takes no money while it closes, and gives up none but what is withdrawn', async () => {
    const balanceId = await bench.balance(tenant, { posted: 5n });
    await withCards(balanceId, async () => []);
    const answers = [await bench.load(tenant, balanceId, 1), await bench.debit(tenant, balanceId, 1)];
    expect(answers.map(({ status, body }): unknown => [status, body.code])).toEqual([
      [409, 'invalid_state'],
      [409, 'invalid_state'],
    ]);
  });

  it('2.3 wants its cards closed first, and names the open ones', async () => {
    const balanceId = await bench.balance(tenant, { posted: 1n });
    const cards = [
      { ...card, status: 'locked' },
      { ...card, cardId: 'crd_2', status: 'closed' },
    ];
    const { status, body } = await withCards(balanceId, async () => cards);
    expect([status, body.code, body.open]).toEqual([409, 'invalid_state', ['crd_1']]);
    const closed = cards.map((one) => ({ ...one, status: 'closed' }));
    expect((await withCards(balanceId, async () => closed)).body.state).toBe('closing');
  });

  it('I2 is refused when money comes in while it looks', async () => {
    const balanceId = await bench.balance(tenant);
    const { status, body } = await withCards(balanceId, async () => {
      await bench.load(tenant, balanceId, 100);
      return [];
    });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await bench.store.find(tenant, balanceId)).toMatchObject({ state: 'active', posted: 100n });
  });

  it('is refused when it is frozen while it looks', async () => {
    const balanceId = await bench.balance(tenant);
    const { status, body } = await withCards(balanceId, async () => {
      await platform.table.write({
        kind: 'update',
        key: { pk: bench.store.partition(tenant, balanceId), sk: 'BALANCE' },
        update: {
          text: 'SET #state = :state, #sequence = :two',
          names: { '#state': 'state', '#sequence': 'sequence' },
          values: { ':state': 'frozen', ':two': 2 },
        },
      });
      return [];
    });
    expect([status, body.code]).toEqual([409, 'concurrent_change']);
  });

  it('2.3 is final: no money moves any more', async () => {
    const balanceId = await bench.balance(tenant);
    await withCards(balanceId, async () => []);
    const answers = [await bench.load(tenant, balanceId, 1), await bench.debit(tenant, balanceId, 1)];
    expect(answers.map(({ body }): unknown => body.code)).toEqual(['invalid_state', 'invalid_state']);
  });
});
