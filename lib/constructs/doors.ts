import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { published } from '../published.ts';
import type { Site } from '../site.ts';
import { secureHost, type DomainSettings } from '../stages.ts';

export interface DoorsProps {
  readonly site: Site;
  readonly api: apigateway.IRestApi;
  readonly stage: apigateway.Stage;
  readonly domain: DomainSettings;
}

/**
 * The hosts of the API: the plain one, and `secure.` before it, which asks every caller for a certificate of the
 * platform's authority. Which tenant's it is, and whether it was revoked, the functions check.
 */
export class Doors extends Construct {
  constructor(scope: Construct, id: string, props: DoorsProps) {
    super(scope, id);
    const { site, api, stage, domain } = props;
    const shared = {
      // Names both hosts.
      certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      endpointType: apigateway.EndpointType.REGIONAL,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    };
    const plain = new apigateway.DomainName(this, 'Plain', { ...shared, domainName: domain.name });
    const secure = new apigateway.DomainName(this, 'Secure', {
      ...shared,
      domainName: secureHost(domain),
      mtls: {
        bucket: s3.Bucket.fromBucketName(this, 'Truststore', site.names.truststoreBucket),
        key: site.names.truststoreObject,
        version: site.published.read(this, published.truststoreVersion),
      },
    });
    for (const host of [plain, secure]) host.addBasePathMapping(api, { basePath: 'api', stage });
    new CfnOutput(Stack.of(this), 'DomainTarget', { value: plain.domainNameAliasDomainName });
    new CfnOutput(Stack.of(this), 'SecureDomainTarget', { value: secure.domainNameAliasDomainName });
  }
}
