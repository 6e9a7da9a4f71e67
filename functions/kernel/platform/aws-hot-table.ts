import { readAwsAccess } from '../config/aws-access.ts';
import type { Environment } from '../config/environment.ts';
import { jsonTable } from '../persistence/json-table.ts';
import type { Table } from '../persistence/table.ts';
import { systemClock } from '../time/clock.ts';
import type { HotService } from './aws-hot-call.ts';
import { hotCall } from './aws-hot-call.ts';

/** DynamoDB for those who have 1,500 ms in all: an attempt ends after 300 ms. */
export const hotDynamo: HotService = {
  name: 'dynamodb',
  target: 'DynamoDB_20120810',
  contentType: 'application/x-amz-json-1.0',
  requestTimeoutMs: 300,
};

/** The deployed table, without the SDK: for functions that somebody waits for at a counter. */
export const awsHotTable = (environment: Environment): Table =>
  jsonTable(hotCall(readAwsAccess(), hotDynamo), environment.table, systemClock);
