import { describe, expect, test } from 'vitest';
import { blueprintFrom } from '../../local/synthesis/blueprint.ts';
import { templateSchema } from '../../local/synthesis/template.ts';

const keys = [
  { AttributeName: 'pk', KeyType: 'HASH' },
  { AttributeName: 'sk', KeyType: 'RANGE' },
];
const attributes = ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));

const table = (TableName: string) => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: {
    TableName,
    KeySchema: keys,
    AttributeDefinitions: attributes,
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: [
          { AttributeName: 'gsi1pk', KeyType: 'HASH' },
          { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    SSESpecification: { SSEEnabled: true },
    Replicas: [{ Region: 'ap-south-1', DeletionProtectionEnabled: true }],
  },
});

const data = templateSchema.parse({ Resources: { T: table('nodal-local'), S: table('nodal-local-sandbox') } });

const issuance = templateSchema.parse({
  Resources: {
    Begin: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'nodal-local-begin-issuance' } },
    Relay: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'nodal-local-relay-records' } },
    Dlq: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'nodal-local-issuance-requested-dlq' } },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'nodal-local-issuance-requested',
        VisibilityTimeout: 180,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dlq', 'Arn'] }, maxReceiveCount: 5 },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Begin' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, BatchSize: 7 },
    },
    Stream: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Relay' },
        EventSourceArn: { Ref: 'SsmParameterOfTheStream' },
        BatchSize: 50,
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'nodal-local-issuance-requested',
        EventBusName: 'nodal-local',
        EventPattern: { 'detail-type': ['issuance.requested'] },
        Targets: [{ Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Id: 'Target0' }],
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'nodal-local-card-issuance',
        DefinitionString: {
          'Fn::Join': [
            '',
            [
              '{"StartAt":"A","States":{"A":{"Type":"Task","End":true,"Resource":"arn:',
              { Ref: 'AWS::Partition' },
              ':states:::lambda:invoke","Parameters":{"FunctionName":"',
              { 'Fn::GetAtt': ['Begin', 'Arn'] },
              '"}}}}',
            ],
          ],
        },
      },
    },
  },
});

describe('blueprint', () => {
  const blueprint = blueprintFrom([data, issuance]);

  test('takes queue settings, rules and mappings from the templates, by their short names', () => {
    expect(blueprint.queues).toEqual([
      { name: 'issuance-requested', visibilitySeconds: 180, maxReceiveCount: 5, batchSize: 7 },
    ]);
    expect(blueprint.rules).toEqual([
      {
        name: 'issuance-requested',
        pattern: { 'detail-type': ['issuance.requested'] },
        targets: [{ queue: 'issuance-requested', inputPath: undefined }],
      },
    ]);
    expect(blueprint.streams).toEqual([
      { functionName: 'nodal-local-relay-records', batchSize: 50, filters: [{ eventName: ['INSERT'] }] },
    ]);
  });

  test('resolves the functions of a workflow definition', () => {
    const definition = JSON.parse(blueprint.workflows['card-issuance'] ?? '') as {
      States: { A: { Resource: string; Parameters: { FunctionName: string } } };
    };
    expect(definition.States.A.Resource).toBe('arn:aws:states:::lambda:invoke');
    expect(definition.States.A.Parameters.FunctionName).toBe(
      'arn:aws:lambda:ap-south-1:000000000000:function:nodal-local-begin-issuance',
    );
  });

  test('creates tables with the keys, indexes, stream and TTL of the template and nothing that only AWS has', () => {
    expect(blueprint.tables.platform).toEqual({
      KeySchema: keys,
      AttributeDefinitions: attributes,
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [expect.objectContaining({ IndexName: 'gsi1' })],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      timeToLiveAttribute: 'expiresAt',
    });
  });

  test('a template without the platform table is refused', () => {
    expect(() => blueprintFrom([issuance])).toThrow('no synthesized template has the table nodal-local');
  });
});
