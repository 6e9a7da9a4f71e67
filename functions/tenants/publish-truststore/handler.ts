import { deploymentOperation } from '../../kernel/operation/deployment-operation.ts';
import { awsCertificateAuthority } from '../../kernel/platform/aws-certificate-authority.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsTruststore } from '../../kernel/platform/aws-truststore.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoAuthorityCertificates } from '../infrastructure/dynamo-authority-certificates.ts';
import { publishTruststore as declaration } from './declaration.ts';
import { publishTruststore } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'certificateAuthority' | 'truststore' | 'fetch'>;

export const wire = (platform: Needs) =>
  deploymentOperation(
    declaration,
    platform,
    publishTruststore({ authority: dynamoAuthorityCertificates(platform), truststore: platform.truststore }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  certificateAuthority: awsCertificateAuthority,
  truststore: awsTruststore,
  fetch: awsFetch,
});
