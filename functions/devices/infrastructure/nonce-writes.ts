import { createHash } from 'node:crypto';
import type { Item, Key } from '../../kernel/persistence/table.ts';
import type { Assertion } from '../domain/assertion.ts';
import { rememberedUntil } from '../domain/assertion.ts';
import { nonceItem } from './device-items.ts';

/**
 * A used nonce, beside the installation that used it.
 * @param useId tells a repeat of the same write, whose answer got lost, from a second use
 */
export const nonceToItem = (partition: string, assertion: Assertion, useId: string): Item & Key => {
  const sk = `NONCE#${createHash('sha256').update(assertion.nonce).digest('hex')}`;
  return nonceItem.encode({ pk: partition, sk, expiresAt: rememberedUntil(assertion) }, { useId });
};
