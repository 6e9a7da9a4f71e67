import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { controlCall, sealedCall } from '../../../../support/sealed-call.ts';
import type { ReceivedWebhook, TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';

let twin: TwinServer;
let program: string;
let turn = 0;

beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin.stop());
beforeEach(() => {
  turn += 1;
  program = `ten_webhooks${turn}`;
  twin.received.length = 0;
  twin.answers.length = 0;
  twin.draws.length = 0;
});

const videoCall = async (reference: string): Promise<string> => {
  const body = { reference, firstName: 'Asha', lastName: 'Rao', phone: '+919812345678' };
  return (await sealedCall(twin, { path: '/kyc/v1/cases/video', program, body })).body.caseId;
};
const control = (call: string, body: unknown) => controlCall(twin, { path: `/control/v1/${call}`, program, body });
const finish = (caseId: string, outcome = 'approved', reference = `res_${caseId}`) =>
  control('kyc-results', { reference, caseId, outcome });
const pending = async (): Promise<number> => (await control('pending', {})).body.pending;
const sent = async () => (await control('events', { limit: 100 })).body.events;
const references = (): string[] => twin.received.map(({ body }) => body.reference);
const faults = (kinds: string[], rate = 1) => control('faults', { provider: 'kyc', rate, kinds });

const isSigned = async ({ headers, rawBody }: ReceivedWebhook): Promise<boolean> => {
  const [secret] = await twin.platform.secrets.values('issuer-webhook-signing');
  const signed = `${headers['x-timestamp']}.${headers['x-event-id']}.${rawBody}`;
  return headers['x-signature'] === `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`;
};

describe('The twin sends webhooks', () => {
  it('M-05 tells the result of a video call, signed over time, event and bytes', async () => {
    const caseId = await videoCall('kyc_1');
    const { status, body } = await finish(caseId);
    expect(status).toBe(201);
    expect(twin.received).toHaveLength(1);
    const [webhook] = twin.received as [ReceivedWebhook];
    expect(await isSigned(webhook)).toBe(true);
    expect(webhook.headers['x-event-id']).toBe(body.eventId);
    expect(Object.keys(webhook.body)).toEqual(['type', 'reference', 'occurredAt', 'data']);
    expect(webhook.body).toMatchObject({
      type: 'kyc.completed',
      reference: caseId,
      occurredAt: '2026-11-21T06:30:00.000Z',
      data: { outcome: 'approved', identityReference: expect.stringMatching(/^idr_[0-9a-f]{26}$/) },
    });
    expect(webhook.rawBody).not.toMatch(/Asha|98123/);
  });

  it.each(['rejected', 'resubmission_required', 'abandoned'])(
    'M-05 gives no identity with outcome %s',
    async (outcome) => {
      await finish(await videoCall(`kyc_${outcome}`), outcome);
      expect(twin.received[0]?.body.data).toEqual({ outcome });
    },
  );

  it('M-05 ends a call once; after a resubmission request the call may end again', async () => {
    const caseId = await videoCall('kyc_2');
    expect((await finish(caseId, 'resubmission_required', 'res_1')).status).toBe(201);
    expect((await finish(caseId, 'approved', 'res_2')).status).toBe(201);
    const late = await finish(caseId, 'rejected', 'res_3');
    expect([late.status, late.body.error.code]).toEqual([409, 'case_closed']);
    expect(twin.received).toHaveLength(2);
  });

  it('M-05 takes a repeated order for the same result', async () => {
    const caseId = await videoCall('kyc_3');
    const [first, repeat] = [await finish(caseId), await finish(caseId)];
    expect([first.status, repeat.status]).toEqual([201, 200]);
    expect(repeat.body).toEqual(first.body);
    expect(twin.received).toHaveLength(1);
  });

  it("M-05 refuses the result of a call whose time is over on the program's clock", async () => {
    const caseId = await videoCall('kyc_4');
    await control('clock', { offsetSeconds: 24 * 3600 + 1 });
    expect((await finish(caseId)).body.error.code).toBe('case_closed');
  });

  it('I6 sends again when the receiver fails, under the same event id, until it answers', async () => {
    const caseId = await videoCall('kyc_5');
    twin.answers.push(500, 'silence');
    await finish(caseId);
    expect(twin.received.map(({ headers }) => headers['x-event-id'])).toEqual(
      Array(3).fill(twin.received[0]?.headers['x-event-id']),
    );
    expect(await pending()).toBe(0);
    expect((await sent())[0]).toMatchObject({ status: 'delivered', reference: caseId });
  });

  it('I6 keeps an undelivered event, waits longer each time, and gives up after eight tries', async () => {
    const caseId = await videoCall('kyc_6');
    twin.answers.push(...Array<number>(20).fill(503));
    await finish(caseId);
    expect([twin.received.length, await pending()]).toEqual([3, 1]);
    for (const minutes of [1, 2, 4, 8, 16]) {
      twin.platform.clock.advance({ minutes });
      await pending();
    }
    expect([twin.received.length, await pending()]).toEqual([8, 0]);
    expect((await sent())[0]).toMatchObject({ status: 'given_up' });
  });

  it.each([400, 401, 404, 429])(
    'I6 sends again after status %i: a receiver in the middle of a change says anything',
    async (status) => {
      twin.answers.push(status);
      await finish(await videoCall('kyc_7'));
      expect([twin.received.length, await pending()]).toEqual([2, 0]);
    },
  );

  it('sends an event twice under one id when a fault duplicates it', async () => {
    const caseId = await videoCall('kyc_8');
    await faults(['duplicate']);
    await finish(caseId);
    expect(references()).toEqual([caseId, caseId]);
    expect(new Set(twin.received.map(({ headers }) => headers['x-event-id'])).size).toBe(1);
  });

  it('I7 never sends an event that a fault drops, and keeps it in the log for whoever looks for a gap', async () => {
    const caseId = await videoCall('kyc_lost');
    await faults(['drop']);
    expect((await finish(caseId)).status).toBe(201);
    twin.platform.clock.advance({ minutes: 30 });
    expect([await pending(), references()]).toEqual([0, []]);
    expect((await sent())[0]).toMatchObject({ status: 'given_up', reference: caseId });
    await faults([]);
    await finish(await videoCall('kyc_told'));
    expect(references()).toHaveLength(1);
  });

  it('M-27 lets a later event pass an earlier one when a fault reorders them, and loses neither', async () => {
    const [early, late] = [await videoCall('kyc_9'), await videoCall('kyc_10')];
    await faults(['reorder'], 0.5);
    twin.draws.push(0, 0, 0.9);
    const heldBack = finish(early);
    await expect.poll(pending).toBe(1);
    await finish(late);
    expect([references(), await pending()]).toEqual([[late], 1]);
    // Nobody calls the twin any more: the order of the result itself sees it through.
    await heldBack;
    expect([references(), await pending()]).toEqual([[late, early], 0]);
    expect((await sent()).map(({ reference }) => reference)).toEqual([early, late]);
  });

  it('lists what it sent, in order, from any event on', async () => {
    for (const name of ['a', 'b', 'c']) await finish(await videoCall(`kyc_${name}`));
    const all = await sent();
    expect(all).toHaveLength(3);
    const rest = await control('events', { after: all[0]?.eventId, limit: 1 });
    expect(rest.body.events).toEqual([all[1]]);
  });

  it('puts events on the clock of the program and deliveries on real time', async () => {
    const caseId = await videoCall('kyc_11');
    await control('clock', { offsetSeconds: 3600 });
    await finish(caseId);
    expect(twin.received[0]?.body.occurredAt).toBe(
      twin.platform.clock.now().add({ hours: 1 }).toString({ fractionalSecondDigits: 3 }),
    );
    expect(Number(twin.received[0]?.headers['x-timestamp'])).toBe(
      Math.floor(twin.platform.clock.now().epochMilliseconds / 1000),
    );
  });
});
