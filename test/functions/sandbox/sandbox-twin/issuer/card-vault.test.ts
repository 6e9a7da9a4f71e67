import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cardVault } from '../../../../../functions/sandbox/sandbox-twin/issuer/card-vault.ts';

const card = { pan: '5085000000000003', cvv: '123', threeDsPhone: '+919812345678', threeDsPassword: 'Right1' };
const random = { bytes: (count: number) => randomBytes(count) };
const vaultWith = (...values: [string, ...string[]]) => cardVault({ secrets: { values: async () => values }, random });

describe('The card vault', () => {
  it('opens what it sealed, for the same card only', async () => {
    const vault = vaultWith('secret-one');
    const sealed = await vault.seal(card, 'ten_1/pi_1');
    expect(await vault.open(sealed, 'ten_1/pi_1')).toEqual(card);
    await expect(vault.open(sealed, 'ten_1/pi_2')).rejects.toThrow('authenticate');
  });

  it('seals the same card differently each time and shows nothing of it', async () => {
    const vault = vaultWith('secret-one');
    const [first, second] = [await vault.seal(card, 'a'), await vault.seal(card, 'a')];
    expect(first).not.toBe(second);
    expect(Buffer.from(first.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain(card.pan);
  });

  it('refuses a changed or shortened seal', async () => {
    const vault = vaultWith('secret-one');
    const [id, iv, text, tag] = (await vault.seal(card, 'a')).split('.') as [string, string, string, string];
    const flipped = Buffer.from(text, 'base64url');
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    await expect(vault.open([id, iv, flipped.toString('base64url'), tag].join('.'), 'a')).rejects.toThrow(
      'authenticate',
    );
    await expect(vault.open([id, iv, text, tag.slice(0, 6)].join('.'), 'a')).rejects.toThrow('tag');
  });

  it('still opens, and still recognises a number, while the secret is being rotated', async () => {
    const sealed = await vaultWith('old').seal(card, 'a');
    const during = vaultWith('new', 'old');
    expect(await during.open(sealed, 'a')).toEqual(card);
    expect(await during.fingerprint(card.pan)).toBe(await vaultWith('old').fingerprint(card.pan));
    await expect(vaultWith('new').open(sealed, 'a')).rejects.toThrow('gone');
  });

  it('fingerprints with a key: another secret gives another fingerprint of the same number', async () => {
    const fingerprint = await vaultWith('one').fingerprint(card.pan);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint).not.toBe(await vaultWith('two').fingerprint(card.pan));
  });
});
