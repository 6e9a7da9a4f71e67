import { declareDeployment } from '../../kernel/operation/declaration.ts';

export const publishTruststore = declareDeployment({
  operationId: 'publishTruststore',
  subdomain: 'tenants',
  summary: 'Writes down whose certificates the door with mutual TLS trusts, each time the authority’s keys change.',
  publishes: { Version: 'truststore/version' },
  uses: ['table', 'certificateAuthority', 'truststore', 'fetch'],
  access: 'write',
  emits: [],
  errors: ['temporarily_unavailable'],
});
