import * as z from 'zod';
import { address, calendarDate, email, noQuery, phone, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { customerAnswer } from '../answers.ts';

export const updateCustomer = declareHttp({
  operationId: 'updateCustomer',
  subdomain: 'customers',
  summary: "Changes a customer's profile; null takes an optional value away.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'PATCH', path: '/customers/{customerId}' }],
  status: 200,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z
    .strictObject({
      firstName: text(60).optional(),
      lastName: text(60).optional(),
      phone: phone.optional(),
      email: email.optional(),
      dateOfBirth: calendarDate.nullable().optional(),
      address: address.nullable().optional(),
      externalId: text(64).nullable().optional(),
    })
    .refine(
      (change) => Object.values(change).some((value) => value !== undefined),
      'name at least one field to change',
    ),
  answer: customerAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['customer.updated'],
  errors: ['customer_not_found', 'invalid_state', 'concurrent_change'],
});
