import type * as z from 'zod';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { Refusal } from './refusal.ts';

/** What a call answers, before it is encrypted. */
export interface CallAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * One call of the protocol.
 * @param program whose call it is; the signature proved it
 * @param body the decrypted JSON
 * @throws Refusal
 */
export type Call = (program: TenantContext, body: unknown) => Promise<CallAnswer>;

/** @throws Refusal 422 `invalid_request` when the body does not fit; it says nothing of the content */
export const readBody = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> => {
  const read = schema.safeParse(body);
  if (!read.success) throw new Refusal(422, 'invalid_request');
  return read.data;
};
