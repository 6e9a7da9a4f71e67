import { CreateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { eventually, present, uniqueName } from './site.ts';
import type { ProbeSite } from './site.ts';

export interface DeployedStack {
  readonly name: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Creates a stack with a unique name and waits for it.
 *
 * @throws Error with the failed resources' reasons when it rolls back.
 */
export async function deployTemplate(
  site: ProbeSite,
  template: object,
  parameters: Readonly<Record<string, string>> = {},
): Promise<DeployedStack> {
  const name = uniqueName('stack');
  const created = await site.cloudFormation.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody: JSON.stringify(template),
      Parameters: Object.entries(parameters).map(([key, value]) => ({ ParameterKey: key, ParameterValue: value })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  const stack = await eventually(`stack ${name}`, async () => {
    const { Stacks = [] } = await site.cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0]?.StackStatus?.endsWith('IN_PROGRESS') === false ? Stacks[0] : undefined;
  });
  if (stack.StackStatus !== 'CREATE_COMPLETE') throw new Error(await failureReasons(site, name));
  const outputs: Record<string, string> = {};
  for (const { OutputKey = '', OutputValue = '' } of stack.Outputs ?? []) outputs[OutputKey] = OutputValue;
  return { name, id: present(created.StackId, 'StackId'), outputs };
}

async function failureReasons(site: ProbeSite, name: string): Promise<string> {
  const { StackEvents = [] } = await site.cloudFormation.send(new DescribeStackEventsCommand({ StackName: name }));
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'))
    .map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`)
    .join('; ');
}
