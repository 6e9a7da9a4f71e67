import type { Construct } from 'constructs';
import { published } from '../published.ts';
import type { Site } from '../site.ts';
import { AdministeredKey, forRoles } from './administered-key.ts';
import { realmOf } from './operation-environment.ts';

/**
 * RSA keys that callers of a realm encrypt to. Only the functions whose declarations use message keys can decrypt;
 * the private parts never leave KMS.
 */
export const messageKeyRing = (scope: Construct, site: Site, realm: 'platform' | 'sandbox'): void => {
  const ring = realm === 'sandbox' ? site.stage.sandboxMessageKeys : site.stage.messageKeys;
  const users = site.operations
    .filter((declaration) => declaration.uses.includes('messageKeys') && realmOf(declaration) === realm)
    .map(({ operationId }) => site.names.roleArn(operationId));
  for (const kid of ring.accepted) {
    const key = new AdministeredKey(scope, `MessageKey-${kid}`, {
      site,
      alias: kid,
      description: `Callers encrypt to this key (kid ${kid}).`,
      spec: 'rsa',
      users: [forRoles(users, ['kms:Decrypt', 'kms:DescribeKey', 'kms:GetPublicKey'])],
    });
    site.published.publish(scope, published.messageKey(kid), key.keyArn);
  }
};
