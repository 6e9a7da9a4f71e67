import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toTimestamp } from '../../../../../functions/kernel/time/clock.ts';
import { controlCall, sealedCall } from '../../../../support/sealed-call.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';

let twin: TwinServer;
const program = 'ten_eventlog';
const ids: string[] = [];
const start = '2000-01-01T00:00:00.000Z';

beforeAll(async () => {
  twin = await startTwin();
  for (const reference of ['kyc_1', 'kyc_2', 'kyc_3']) {
    const applicant = { reference, firstName: 'Asha', lastName: 'Rao', phone: '+919812345678' };
    const { caseId } = (await sealedCall(twin, { path: '/kyc/v1/cases/video', program, body: applicant })).body;
    const body = { reference: `res_${reference}`, caseId, outcome: 'approved' };
    ids.push((await controlCall(twin, { path: '/control/v1/kyc-results', program, body })).body.eventId);
    twin.platform.clock.advance({ minutes: 1 });
  }
});
afterAll(() => twin.stop());

const list = async (body: unknown, provider = 'kyc', of = program) =>
  (await sealedCall(twin, { path: `/${provider}/v1/events/list`, program: of, body })) as unknown as {
    status: number;
    body: { events: { eventId: string; recordedAt: string; body: string }[]; next?: string };
  };
const listedIds = async (...call: Parameters<typeof list>) => (await list(...call)).body.events.map((e) => e.eventId);

describe('The event log of a provider', () => {
  it('I7 lists what was sent, byte for byte and with the time of its recording', async () => {
    const { status, body } = await list({ since: start, limit: 100 });
    expect(status).toBe(200);
    expect(body.events.map(({ eventId }) => eventId)).toEqual(ids);
    expect(body.events.map((event) => event.body)).toEqual(twin.received.map(({ rawBody }) => rawBody));
    expect(body.events[0]?.recordedAt).toBe('2026-11-21T06:30:00.000Z');
    expect(body.next).toBeUndefined();
  });

  it('I7 goes page by page to the end', async () => {
    const found: string[] = [];
    let after: string | undefined;
    do {
      const { body } = await list({ since: start, limit: 1, ...(after === undefined ? {} : { after }) });
      found.push(...body.events.map(({ eventId }) => eventId));
      after = body.next;
    } while (after !== undefined);
    expect(found).toEqual(ids);
  });

  it('I7 begins at the instant that was asked for', async () => {
    const since = toTimestamp(twin.platform.clock.now().subtract({ minutes: 2 }));
    expect(await listedIds({ since, limit: 100 })).toEqual(ids.slice(1));
  });

  it("I7 tells nothing of another provider's or another program's events", async () => {
    expect(await listedIds({ since: start, limit: 100 }, 'issuer')).toEqual([]);
    expect(await listedIds({ since: start, limit: 100 }, 'kyc', 'ten_other')).toEqual([]);
  });

  it.each([
    {},
    { since: 'yesterday', limit: 1 },
    { since: start, limit: 0 },
    { since: start, limit: 101 },
    { since: start, limit: 1, more: 1 },
    { since: '1969-12-31T23:59:59.000Z', limit: 1 },
  ])('I7 refuses the body %j', async (body) => {
    expect((await list(body)).status).toBe(422);
  });
});
