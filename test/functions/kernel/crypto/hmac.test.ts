import { describe, expect, it } from 'vitest';
import { sign, verify } from '../../../../functions/kernel/crypto/hmac.ts';

const secret = 'current-secret';
const previous = 'previous-secret';
const body = Buffer.from('1700000000.evt_1.{"type":"card.created"}');
const signature = sign(secret, body);

describe('HMAC signatures', () => {
  it('are HMAC-SHA-256 in hex (RFC 4231, test case 2)', () => {
    expect(sign('Jefe', Buffer.from('what do ya want for nothing?'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('M-26 verify with any live secret, whichever stands first', () => {
    expect(verify(signature, [secret], body)).toBe(true);
    expect(verify(signature, [previous, secret], body)).toBe(true);
    expect(verify(sign(previous, body), [secret, previous], body)).toBe(true);
  });

  it('M-26 sign bytes, not text: a body that is not UTF-8 is signed as it came', () => {
    const bytes = Uint8Array.from([0xff, 0x00, 0xfe]);
    expect(verify(sign(secret, bytes), [secret], bytes)).toBe(true);
    expect(verify(sign(secret, bytes), [secret], Buffer.from(Buffer.from(bytes).toString()))).toBe(false);
  });

  it.each([
    ['missing', ''],
    ['truncated', signature.slice(0, 62)],
    ['too long', `${signature}00`],
    ['upper case', signature.toUpperCase()],
    ['surrounded by spaces', ` ${signature}`],
    ['followed by a line break', `${signature}\n`],
    ['base64', Buffer.from(signature, 'hex').toString('base64')],
    ['two signatures', `${signature},${signature}`],
    ['with its scheme', `v1=${signature}`],
    ['by another secret', sign('attacker', body)],
    ['of another body', sign(secret, Buffer.from('other'))],
    ['zero', '0'.repeat(64)],
  ])('M-26 refuse a signature that is %s', (_name, candidate) => {
    expect(verify(candidate, [secret, previous], body)).toBe(false);
  });

  it('M-26 refuse everything when no secret is live', () => {
    expect(verify(signature, [], body)).toBe(false);
  });
});
