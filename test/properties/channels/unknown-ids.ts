import { randomBytes } from 'node:crypto';
import type { IdPrefix } from '../../../functions/kernel/ids/ids.ts';
import { idGenerator, idPrefixes } from '../../../functions/kernel/ids/ids.ts';
import { tenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { systemClock } from '../../../functions/kernel/time/clock.ts';
import type { Household } from './world.ts';

const ids = idGenerator(systemClock, { bytes: (count) => randomBytes(count) });

const tagOf = ({ ids: { cus } }: Household): string => cus.slice(-5);

const isPrefix = (kind: string): kind is IdPrefix => (idPrefixes as readonly string[]).includes(kind);

/** An id that nothing has, made like the ids of this household. */
export const unknownLike = (household: Household, id: string): string => {
  const [prefix = ''] = id.split('_');
  if (prefix === 'ten') return ids.nextGlobal('ten');
  const { tenantId } = household;
  if (isPrefix(prefix)) return ids.next(prefix, tenantContext({ tenantId, tag: tagOf(household), sandbox: true }));
  return id.replaceAll(/[0-9a-z]{10}$/gu, randomBytes(5).toString('hex'));
};
