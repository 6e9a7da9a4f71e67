import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordDeliveryReceipt } from '../../functions/notifications/record-delivery-receipt/declaration.ts';
import type { QueueMessage } from '../../functions/kernel/platform/platform.ts';
import { deliveryReceipts } from '../../local/delivery-receipts.ts';
import { localMail } from '../../local/mail.ts';
import { localSms } from '../../local/sms.ts';
import { testClock } from '../support/test-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const messageOf = (number: number) => ({ to: '+919812345678', text: `Text ${number}`, template: 'pre_debit' });
const clock = testClock('2026-11-22T06:30:00Z');

describe('text messages of the local platform', () => {
  it('are kept to be looked at, and written down when there is a file', async () => {
    const path = join(folder, 'sms.jsonl');
    const sms = localSms(clock, { path });
    const names = [await sms.send(messageOf(1)), await sms.send(messageOf(2))].map(({ messageId }) => messageId);
    expect(new Set(names).size).toBe(2);
    expect(sms.sent()).toEqual([messageOf(1), messageOf(2)]);
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(
      [1, 2].map((number) => ({ at: '2026-11-22T06:30:00.000Z', ...messageOf(number) })),
    );
  });

  it('keep the newest thousand', async () => {
    const sms = localSms(clock);
    for (let number = 0; number < 1_002; number += 1) await sms.send(messageOf(number));
    expect(sms.sent()).toHaveLength(1_000);
    expect(sms.sent()[0]?.text).toBe('Text 2');
  });

  it('rule 8 are delivered a second later, and so is mail whose receipt is wanted', async () => {
    const sent: QueueMessage[] = [];
    const receipts = deliveryReceipts({ clock, queues: { send: async (message) => void sent.push(message) } });
    const text = await localSms(clock, { receipts }).send(messageOf(1));
    const mail = localMail(clock, { receipts });
    const tracked = await mail.send({ to: ['a@example.com'], subject: 'S', text: 'T', tracked: true });
    await mail.send({ to: ['a@example.com'], subject: 'S', text: 'T' });
    expect(sent.map(({ queue, delaySeconds }) => [queue, delaySeconds])).toEqual(
      [1, 2].map(() => [recordDeliveryReceipt.queue, 1]),
    );
    const bodies = sent.map(({ body }) => recordDeliveryReceipt.message.parse(JSON.parse(body)));
    expect(bodies.map(({ messageId, event }) => [messageId, event])).toEqual([
      [text.messageId, 'TEXT_DELIVERED'],
      [tracked.messageId, 'Email Delivered'],
    ]);
  });
});
