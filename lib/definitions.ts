import * as z from 'zod';
import { buildApp } from './app.ts';
import type { Subdomain } from './subdomains.ts';
import { synthesizedResources, type TemplateResource } from './templates.ts';

export interface TableDefinition {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly indexes: readonly { readonly name: string; readonly partitionKey: string; readonly sortKey: string }[];
  readonly timeToLiveAttribute: string;
  readonly streamView: string;
}

export interface RuleDefinition {
  readonly name: string;
  /** `*`: all. */
  readonly detailTypes: readonly string[];
  /** Queue name with the stage. */
  readonly queue: string;
}

export interface QueueDefinition {
  /** With the stage. */
  readonly name: string;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  /** Undefined for a dead-letter queue. */
  readonly redrive: { readonly deadLetterQueue: string; readonly maxReceives: number } | undefined;
}

export interface WorkflowResource {
  /** With the stage. */
  readonly name: string;
  /** Amazon States Language; a task state is named after its operation (`EnsureKyc` runs `ensureKyc`). */
  readonly definition: Readonly<Record<string, unknown>>;
}

/** What the platform in one process takes from the templates instead of saying it again. */
export interface Definitions {
  readonly tables: readonly TableDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly workflows: readonly WorkflowResource[];
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const tableSchema = z.object({
  TableName: z.string(),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), KeySchema: keySchema })).default([]),
  TimeToLiveSpecification: z.object({ AttributeName: z.string() }),
  StreamSpecification: z.object({ StreamViewType: z.string() }),
});

const keysOf = (keys: z.output<typeof keySchema>): { partitionKey: string; sortKey: string } => {
  const named = (type: 'HASH' | 'RANGE'): string => keys.find(({ KeyType }) => KeyType === type)?.AttributeName ?? '';
  return { partitionKey: named('HASH'), sortKey: named('RANGE') };
};

const tableOf = (properties: unknown): TableDefinition => {
  const table = tableSchema.parse(properties);
  return {
    name: table.TableName,
    ...keysOf(table.KeySchema),
    indexes: table.GlobalSecondaryIndexes.map((index) => ({ name: index.IndexName, ...keysOf(index.KeySchema) })),
    timeToLiveAttribute: table.TimeToLiveSpecification.AttributeName,
    streamView: table.StreamSpecification.StreamViewType,
  };
};

const lastOfArn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

const ruleSchema = z.object({
  Name: z.string(),
  // A rule that does not ask for types asks for everything that the platform publishes.
  EventPattern: z.object({ 'detail-type': z.array(z.string()).default(['*']) }),
  Targets: z.tuple([z.object({ Arn: z.string() })]),
});

const ruleOf = (properties: unknown): RuleDefinition => {
  const { Name: name, EventPattern: pattern, Targets } = ruleSchema.parse(properties);
  return { name, detailTypes: pattern['detail-type'], queue: lastOfArn(Targets[0].Arn) };
};

const queueSchema = z.object({
  QueueName: z.string(),
  VisibilityTimeout: z.number().default(30),
  MessageRetentionPeriod: z.number(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});

const queueOf = (properties: unknown): QueueDefinition => {
  const queue = queueSchema.parse(properties);
  const redrive = queue.RedrivePolicy;
  return {
    name: queue.QueueName,
    visibilitySeconds: queue.VisibilityTimeout,
    retentionSeconds: queue.MessageRetentionPeriod,
    redrive:
      redrive === undefined
        ? undefined
        : { deadLetterQueue: lastOfArn(redrive.deadLetterTargetArn), maxReceives: redrive.maxReceiveCount },
  };
};

const machineSchema = z.object({ StateMachineName: z.string(), DefinitionString: z.string() });
const definitionSchema = z.record(z.string(), z.unknown());

const workflowOf = (properties: unknown): WorkflowResource => {
  const { StateMachineName: name, DefinitionString } = machineSchema.parse(properties);
  return { name, definition: definitionSchema.parse(JSON.parse(DefinitionString)) };
};

/** @throws ZodError when a resource has a shape that the house constructs do not make */
export const definitionsIn = (resources: readonly TemplateResource[]): Definitions => {
  const all = <Value>(type: string, read: (properties: unknown) => Value): readonly Value[] =>
    resources.filter((resource) => resource.type === type).map(({ properties }) => read(properties));
  return {
    tables: all('AWS::DynamoDB::GlobalTable', tableOf),
    rules: all('AWS::Events::Rule', ruleOf),
    queues: all('AWS::SQS::Queue', queueOf),
    workflows: all('AWS::StepFunctions::StateMachine', workflowOf),
  };
};

/** Synthesizes the stage `local` in this process, without code, in well under a second. */
export const localDefinitions = (subdomains?: readonly Subdomain[]): Definitions =>
  definitionsIn(
    synthesizedResources(
      buildApp({ stage: 'local', bundle: false, ...(subdomains === undefined ? {} : { subdomains }) }),
    ),
  );
