import type { Declaration } from '../kernel/operation/declaration.ts';
import { authorizeStaff } from './authorize-staff/declaration.ts';
import { authorizeTenant } from './authorize-tenant/declaration.ts';
import { createApiKey } from './create-api-key/declaration.ts';
import { createTenant } from './create-tenant/declaration.ts';
import { getEncryptionKey } from './get-encryption-key/declaration.ts';
import { getTenant } from './get-tenant/declaration.ts';
import { issueClientCertificate } from './issue-client-certificate/declaration.ts';
import { listTenants } from './list-tenants/declaration.ts';
import { operationMatrix } from './operation-matrix/declaration.ts';
import { publishTruststore } from './publish-truststore/declaration.ts';
import { revokeApiKey } from './revoke-api-key/declaration.ts';
import { revokeClientCertificate } from './revoke-client-certificate/declaration.ts';
import { updateTenant } from './update-tenant/declaration.ts';

export const operations: readonly Declaration[] = [
  createTenant,
  listTenants,
  getTenant,
  updateTenant,
  createApiKey,
  revokeApiKey,
  issueClientCertificate,
  revokeClientCertificate,
  publishTruststore,
  getEncryptionKey,
  operationMatrix,
  authorizeTenant,
  authorizeStaff,
];
