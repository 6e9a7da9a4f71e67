import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localMail } from '../../local/mail.ts';
import { testClock } from '../support/test-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mailOf = (number: number) => ({ to: ['ops@example.com'], subject: `Low ${number}`, text: 'It is low.' });

describe('mail of the local platform', () => {
  it('AN-70 is kept to be looked at, and written down when there is a file', async () => {
    const file = join(folder, 'mail.jsonl');
    const mail = localMail(testClock('2026-11-22T06:30:00Z'), { path: file });
    await mail.send(mailOf(1));
    await mail.send(mailOf(2));
    expect(mail.sent()).toEqual([mailOf(1), mailOf(2)]);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(
      [1, 2].map((number) => ({ at: '2026-11-22T06:30:00.000Z', ...mailOf(number) })),
    );
  });

  it('keeps the newest thousand', async () => {
    const mail = localMail(testClock());
    for (let number = 0; number < 1_002; number += 1) await mail.send(mailOf(number));
    expect(mail.sent()).toHaveLength(1_000);
    expect(mail.sent()[0]?.subject).toBe('Low 2');
  });
});
