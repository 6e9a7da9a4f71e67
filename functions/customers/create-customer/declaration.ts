import * as z from 'zod';
import { address, calendarDate, email, noQuery, phone, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { customerAnswer } from '../answers.ts';

export const createCustomer = declareHttp({
  operationId: 'createCustomer',
  subdomain: 'customers',
  summary: 'Declares a customer of the tenant.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/customers' }],
  status: 201,
  params: {},
  query: noQuery,
  body: z.strictObject({
    firstName: text(60),
    lastName: text(60),
    phone,
    email,
    dateOfBirth: calendarDate.optional(),
    address: address.optional(),
    externalId: text(64).optional(),
  }),
  answer: customerAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['customer.created'],
  errors: [],
});
