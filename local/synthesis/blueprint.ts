import * as z from 'zod';
import type { BusRule } from '../bus.ts';
import { eventPatternSchema } from '../event-pattern.ts';
import type { EventPattern } from '../event-pattern.ts';
import type { QueueDefinition } from '../queue.ts';
import type { TableDefinition } from '../table-client.ts';
import type { Template } from './template.ts';
import { resourcesOf } from './template.ts';

/** What the local platform builds: read from the synthesized templates, so that it is what AWS would get. */
export interface Blueprint {
  readonly tables: Readonly<Record<'platform' | 'sandbox', TableDefinition>>;
  readonly queues: readonly QueueDefinition[];
  readonly rules: readonly BusRule[];
  /** Event source mappings of the table's stream. */
  readonly streams: readonly StreamMapping[];
  /** Workflow name to its definition in Amazon States Language. */
  readonly workflows: Readonly<Record<string, string>>;
}

export interface StreamMapping {
  readonly functionName: string;
  readonly batchSize: number;
  readonly filters: readonly EventPattern[];
}

/** Prefix of every physical name of the stage `local`. */
export const namePrefix = 'nodal-local';

const shortName = (name: string): string => {
  const last = name.split(':').at(-1) ?? name;
  return last.startsWith(`${namePrefix}-`) ? last.slice(namePrefix.length + 1) : last;
};

const indexSchema = z.object({
  IndexName: z.string(),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  Projection: z.object({ ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']) }),
});

const tableSchema = z.object({
  TableName: z.string(),
  KeySchema: indexSchema.shape.KeySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z.array(indexSchema).default([]),
  StreamSpecification: z.object({ StreamViewType: z.enum(['NEW_AND_OLD_IMAGES']) }).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string() }).optional(),
});

const tableNamed = (templates: readonly Template[], name: string): TableDefinition => {
  const found = [
    ...resourcesOf(templates, 'AWS::DynamoDB::GlobalTable'),
    ...resourcesOf(templates, 'AWS::DynamoDB::Table'),
  ]
    .filter(({ TableName }) => TableName === name)
    .map((properties) => tableSchema.parse(properties))[0];
  if (found === undefined) throw new Error(`no synthesized template has the table ${name}`);
  const { StreamSpecification: stream, TimeToLiveSpecification: ttl } = found;
  return {
    KeySchema: found.KeySchema,
    AttributeDefinitions: found.AttributeDefinitions,
    ...(found.GlobalSecondaryIndexes.length === 0 ? {} : { GlobalSecondaryIndexes: found.GlobalSecondaryIndexes }),
    BillingMode: 'PAY_PER_REQUEST',
    ...(stream === undefined ? {} : { StreamSpecification: { StreamEnabled: true, ...stream } }),
    ...(ttl === undefined ? {} : { timeToLiveAttribute: ttl.AttributeName }),
  };
};

const mappingSchema = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  BatchSize: z.int(),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
});

const queueSchema = z.object({
  QueueName: z.string(),
  VisibilityTimeout: z.int().default(30),
  RedrivePolicy: z.object({ maxReceiveCount: z.int() }),
});

const ruleSchema = z.object({
  Name: z.string(),
  EventPattern: eventPatternSchema,
  Targets: z.array(z.object({ Arn: z.string(), InputPath: z.string().optional() })),
});

const machineSchema = z.object({ StateMachineName: z.string(), DefinitionString: z.string() });

const isQueueArn = (arn: string): boolean => arn.startsWith('arn:aws:sqs:');

/** Reads the blueprint out of the templates of all stacks. */
export const blueprintFrom = (templates: readonly Template[]): Blueprint => {
  const mappings = resourcesOf(templates, 'AWS::Lambda::EventSourceMapping').map((one) => mappingSchema.parse(one));
  const batchSizes = new Map(mappings.map(({ EventSourceArn, BatchSize }) => [shortName(EventSourceArn), BatchSize]));
  return {
    tables: { platform: tableNamed(templates, namePrefix), sandbox: tableNamed(templates, `${namePrefix}-sandbox`) },
    queues: resourcesOf(templates, 'AWS::SQS::Queue')
      // A dead-letter queue redrives nowhere; it is part of the queue that names it.
      .filter(({ RedrivePolicy }) => RedrivePolicy !== undefined)
      .map((properties) => queueSchema.parse(properties))
      .map(({ QueueName, VisibilityTimeout, RedrivePolicy }) => ({
        name: shortName(QueueName),
        visibilitySeconds: VisibilityTimeout,
        maxReceiveCount: RedrivePolicy.maxReceiveCount,
        batchSize: batchSizes.get(shortName(QueueName)) ?? 10,
      })),
    rules: resourcesOf(templates, 'AWS::Events::Rule')
      .map((properties) => ruleSchema.parse(properties))
      .map(({ Name, EventPattern, Targets }) => ({
        name: shortName(Name),
        pattern: EventPattern,
        targets: Targets.filter(({ Arn }) => isQueueArn(Arn)).map(({ Arn, InputPath }) => ({
          queue: shortName(Arn),
          inputPath: InputPath,
        })),
      })),
    streams: mappings
      .filter(({ EventSourceArn }) => !isQueueArn(EventSourceArn))
      .map(({ FunctionName, BatchSize, FilterCriteria }) => ({
        functionName: FunctionName,
        batchSize: BatchSize,
        filters: (FilterCriteria?.Filters ?? []).map(({ Pattern }) => eventPatternSchema.parse(JSON.parse(Pattern))),
      })),
    workflows: Object.fromEntries(
      resourcesOf(templates, 'AWS::StepFunctions::StateMachine')
        .map((properties) => machineSchema.parse(properties))
        .map(({ StateMachineName, DefinitionString }) => [shortName(StateMachineName), DefinitionString]),
    ),
  };
};
