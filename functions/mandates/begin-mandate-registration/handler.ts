import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { awsWorkflows } from '../../kernel/platform/aws-workflows.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { beginMandateRegistration as declaration } from './declaration.ts';
import { beginMandateRegistration } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'workflows'>;

export const wire = (platform: Needs) => queueOperation(declaration, platform, beginMandateRegistration(platform));

export const handler = lambdaHandler(declaration, wire, { workflows: awsWorkflows });
