import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsCertificateAuthority } from '../../kernel/platform/aws-certificate-authority.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoAuthorityCertificates } from '../infrastructure/dynamo-authority-certificates.ts';
import { dynamoClientCertificateStore } from '../infrastructure/dynamo-client-certificate-store.ts';
import { x509CertificateRequests } from '../infrastructure/x509-certificate-requests.ts';
import { x509CertificateSigner } from '../infrastructure/x509-certificates.ts';
import { issueClientCertificate as declaration } from './declaration.ts';
import { issueClientCertificate } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'certificateAuthority' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    issueClientCertificate({
      ...platform,
      requests: x509CertificateRequests,
      authority: dynamoAuthorityCertificates(platform),
      signer: x509CertificateSigner(platform.certificateAuthority),
      certificates: dynamoClientCertificateStore(platform.table),
      unitOfWork: unitOfWork(platform),
    }),
  );

const builders = { table: awsTable, certificateAuthority: awsCertificateAuthority, messageKeys: awsMessageKeys };

export const handler = lambdaHandler(declaration, wire, builders);
