import { urlOperation } from '../../kernel/operation/url-operation.ts';
import { awsHotQueues } from '../../kernel/platform/aws-hot-queues.ts';
import { awsHotSecrets } from '../../kernel/platform/aws-hot-secrets.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { receivePaymentEvent as declaration } from './declaration.ts';
import { receivePaymentEvent } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'secrets' | 'queues'>;

export const wire = (platform: Needs) => urlOperation(declaration, platform, receivePaymentEvent(platform));

export const handler = lambdaHandler(declaration, wire, { secrets: awsHotSecrets, queues: awsHotQueues });
