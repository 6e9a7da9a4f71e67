import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getIssuance as declaration } from '../../../../functions/issuance/get-issuance/declaration.ts';
import { wire } from '../../../../functions/issuance/get-issuance/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { givenHolder } from '../../cards/given-cards.ts';
import type { CardWorld } from '../given-issuances.ts';
import {
  givenAtCard,
  givenIssuance,
  givenWaiting,
  order,
  startCardWorld,
  storedIssuance,
  tasksOf,
} from '../given-issuances.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const get = (issuanceId: string, tenant = world.tenant) =>
  call(wire(world.platform), declaration, { as: { tenant }, params: { issuanceId } });

describe('getIssuance', () => {
  itRefusesBadRequests({
    declaration,
    handler: () => wire(world.platform),
    valid: async () => {
      const { issuanceId } = await givenWaiting(world, 'any');
      return { as: { tenant: world.tenant }, params: { issuanceId } };
    },
  });

  it('shows the case that is waited for, and no id of what does not exist yet', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'shown');
    const { status, body } = await get(issuanceId);
    expect([status, body]).toEqual([200, { issuanceId, status: 'awaiting_kyc', kycId }]);
  });

  it('M-16 shows balance and card as they come into being', async () => {
    const { issuanceId } = await givenAtCard(world);
    const { balanceId, cardId } = await storedIssuance(world, issuanceId);
    expect((await get(issuanceId)).body).toEqual({ issuanceId, status: 'creating_card', balanceId });
    await tasksOf(world).issueCard(issuanceId);
    expect((await get(issuanceId)).body).toEqual({ issuanceId, status: 'completed', balanceId, cardId });
  });

  it('shows an existing balance from the start', async () => {
    const { customerId, balanceId } = await givenHolder(world);
    const issuanceId = await givenIssuance(world, customerId, { ...order, balance: { balanceId } });
    expect((await get(issuanceId)).body).toEqual({ issuanceId, status: 'awaiting_kyc', balanceId });
  });

  it('shows why an issuance failed', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'fails');
    await tasksOf(world).failIssuance(issuanceId, 'kyc_rejected');
    expect((await get(issuanceId)).body).toEqual({
      issuanceId,
      status: 'failed',
      kycId,
      failure: { code: 'kyc_rejected' },
    });
  });

  it('answers an issuance of another tenant, an unknown and a malformed id alike with 404', async () => {
    const { issuanceId } = await givenWaiting(world, 'foreign');
    const other = (await givenProgram(world.platform)).tenant;
    const answers = [
      await get(issuanceId, other),
      await get(world.platform.ids.next('iss', world.tenant)),
      await get('iss_1'),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code, body.detail]).toEqual([404, 'issuance_not_found', answers[0]?.body.detail]);
    }
  });
});
