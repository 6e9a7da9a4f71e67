import * as z from 'zod';
import { keyedHash } from '../../../kernel/crypto/keyed-hash.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { vaultSecret } from '../storage/vault-secret.ts';
import { unixSeconds } from './entities.ts';
import type { Entity } from './entities.ts';
import type { PaymentCall } from './payment-call.ts';
import { param, readFields } from './payment-call.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { PaymentError, unknownId } from './payment-error.ts';
import { namedId } from './payment-ids.ts';
import type { PaymentCustomer } from './payment-items.ts';
import { customers } from './payment-items.ts';

/** At most 15 pairs of 256 characters. */
export const notesField = z
  .record(z.string().max(256), z.string().max(256))
  .refine((notes) => Object.keys(notes).length <= 15);

const flag = z.union([z.boolean(), z.literal(['0', '1']), z.literal([0, 1])]);

const details = z.object({
  name: z.string().min(1).max(50),
  email: z.email().max(64),
  contact: z.string().regex(/^\+?[0-9]{8,15}$/),
});

const asked = details.extend({ fail_existing: flag.optional(), notes: notesField.optional() }).strict();

const isOff = (value: z.output<typeof flag> | undefined): boolean => value === false || value === '0' || value === 0;

const described = async (
  { vault }: PaymentDesk,
  program: TenantContext,
  { customerId, sealed, notes, createdAt }: PaymentCustomer,
): Promise<Entity> => {
  const opened = details.parse(JSON.parse(await vault.openText(sealed, `${program.tenantId}#${customerId}`)));
  return { id: customerId, entity: 'customer', ...opened, gstin: null, notes, created_at: unixSeconds(createdAt) };
};

/** One customer per e-mail and phone: the id follows from a keyed hash of both. */
const customerIdOf = async ({ secrets }: PaymentDesk, program: TenantContext, payer: z.output<typeof details>) => {
  const live = await secrets.values(vaultSecret);
  const hash = keyedHash(live.at(-1) ?? live[0], `${payer.email}\0${payer.contact}`, 'twin-payer');
  return namedId('cust', program, hash);
};

export const customerCalls = (desk: PaymentDesk): Record<'create' | 'read', PaymentCall> => ({
  create: async (program, { body }) => {
    const { fail_existing: failExisting, notes = {}, ...payer } = readFields(asked, body);
    const customerId = await customerIdOf(desk, program, payer);
    const customer: PaymentCustomer = {
      customerId,
      sealed: await desk.vault.sealText(JSON.stringify(payer), `${program.tenantId}#${customerId}`),
      notes,
      tokenIds: [],
      createdAt: (await desk.clocks.of(program)).now(),
      version: 1,
    };
    const made = await desk.commit([customers.put(program, customerId, customer)]);
    if (made === 'committed') return described(desk, program, customer);
    const existing = await customers.find(desk.table, program, customerId);
    if (existing === undefined || !isOff(failExisting)) {
      throw new PaymentError({ description: 'Customer already exists for the merchant', reason: 'customer_exists' });
    }
    return described(desk, program, existing);
  },
  read: async (program, request) => {
    const found = await customers.find(desk.table, program, param(request, 'customerId'));
    if (found === undefined) throw unknownId();
    return described(desk, program, found);
  },
});
