import type * as z from 'zod';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Entity } from './entities.ts';
import { notValid, PaymentError } from './payment-error.ts';

/** A request to the payment provider after its door. */
export interface PaymentRequest {
  /** Ids in the path, by the names that the route gives them. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; an empty object when none was sent. */
  readonly body: unknown;
}

/** `lost`: carried out as far as it goes, and the caller never hears of it. */
export type PaymentAnswer = Entity | 'lost';

/** @throws PaymentError */
export type PaymentCall = (program: TenantContext, request: PaymentRequest) => Promise<PaymentAnswer>;

/** @throws PaymentError naming the first field that does not fit; it does not repeat what was sent */
export const readFields = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> => {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [field = ''] = issue.keys;
    throw new PaymentError({ description: `${field} is/are not required and should not be sent`, reason: notValid });
  }
  const field = issue?.path.map(String).join('.') ?? '';
  throw new PaymentError({ description: `The ${field} field is invalid.`, field, reason: notValid });
};

/** An id of the path. */
export const param = ({ params }: PaymentRequest, name: string): string => {
  const value = params[name];
  if (value === undefined) throw new Error(`the route has no ${name}`);
  return value;
};
