import * as z from 'zod';

const resourceSchema = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });

/** A synthesized CloudFormation template, as far as the local platform reads it. */
export const templateSchema = z.looseObject({ Resources: z.record(z.string(), resourceSchema).default({}) });

export type Template = z.output<typeof templateSchema>;

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'ap-south-1',
  'AWS::AccountId': '000000000000',
  'AWS::URLSuffix': 'amazonaws.com',
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Property that holds a resource's physical name, and how its ARN is made of it. */
const identities: Readonly<Record<string, { name: string; arn: (name: string) => string }>> = {
  'AWS::SQS::Queue': { name: 'QueueName', arn: (name) => `arn:aws:sqs:ap-south-1:000000000000:${name}` },
  'AWS::Lambda::Function': {
    name: 'FunctionName',
    arn: (name) => `arn:aws:lambda:ap-south-1:000000000000:function:${name}`,
  },
};

const physicalName = (template: Template, logicalId: string): string => {
  const resource = template.Resources[logicalId];
  const name = resource?.Properties[identities[resource.Type]?.name ?? ''];
  return typeof name === 'string' ? name : `unresolved:${logicalId}`;
};

const attribute = (template: Template, logicalId: string): string => {
  const type = template.Resources[logicalId]?.Type ?? '';
  return identities[type]?.arn(physicalName(template, logicalId)) ?? `unresolved:${logicalId}`;
};

const pairSchema = z.tuple([z.string(), z.array(z.unknown())]);

/**
 * Replaces CloudFormation's functions by what they stand for here. What only a deployment knows (a parameter, an id
 * that AWS makes) becomes `unresolved:<logical id>`, which no lookup finds.
 */
export const resolve = (template: Template, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((element: unknown) => resolve(template, element));
  if (!isObject(value)) return value;
  if (typeof value['Ref'] === 'string') return pseudoParameters[value['Ref']] ?? physicalName(template, value['Ref']);
  const got = value['Fn::GetAtt'];
  if (Array.isArray(got)) return attribute(template, String(got[0]));
  if (value['Fn::Join'] !== undefined) {
    const [separator, parts] = pairSchema.parse(value['Fn::Join']);
    return parts.map((part) => String(resolve(template, part))).join(separator);
  }
  const text = value['Fn::Sub'];
  if (typeof text === 'string') {
    return text.replaceAll(/\$\{(?<name>[^}]+)\}/gu, (_, name: string) => String(resolve(template, { Ref: name })));
  }
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, resolve(template, element)]));
};

/** All resources of a type in all templates, their properties resolved. */
export const resourcesOf = (
  templates: readonly Template[],
  type: string,
): readonly Readonly<Record<string, unknown>>[] =>
  templates.flatMap((template) =>
    Object.values(template.Resources)
      .filter((resource) => resource.Type === type)
      .map(({ Properties }) => z.record(z.string(), z.unknown()).parse(resolve(template, Properties))),
  );
