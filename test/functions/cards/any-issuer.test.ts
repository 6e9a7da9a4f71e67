import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getFullCardData } from '../../../functions/cards/get-full-card-data/declaration.ts';
import { getFullCardData as fullCardData } from '../../../functions/cards/get-full-card-data/operation.ts';
import { dynamoCardStore } from '../../../functions/cards/infrastructure/dynamo-card-store.ts';
import { dynamoRevealSessions } from '../../../functions/cards/infrastructure/dynamo-reveal-sessions.ts';
import type { IssuerProcessor } from '../../../functions/cards/ports/issuer-processor.ts';
import type { IssuerCardSecrets } from '../../../functions/cards/ports/issuer-secrets.ts';
import { PinBlock } from '../../../functions/cards/ports/pin-block.ts';
import { resetCvv } from '../../../functions/cards/reset-cvv/declaration.ts';
import { resetCvv as newCvv } from '../../../functions/cards/reset-cvv/operation.ts';
import { revealPin } from '../../../functions/cards/reveal-pin/declaration.ts';
import { revealPin as pin } from '../../../functions/cards/reveal-pin/operation.ts';
import { setThreeDs } from '../../../functions/cards/set-three-ds/declaration.ts';
import { setThreeDs as threeDs } from '../../../functions/cards/set-three-ds/operation.ts';
import { dynamoCustomerDirectory } from '../../../functions/customers/infrastructure/dynamo-customer-directory.ts';
import type { HttpHandler } from '../../../functions/kernel/operation/http-operation.ts';
import { httpOperation } from '../../../functions/kernel/operation/http-operation.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import { unitOfWork } from '../../../functions/kernel/persistence/unit-of-work.ts';
import { sandboxIssuer } from '../../../functions/providers/sandbox/issuer-processor.ts';
import { call } from '../../support/http-call.ts';
import type { CardWorld } from './given-cards.ts';
import { startCardWorld } from './given-cards.ts';
import { cardHolder, revealSession, sealedTo, storedCard } from './given-reveals.ts';

type Secrets = Pick<IssuerProcessor, 'readCardData'> & IssuerCardSecrets;

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

/** Another issuer, with other numbers of other lengths and blocks of another alphabet. */
const otherIssuer: Secrets = {
  readCardData: async () => ({ pan: '6'.repeat(15), cvv: '111', expiryMonth: 2, expiryYear: 2031 }),
  readPin: async () => ({ pinBlock: new PinBlock('0123456789ABCDEF0123456789ABCDEF') }),
  setPin: async () => undefined,
  resetCvv: async () => ({ cvv: '222' }),
  setThreeDs: async () => undefined,
};

const shapeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, member]: [string, unknown]) => [name, shapeOf(member)]))
    : typeof value;

/** What a phone is answered by each operation when this issuer stands behind. */
const shapesWith = async (issuer: Secrets): Promise<readonly unknown[]> => {
  const { platform, tenant } = world;
  const holder = await cardHolder(world);
  const { cardId } = holder.card;
  const externalId = String((await storedCard(world, cardId))['externalId']);
  await issuer.setPin(tenant, { externalId, pinBlock: new PinBlock('a-block-of-the-app') });
  const deps = {
    cards: dynamoCardStore(platform.table, pager(platform.secrets)),
    sessions: dynamoRevealSessions(platform.table),
    customers: dynamoCustomerDirectory(platform.table),
    random: platform.random,
    unitOfWork: unitOfWork(platform),
    issuer,
  };
  const handlers: readonly (readonly [HttpHandler, Parameters<typeof call>[1]])[] = [
    [httpOperation(getFullCardData, platform, fullCardData(deps)), getFullCardData],
    [httpOperation(revealPin, platform, pin(deps)), revealPin],
    [httpOperation(resetCvv, platform, newCvv(deps)), resetCvv],
    [httpOperation(setThreeDs, platform, threeDs(deps)), setThreeDs],
  ];
  const shapes = [];
  for (const [handler, declaration] of handlers) {
    const session = await revealSession(world, holder, ['pan', 'cvv', 'pin']);
    const headers = sealedTo(world, session);
    const { as } = holder;
    const { status, body } = await call(handler, declaration, { as, surface: 'customer', params: { cardId }, headers });
    shapes.push([status, shapeOf(await world.caller.open(body))]);
  }
  return shapes;
};

describe('AL-32 D-02 A phone', () => {
  it('cannot tell by the answers which issuer stands behind its card', async () => {
    const withTwin = await shapesWith(sandboxIssuer(world.platform));
    expect(await shapesWith(otherIssuer)).toEqual(withTwin);
    expect(withTwin).toHaveLength(4);
    expect(JSON.stringify(withTwin)).not.toMatch(/sandbox|adyen|issuer|pi_/iu);
  });
});
