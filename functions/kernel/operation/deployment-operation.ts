import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { DomainError } from '../errors/domain-error.ts';
import type { BasePlatform, Capabilities } from '../platform/platform.ts';
import type { DeploymentDeclaration } from './declaration.ts';
import { measuredTrigger } from './measured-trigger.ts';

/** What CloudFormation asks of a custom resource. */
const requestSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
});

/** The use case of a deployment: what it answers is published. It runs again with every change, and must stand that. */
export type DeploymentUseCase = () => Promise<Readonly<Record<string, string>>>;

type Outcome =
  | { readonly Status: 'SUCCESS'; readonly Data: Readonly<Record<string, string>> }
  | { readonly Status: 'FAILED'; readonly Reason: string };

const attempt = async (useCase: DeploymentUseCase): Promise<{ outcome: Outcome; error?: unknown }> => {
  try {
    return { outcome: { Status: 'SUCCESS', Data: await useCase() } };
  } catch (error) {
    const Reason = error instanceof DomainError ? error.message : 'The function failed; its log says why.';
    return { outcome: { Status: 'FAILED', Reason }, error };
  }
};

/**
 * The chain of an operation that CloudFormation runs. It waits for the answer at an address of its own, up to an hour:
 * so every end is told, a failure too. Deleting undoes nothing: what was published may be in use elsewhere.
 */
export const deploymentOperation = (
  declaration: DeploymentDeclaration,
  platform: BasePlatform & Pick<Capabilities, 'fetch'>,
  useCase: DeploymentUseCase,
): ((event: unknown, context: Context) => Promise<void>) =>
  middy<unknown, undefined>(async (event: unknown) => {
    const { RequestType, ResponseURL, ...request } = requestSchema.parse(event);
    const nothing: DeploymentUseCase = async () => ({});
    const { outcome, error } = await attempt(RequestType === 'Delete' ? nothing : useCase);
    const answer = { ...request, ...outcome, PhysicalResourceId: declaration.operationId };
    // Bytes: text would come with a content type, which the address was not signed for.
    const { ok, status } = await platform.fetch(ResponseURL, {
      method: 'PUT',
      body: Buffer.from(JSON.stringify(answer)),
    });
    if (!ok) throw new Error(`CloudFormation took no answer: status ${status}`);
    if (error !== undefined) throw error instanceof Error ? error : new Error('failed without an error');
    return undefined;
  }).use(measuredTrigger(declaration.operationId, platform));
