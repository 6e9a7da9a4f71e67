import { forge, type Forgery } from './jwe-forge.ts';
import type { Dice } from './seeded.ts';

export type CorpusClass =
  | 'algorithm outside the allow-list'
  | 'header member'
  | 'structure'
  | 'bit flip'
  | 'bomb, PBES2 or compressed'
  | 'another ring, unknown or revoked key'
  | 'parts of two messages'
  | 'curve or low-order point'
  | 'valid control';

export interface CorpusCase {
  readonly name: CorpusClass;
  readonly detail: string;
  readonly token: string;
  readonly plaintext: string;
  readonly expected: 'decrypted' | 'INVALID_PAYLOAD' | 'CANT_DECRYPT_PAYLOAD';
}

export type Draft = Omit<CorpusCase, 'name' | 'plaintext'>;

export const good = { alg: 'RSA-OAEP-256', enc: 'A256GCM' };
export const currentKid = 'msg-2026-2';
export const olderKid = 'msg-2026-1';
export const revokedKid = 'msg-2025-1';

export interface Workshop {
  readonly dice: Dice;
  readonly current: Uint8Array;
  readonly older: Uint8Array;
  readonly revoked: Uint8Array;
  readonly foreign: Uint8Array;
  readonly plaintext: string;
}

/** A message that is right except for the forgery; all its randomness but the padding is the dice's. */
export const make = ({ dice, current, plaintext }: Workshop, forgery: Forgery, spki = current): string =>
  forge(spki, {
    plaintext: Buffer.from(plaintext),
    contentKey: dice.bytes(32),
    iv: dice.bytes(12),
    ...forgery,
  });

export const refuse = (detail: string, token: string): Draft => ({ detail, token, expected: 'INVALID_PAYLOAD' });
export const fail = (detail: string, token: string): Draft => ({ detail, token, expected: 'CANT_DECRYPT_PAYLOAD' });
