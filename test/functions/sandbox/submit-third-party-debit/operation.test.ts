import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ThirdPartyWorld } from '../third-party-bench.ts';
import { startThirdPartyWorld } from '../third-party-bench.ts';

let world: ThirdPartyWorld;

beforeAll(async () => {
  world = await startThirdPartyWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.forget();
  world.decide();
});

const given = async (body: Readonly<Record<string, unknown>> = {}) => {
  const mandateId = await world.registered();
  const answer = await world.debit(mandateId, body);
  const debitId = String(answer.body.debitId);
  const debit = async () => (await world.stored(mandateId)).debits.find((one) => one.debitId === debitId);
  return { debitId, debit };
};

const debits = () => world.asked().filter(({ mandate }) => (mandate as { act?: string } | undefined)?.act === 'debit');

describe('submitThirdPartyDebit', () => {
  it('makes the debit once its notice has run; fired again it makes none', async () => {
    const { debitId, debit } = await given();
    await world.noticed(debitId);
    world.advance({ seconds: 86_401 });
    await world.submit({ debitId, isPatient: true, tries: 1 });
    await world.submit({ debitId, isPatient: true, tries: 1 });
    expect(await debit()).toMatchObject({ status: 'debited', authorizationId: expect.stringMatching(/^aut_/u) });
    expect(debits()).toHaveLength(1);
  });

  it('waits for a notice that was delivered late, and for one of which nothing is known yet', async () => {
    const { debitId, debit } = await given();
    world.advance({ seconds: 86_401 });
    await world.submit({ debitId, isPatient: true, tries: 1 });
    await world.noticed(debitId);
    await world.submit({ debitId, isPatient: true, tries: 2 });
    const dueAt = (await world.timersOf(debitId)).map((timer) => timer.dueAt.epochMilliseconds).toSorted();
    const now = world.platform.clock.now().epochMilliseconds;
    expect(dueAt).toEqual([now, now + 5 * 60_000, now + 86_400_000]);
    expect([debits(), (await debit())?.status]).toEqual([[], 'notified']);
  });

  it('boundary case 6: with a time of its own it comes then, also when that is too early', async () => {
    const { debitId, debit } = await given({ dueAt: '2027-01-01T00:00:00Z' });
    await world.noticed(debitId);
    await world.submit({ debitId, isPatient: false, tries: 1 });
    expect(debits()).toHaveLength(1);
    expect(await debit()).toMatchObject({ status: 'notified', declined: 'mandate_notice_too_recent' });
  });

  it('boundary case 24: where the network stands in it names the announced debit, and asks nobody', async () => {
    const { debitId, debit } = await given({ standIn: true });
    const [timer] = await world.timersOf(debitId);
    expect(JSON.parse(timer?.payload ?? '{}')).toMatchObject({ debitId, standIn: true });
    await world.noticed(debitId);
    world.advance({ seconds: 86_401 });
    const known = await debit();
    world.forget();
    await world.submit({ debitId, isPatient: true, standIn: true, tries: 1 });
    await world.submit({ debitId, isPatient: true, standIn: true, tries: 1 });
    expect(world.asked()).toEqual([]);
    expect(world.told()).toMatchObject([
      { type: 'card.authorization_advice', data: { mandate: { act: 'debit', announcement: known?.reference } } },
    ]);
  });

  it('of a debit that is not here does nothing', async () => {
    const debitId = world.platform.ids.next('cdb', world.tenant);
    await world.submit({ debitId, isPatient: true, tries: 1 });
    expect(world.asked()).toEqual([]);
  });
});
