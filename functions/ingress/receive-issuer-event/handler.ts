import { urlOperation } from '../../kernel/operation/url-operation.ts';
import { awsQueues } from '../../kernel/platform/aws-queues.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { receiveIssuerEvent as declaration } from './declaration.ts';
import { receiveIssuerEvent } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'secrets' | 'queues'>;

export const wire = (platform: Needs) => urlOperation(declaration, platform, receiveIssuerEvent(platform));

export const handler = lambdaHandler(declaration, wire, { secrets: awsSecrets, queues: awsQueues });
