import { createHash } from 'node:crypto';
import type { RandomSource } from '../../../kernel/platform/platform.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const length = 14;

type Prefix = 'cust' | 'order' | 'pay' | 'token' | 'rfnd' | 'notification';

const spelled = (prefix: Prefix, bytes: Uint8Array): string =>
  `${prefix}_${Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('')}`;

/** The id that a name always gets in a program: what is made twice under it finds the first. */
export const namedId = (prefix: Prefix, program: TenantContext, name: string): string =>
  spelled(prefix, createHash('sha256').update(`${prefix}\0${program.tenantId}\0${name}`).digest());

/** An id that nobody has had; `<prefix>_` and 14 characters, as the provider's. */
export const freshId = (prefix: Prefix, random: RandomSource): string => spelled(prefix, random.bytes(length));
