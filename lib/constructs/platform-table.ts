import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { AdministeredKey, throughDynamoDb } from './administered-key.ts';

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });

const index = (name: string): dynamodb.GlobalSecondaryIndexPropsV2 => ({
  indexName: name,
  partitionKey: text(`${name}pk`),
  sortKey: text(`${name}sk`),
  projectionType: dynamodb.ProjectionType.ALL,
});

export interface PlatformTableProps {
  readonly site: Site;
  readonly realm: 'platform' | 'sandbox';
}

/** The one table of a realm: two sparse indexes, TTL, stream with both images, its own key. Stateful. */
export class PlatformTable extends Construct {
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: PlatformTableProps) {
    super(scope, id);
    const { site, realm } = props;
    const key = new AdministeredKey(this, 'Key', {
      site,
      alias: `${realm}-table`,
      description: `Encrypts the table ${site.names.table(realm)} at rest.`,
      users: [throughDynamoDb()],
    });
    const table = new dynamodb.TableV2(this, 'Table', {
      tableName: site.names.table(realm),
      partitionKey: text('pk'),
      sortKey: text('sk'),
      globalSecondaryIndexes: [index('gsi1'), index('gsi2')],
      billing: dynamodb.Billing.onDemand(),
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
      timeToLiveAttribute: 'expiresAt',
      dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: site.stage.keepsData,
      removalPolicy: site.stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    if (table.tableStreamArn === undefined) throw new Error(`${site.names.table(realm)} has no stream.`);
    this.streamArn = table.tableStreamArn;
  }
}
