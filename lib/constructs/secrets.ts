import { RemovalPolicy } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { isPerTenant } from '../../functions/kernel/operation/declaration.ts';
import type { Site } from '../site.ts';
import { acknowledge } from './acknowledge.ts';
import { pascal } from '../names.ts';
import { realmOf } from './operation-environment.ts';

/** Secrets that only the twin reads belong to it; everything else is the platform's. Tenants' own are put by hand. */
const secretsOf = ({ operations }: Site, realm: 'platform' | 'sandbox'): readonly string[] => {
  const named = (of: 'platform' | 'sandbox'): Set<string> =>
    new Set(operations.filter((declaration) => realmOf(declaration) === of).flatMap(({ secrets = [] }) => secrets));
  const shared = named('platform');
  const all = [...(realm === 'platform' ? shared : named('sandbox').difference(shared))];
  return all.filter((name) => !isPerTenant(name)).sort();
};

/** A random value for each secret that the realm's operations read, made so that nobody ever typed it. */
export const generatedSecrets = (scope: Construct, site: Site, realm: 'platform' | 'sandbox'): void => {
  for (const name of secretsOf(site, realm)) {
    const secret = new secretsmanager.Secret(scope, `Secret${pascal(name)}`, {
      secretName: site.names.secret(name),
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: site.stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'The other side of a signing secret must learn the new value first, and a new pepper needs every key hashed again: rotation is a decision, made by putting a new version while the previous one stays accepted.',
    });
  }
};
