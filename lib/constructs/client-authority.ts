import { RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { published } from '../published.ts';
import type { Site } from '../site.ts';
import { acknowledge } from './acknowledge.ts';
import { AdministeredKey, forRoles } from './administered-key.ts';

export interface ClientAuthorityProps {
  readonly site: Site;
}

/**
 * The authority that signs client certificates: its keys, which only the operations that declare it may use, and the
 * bucket that the door with mutual TLS reads its certificates from.
 */
export class ClientAuthority extends Construct {
  constructor(scope: Construct, id: string, props: ClientAuthorityProps) {
    super(scope, id);
    const { site } = props;
    const users = site.operations
      .filter(({ uses }) => uses.includes('certificateAuthority'))
      .map(({ operationId }) => site.names.roleArn(operationId));
    for (const kid of site.stage.authorityKeys.accepted) {
      const key = new AdministeredKey(this, `Key-${kid}`, {
        site,
        alias: kid,
        description: `Signs certificates of tenants' servers (kid ${kid}).`,
        spec: 'signing',
        users: [forRoles(users, ['kms:Sign', 'kms:DescribeKey', 'kms:GetPublicKey'])],
      });
      site.published.publish(this, published.authorityKey(kid), key.keyArn);
    }
    if (site.stage.domain !== undefined) this.#truststore(site);
  }

  #truststore(site: Site): void {
    const bucket = new s3.Bucket(this, 'Truststore', {
      bucketName: site.names.truststoreBucket,
      // The door is told which version it trusts.
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: site.stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, {
      'AwsSolutions-S1':
        'Holds certificates that are public, written and read by deployments alone, whose calls CloudTrail has.',
    });
  }
}
