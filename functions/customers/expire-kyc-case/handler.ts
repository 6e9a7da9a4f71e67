import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoKycStore } from '../infrastructure/dynamo-kyc-store.ts';
import { expireKycCase as declaration } from './declaration.ts';
import { expireKycCase } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) =>
  timerOperation(
    declaration,
    platform,
    expireKycCase({ cases: dynamoKycStore(platform.table), unitOfWork: unitOfWork(platform) }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
