import type { App } from 'aws-cdk-lib';
import * as z from 'zod';

/** A resource of a synthesized template. */
export interface TemplateResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** With every intrinsic function that can be known resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** `DeletionPolicy`: what removal from the template does to it. */
  readonly deletionPolicy: string | undefined;
}

const record = z.record(z.string(), z.unknown());
const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: record.default({}), DeletionPolicy: z.string().optional() }),
  ),
});
type Resources = z.output<typeof templateSchema>['Resources'];

const account = '000000000000';
const region = 'ap-south-1';
const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': account,
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Which property is the physical name, and what its ARN says before it. */
const named: Readonly<Record<string, { readonly property: string; readonly arn: string }>> = {
  'AWS::Lambda::Function': { property: 'FunctionName', arn: `arn:aws:lambda:${region}:${account}:function:` },
  'AWS::SQS::Queue': { property: 'QueueName', arn: `arn:aws:sqs:${region}:${account}:` },
  'AWS::DynamoDB::GlobalTable': { property: 'TableName', arn: `arn:aws:dynamodb:${region}:${account}:table/` },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', arn: `arn:aws:logs:${region}:${account}:log-group:` },
  'AWS::IAM::Role': { property: 'RoleName', arn: `arn:aws:iam::${account}:role/` },
  'AWS::Events::EventBus': { property: 'Name', arn: `arn:aws:events:${region}:${account}:event-bus/` },
};

const nameOf = (resources: Resources, logicalId: string): { readonly name: string; readonly arn: string } => {
  const resource = resources[logicalId];
  const rule = resource === undefined ? undefined : named[resource.Type];
  const name = rule === undefined ? undefined : resource?.Properties[rule.property];
  return rule !== undefined && typeof name === 'string'
    ? { name, arn: `${rule.arn}${name}` }
    : { name: logicalId, arn: `${logicalId}.Arn` };
};

const intrinsics = {
  Ref: z.object({ Ref: z.string() }),
  GetAtt: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  Join: z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
} as const;

const resolveRef = (resources: Resources, value: unknown): string | undefined => {
  const ref = intrinsics.Ref.safeParse(value);
  if (ref.success) return pseudo[ref.data.Ref] ?? nameOf(resources, ref.data.Ref).name;
  const attribute = intrinsics.GetAtt.safeParse(value);
  if (!attribute.success) return undefined;
  const [logicalId, name] = attribute.data['Fn::GetAtt'];
  if (name === 'Arn') return nameOf(resources, logicalId).arn;
  return name === 'QueueName' ? nameOf(resources, logicalId).name : `${logicalId}.${name}`;
};

const resolve = (resources: Resources, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((element) => resolve(resources, element));
  if (typeof value !== 'object' || value === null) return value;
  const reference = resolveRef(resources, value);
  if (reference !== undefined) return reference;
  const join = intrinsics.Join.safeParse(value);
  if (!join.success) {
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, resolve(resources, element)]));
  }
  const [separator, parts] = join.data['Fn::Join'];
  const resolved = parts.map((part) => resolve(resources, part));
  // A part that only a deployment knows keeps the whole expression.
  return resolved.every((part) => typeof part === 'string')
    ? resolved.join(separator)
    : { 'Fn::Join': [separator, resolved] };
};

/** Reads one template; for whoever has it as a file, such as one of a nested stack. */
export const resourcesOf = (stack: string, template: unknown): readonly TemplateResource[] => {
  const { Resources: resources } = templateSchema.parse(template);
  return Object.entries(resources).map(([logicalId, { Type: type, Properties, DeletionPolicy }]) => ({
    stack,
    logicalId,
    type,
    properties: record.parse(resolve(resources, Properties)),
    deletionPolicy: DeletionPolicy,
  }));
};

/** Every resource of an app's stacks, without those of nested stacks. */
export const synthesizedResources = (app: App): readonly TemplateResource[] =>
  app.synth().stacks.flatMap((stack) => resourcesOf(stack.stackName, stack.template));
