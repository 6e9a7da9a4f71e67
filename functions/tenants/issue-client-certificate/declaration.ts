import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { issuedCertificateAnswer } from '../certificate-answers.ts';

/** More than a request of the largest key with a long subject has. */
const longestRequest = 8_192;

export const issueClientCertificate = declareHttp({
  operationId: 'issueClientCertificate',
  subdomain: 'tenants',
  summary: "Signs a certificate for a tenant's servers, for which they prove the private key by a request (PKCS#10).",
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'POST', path: '/tenants/{tenantId}/certificates' }],
  status: 201,
  params: { tenantId: 'ten' },
  query: noQuery,
  body: z.strictObject({ csr: z.string().min(1).max(longestRequest) }),
  answer: issuedCertificateAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'certificateAuthority', 'messageKeys'],
  access: 'write',
  emits: ['certificate.issued'],
  errors: ['tenant_not_found', 'validation_failed', 'temporarily_unavailable'],
});
