import { activateCard } from '../../../functions/cards/activate-card/declaration.ts';
import { wire as wireActivate } from '../../../functions/cards/activate-card/handler.ts';
import { checkCardDrift } from '../../../functions/cards/check-card-drift/declaration.ts';
import { wire as wireDrift } from '../../../functions/cards/check-card-drift/handler.ts';
import { closeCard } from '../../../functions/cards/close-card/declaration.ts';
import { wire as wireClose } from '../../../functions/cards/close-card/handler.ts';
import { dynamoCardStore } from '../../../functions/cards/infrastructure/dynamo-card-store.ts';
import { getCard } from '../../../functions/cards/get-card/declaration.ts';
import { wire as wireGet } from '../../../functions/cards/get-card/handler.ts';
import { getStatusHistory } from '../../../functions/cards/get-status-history/declaration.ts';
import { wire as wireHistory } from '../../../functions/cards/get-status-history/handler.ts';
import { issuerStatusUpdates } from '../../../functions/cards/issuer-status.ts';
import { lockCard } from '../../../functions/cards/lock-card/declaration.ts';
import { wire as wireLock } from '../../../functions/cards/lock-card/handler.ts';
import type { StatusReport } from '../../../functions/cards/domain/issuer-word.ts';
import { removeCard } from '../../../functions/cards/remove-card/declaration.ts';
import { wire as wireRemove } from '../../../functions/cards/remove-card/handler.ts';
import { suspendCard } from '../../../functions/cards/suspend-card/declaration.ts';
import { wire as wireSuspend } from '../../../functions/cards/suspend-card/handler.ts';
import { unlockCard } from '../../../functions/cards/unlock-card/declaration.ts';
import { wire as wireUnlock } from '../../../functions/cards/unlock-card/handler.ts';
import { wireCardStatus } from '../../../functions/cards/wire-card-status.ts';
import type { HttpHandler } from '../../../functions/kernel/operation/http-operation.ts';
import type { HttpDeclaration } from '../../../functions/kernel/operation/declaration.ts';
import { systemContext } from '../../../functions/kernel/operation/system-context.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { HttpFetch } from '../../../functions/kernel/platform/platform.ts';
import { sandboxNetwork } from '../../../functions/providers/sandbox/sandbox-network.ts';
import type { TestCaller, TestRequest } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import { givenProgram } from '../../support/programs.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { noContext } from '../../support/trigger.ts';
import type { CardWorld } from './given-cards.ts';
import { givenCard, givenHolder, startCardWorld } from './given-cards.ts';

const operations = {
  lock: [lockCard, wireLock],
  unlock: [unlockCard, wireUnlock],
  activate: [activateCard, wireActivate],
  suspend: [suspendCard, wireSuspend],
  close: [closeCard, wireClose],
  remove: [removeCard, wireRemove],
  get: [getCard, wireGet],
  history: [getStatusHistory, wireHistory],
} as const satisfies Record<string, readonly [HttpDeclaration, (platform: TestPlatform) => HttpHandler]>;

export type LifeOperation = keyof typeof operations;

/** Where an issuer is out of reach, and after or before it did what it was asked for. */
export type IssuerFault = 'unreachable' | 'silent after commit';

/** A card and who may act on it. */
export interface LivingCard {
  readonly cardId: string;
  readonly customerId: string;
  readonly balanceId: string;
}

const surfaceOf = (caller: TestCaller) => ('customer' in caller ? 'customer' : 'staff' in caller ? 'admin' : 'secure');

const wordOf = (path: string): boolean => path.startsWith('/issuer/v1/cards/status');

/** Fetch that loses status calls. */
const losing =
  (inner: HttpFetch, fault: IssuerFault): HttpFetch =>
  async (input, init) => {
    if (!wordOf(new URL(input).pathname)) return inner(input, init);
    if (fault === 'silent after commit') await inner(input, init);
    throw new TypeError('fetch failed');
  };

/** The life of cards: the platform, the twin behind it, and every operation on a card's status. */
export const startCardLife = async (program: Parameters<typeof givenProgram>[1] = {}) => {
  const started: CardWorld = await startCardWorld();
  const { platform } = started;
  const { tenant } = await givenProgram(platform, program);
  const world: CardWorld = { ...started, tenant };
  const cards = dynamoCardStore(platform.table, pager(platform.secrets));
  const server: TestCaller = { tenant };
  const staff = (role: 'Admin' | 'Manager' | 'Employee' = 'Admin'): TestCaller => ({ staff: role, of: tenant });
  const holder = ({ customerId }: Pick<LivingCard, 'customerId'>): TestCaller => ({ customer: customerId, of: tenant });

  const act = (
    operation: LifeOperation,
    cardId: string,
    { as = server, on = platform, ...request }: Partial<TestRequest> & { readonly on?: TestPlatform } = {},
  ) => {
    const [declaration, wire] = operations[operation];
    return call(wire(on), declaration, { as, surface: surfaceOf(as), params: { cardId }, ...request });
  };

  const contextOf = () => systemContext(platform, { tenant, operation: 'test', requestId: 'req_test' });

  const stored = async (cardId: string) => {
    const card = await cards.findEvenRemoved(tenant, cardId);
    if (card === undefined) throw new Error('the card is gone');
    return card;
  };

  const tell = async (cardId: string, report: Omit<StatusReport, 'at'> & Partial<StatusReport>) => {
    const { spending, unitOfWork } = wireCardStatus(platform);
    const at = (await stored(cardId)).issuerStatusAt.add({ milliseconds: 1 });
    return issuerStatusUpdates({ cards, spending, unitOfWork }).apply(await contextOf(), cardId, { at, ...report });
  };

  return {
    ...world,
    cards,
    server,
    staff,
    holder,
    act,
    stored,
    contextOf,
    dependencies: () => wireCardStatus(platform),
    /** An active card. */
    card: async (): Promise<LivingCard> => {
      const owner = await givenHolder(world);
      const { cardId } = await givenCard(world, owner);
      return { cardId, ...owner };
    },
    lock: (cardId: string, reasonCode: unknown, as: TestCaller = staff()) =>
      act('lock', cardId, { as, body: { reasonCode } }),
    /** The platform with an issuer that does not answer status calls. */
    failing: (fault: IssuerFault): TestPlatform => world.reaching(losing(platform.fetch, fault)),
    /** What the issuer says now. */
    atIssuer: async (cardId: string) => {
      const { externalId } = await stored(cardId);
      return wireCardStatus(platform).issuer.readStatus(tenant, externalId);
    },
    /** The issuer changes the status by itself; its webhook is not delivered. */
    issuerChanges: async (cardId: string, status: string, reason = 'other') => {
      const { externalId } = await stored(cardId);
      const reference = `ref_${platform.random.bytes(8).join('')}`;
      const order = { reference, cardId: externalId, status, reason };
      return sandboxNetwork(platform).changeCardStatus(tenant, order);
    },
    /** The issuer's webhook is applied. */
    tell,
    /** The platform with an issuer whose webhook is applied before its answer to a status call is there. */
    hearingFirst: (cardId: string, report: Parameters<typeof tell>[1]): TestPlatform =>
      world.reaching(async (input, init) => {
        const answer = await platform.fetch(input, init);
        if (wordOf(new URL(input).pathname)) await tell(cardId, report);
        return answer;
      }),
    /** What authorizations are decided by. */
    onBalance: async ({ cardId, balanceId }: LivingCard) => {
      const items = await platform.items();
      const item = items.find((one) => one['item'] === 'balance' && one['balanceId'] === balanceId);
      const placed = (item?.['cards'] as Record<string, { status: string; lock?: bigint }>)[cardId];
      return { status: placed?.status, lock: placed?.lock === undefined ? undefined : Number(placed.lock) };
    },
    timerOf: async (cardId: string) =>
      (await platform.items()).some(
        (item) =>
          item['item'] === 'timer' && item['operation'] === checkCardDrift.operationId && item['key'] === cardId,
      ),
    checkDrift: (cardId: string, on: TestPlatform = platform) =>
      wireDrift(on)({ tenantId: tenant.tenantId, payload: { cardId } }, noContext),
  };
};

export type CardLife = Awaited<ReturnType<typeof startCardLife>>;
